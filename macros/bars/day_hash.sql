{#- One hash of several values of a day, as text of sixteen digits. -#}
{% macro day_hash(values) -%}
    {{- return(adapter.dispatch('day_hash', 'stockbond')(values)) -}}
{%- endmacro %}

{% macro default__day_hash(values) -%}
    printf('%016x', hash({{ values | join(', ') }}))
{%- endmacro %}
