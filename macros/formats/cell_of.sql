{#- The cell of a word: the first of its columns that has a value; a time may come in two columns. -#}
{% macro cell_of(format, cell) -%}
    {%- set choices = [] -%}
    {%- for names in format.cells[cell] -%}
        {%- set parts = [] -%}
        {%- for name in names -%}{%- do parts.append(quoted(name)) -%}{%- endfor -%}
        {%- if parts | length == 1 -%}
            {%- do choices.append(parts[0]) -%}
        {%- elif cell == 'volume' -%}
            {%- set numbers = [] -%}
            {%- for part in parts -%}{%- do numbers.append('try_cast(' ~ part ~ ' as double)') -%}{%- endfor -%}
            {%- do choices.append('cast(' ~ numbers | join(' + ') ~ ' as varchar)') -%}
        {%- else -%}
            {%- do choices.append("concat_ws(' ', trim(" ~ parts | join('), trim(') ~ '))') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ choices[0] if choices | length == 1 else 'coalesce(' ~ choices | join(', ') ~ ')' }}
{%- endmacro %}
