{#- The length of a bar in minutes: of all files, by the file's name, or by a column (its number, or what it stands for). -#}
{% macro bar_length(format) -%}
    {%- if 'minutes' in format.groups -%}
        try_cast({{ path_part(format, 'minutes') }} as double)
    {%- elif format.minutes_of -%}
        case cast(minutes_cell as varchar)
            {%- for value, minutes in format.minutes_of.items() %} when {{ text_literal(value) }} then cast({{ minutes }} as double)
            {%- endfor %} end
    {%- elif format.minutes_column -%}
        {{ 'cast(minutes_cell as double)' if format.reader == 'parquet' else "try_cast(regexp_extract(minutes_cell, '[0-9]+') as double)" }}
    {%- else -%}
        cast({{ format.bar_minutes }} as double)
    {%- endif -%}
{%- endmacro %}
