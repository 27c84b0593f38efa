{#- Events of the user's sets on a weekend count on the next session; before and after the calendar they do not count. -#}
{% macro warn_of_odd_event_days(relation) -%}
    {%- if execute -%}
        {%- set query -%}
            select
                file,
                line_number,
                event_date,
                case
                    when event_date < date '{{ var("calendar_start") }}'
                        then 'before the calendar''s first day, {{ var("calendar_start") }}: the event is not used'
                    when event_date > date '{{ var("calendar_end") }}'
                        then 'after the calendar''s last day, {{ var("calendar_end") }}: the event is not used'
                    else 'a ' || dayname(event_date) || ': the event counts on the next session'
                end
            from {{ relation }}
            where
                isodow(event_date) > 5
                or event_date not between date '{{ var("calendar_start") }}' and date '{{ var("calendar_end") }}'
            order by file, line_number
        {%- endset -%}
        {%- for file, line_number, day, what in query_rows(query) -%}
            {%- do exceptions.warn(
                file ~ ', line ' ~ line_number ~ ': ' ~ day ~ ' is ' ~ what ~ '; if the day is wrong, correct the line'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
