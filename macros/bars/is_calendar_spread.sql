{#- Two contracts in one name: two codes, or two months in digits. -#}
{% macro is_calendar_spread(name) -%}
    {{- return(adapter.dispatch('is_calendar_spread', 'stockbond')(name)) -}}
{%- endmacro %}

{% macro duckdb__is_calendar_spread(name) -%}
    regexp_matches(
        {{ name }},
        '[FGHJKMNQUVXZ][0-9]{1,4}(\^[0-9])?[^A-Z0-9]+[A-Z0-9]*[FGHJKMNQUVXZ][0-9]{1,4}(\^[0-9])?($|[^A-Z0-9])'
        || '|(19|20)[0-9]{2}(0[1-9]|1[0-2]).*[^0-9](19|20)[0-9]{2}(0[1-9]|1[0-2])'
    )
{%- endmacro %}

{% macro spark__is_calendar_spread(name) -%}
    regexp_like(
        {{ name }},
        '[FGHJKMNQUVXZ][0-9]{1,4}(\^[0-9])?[^A-Z0-9]+[A-Z0-9]*[FGHJKMNQUVXZ][0-9]{1,4}(\^[0-9])?($|[^A-Z0-9])'
        || '|(19|20)[0-9]{2}(0[1-9]|1[0-2]).*[^0-9](19|20)[0-9]{2}(0[1-9]|1[0-2])'
    )
{%- endmacro %}
