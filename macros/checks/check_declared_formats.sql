{#- A format.yml of the data root that cannot be followed: nobody would read its files. -#}
{% macro check_declared_formats() -%}
    {%- set problems = bar_formats().problems -%}
    {%- if problems -%}
        {%- do stop(
            'A format.yml of the data root ' ~ data_root() ~ ' cannot be followed.',
            problems,
            'correct the key; docs/DATA.md has the words and an example.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
