{#- Do publishers write this text for a missing value? -#}
{% macro is_missing_text(text) -%}
    lower({{ text }}) in ('', '.', 'na', 'n/a', '#n/a', 'nan', 'null')
{%- endmacro %}
