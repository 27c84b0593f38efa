{#-
    A query of bars with the number of the part of its minute, `part`, that each holds. Trades of one minute in two files
    are parts of it where those of one file come after all those of the other, as where a download was cut; trades that
    overlap in time are copies. Of bars that a vendor cut there is one part, and they are copies of a minute's first trades.
-#}
{% macro in_parts(bars, minute) -%}
(
        select
            * {{ exclude('begins_a_part') }},
            count(case when begins_a_part then 1 end) over (
                partition by {{ minute | join(', ') }} order by first_trade_at_utc nulls first
            ) as part
        from (
            select
                *,
                first_trade_at_utc > max(last_trade_at_utc) over (
                    partition by {{ minute | join(', ') }}
                    order by first_trade_at_utc nulls first
                    rows between unbounded preceding and 1 preceding
                ) as begins_a_part
            from {{ bars }}
        )
    )
{%- endmacro %}
