{#- Stop the build, by name, when a table holds a date that the trading calendar does not reach. -#}
{% macro stop_after_calendar_end(relation, name_column, date_column, where_from) -%}
    {%- if execute -%}
        {%- set found = run_query(
            'select ' ~ name_column ~ ', ' ~ date_column ~ ' from ' ~ relation
            ~ ' where ' ~ date_column ~ " > date '" ~ var('calendar_end') ~ "' order by 2, 1 limit 10"
        ) -%}
        {%- if found.rows | length > 0 -%}
            {%- set lines = [] -%}
            {%- for row in found.rows -%}{%- do lines.append('  ' ~ row[0] ~ ' on ' ~ row[1]) -%}{%- endfor -%}
            {{- exceptions.raise_compiler_error(
                'The trading calendar ends on ' ~ var('calendar_end') ~ ', but ' ~ where_from ~ ' holds later dates:\n'
                ~ lines | join('\n')
                ~ '\nCorrect the dates, or extend vars calendar_end and the seed (make calendar).'
            ) -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
