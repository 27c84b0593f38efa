{#- Stops a run at vars and an as-of moment that no build can have, on either engine. Part of preflight. -#}
{% macro check_vars() -%}
    {%- do check_as_of() -%}
    {%- do check_gap_fill() -%}
    {%- do check_session_vars() -%}
    {%- do check_vector_vars() -%}
{%- endmacro %}
