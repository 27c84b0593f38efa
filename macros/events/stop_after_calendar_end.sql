{#- Stop the build, by name, when a table holds a date that the trading calendar does not reach. -#}
{% macro stop_after_calendar_end(relation, name_column, date_column, where_from) -%}
    {%- if execute -%}
        {%- set details = [] -%}
        {%- for name, day in query_rows(
            'select ' ~ name_column ~ ', ' ~ date_column ~ ' from ' ~ relation
            ~ ' where ' ~ date_column ~ " > date '" ~ var('calendar_end') ~ "' order by 2, 1"
        ) -%}
            {%- do details.append(name ~ ' on ' ~ day) -%}
        {%- endfor -%}
        {%- if details -%}
            {%- do stop(
                'The trading calendar ends on ' ~ var('calendar_end') ~ ', but ' ~ where_from ~ ' holds later dates.',
                details,
                'correct the dates, or move var calendar_end and write the calendar seed again (make calendar).'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
