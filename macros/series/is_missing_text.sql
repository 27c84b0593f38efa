{#- Do publishers write this text for a missing value? (The New York Fed writes a star, the funds two dashes.) -#}
{% macro is_missing_text(text) -%}
    lower({{ text }}) in ('', '.', 'na', 'n/a', '#n/a', 'nan', 'null', '*', '--')
{%- endmacro %}
