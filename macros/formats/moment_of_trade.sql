{#-
    What orders trades: the time, then the vendor's number of the trade, then the place in the file. An order that takes
    several prices has one time and one number, and only its rows' order tells which was last.
-#}
{% macro moment_of_trade(format) -%}
    {
            'at': at_utc,
            'sequence': {{ 'try_cast(sequence_cell as bigint)' if format.cells.sequence else 'cast(null as bigint)' }},
            'place': place
        }
{%- endmacro %}
