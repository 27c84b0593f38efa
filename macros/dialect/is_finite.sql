{#- Is a number neither infinite nor NaN? -#}
{% macro is_finite(number) -%}
    {{- return(adapter.dispatch('is_finite', 'stockbond')(number)) -}}
{%- endmacro %}

{% macro duckdb__is_finite(number) -%}
    isfinite({{ number }})
{%- endmacro %}

{#- NaN is above infinity, as in DuckDB. -#}
{% macro spark__is_finite(number) -%}
    (abs({{ number }}) < cast('infinity' as double))
{%- endmacro %}
