{#- The elements of a list of returns at the positions where both legs have one. -#}
{% macro returns_where_both(returns, returns_a, returns_b) -%}
    {{- return(adapter.dispatch('returns_where_both', 'stockbond')(returns, returns_a, returns_b)) -}}
{%- endmacro %}

{% macro duckdb__returns_where_both(returns, returns_a, returns_b) -%}
    list_transform(
        list_filter(
            range(1, len({{ returns }}) + 1),
            lambda i: {{ returns_a }}[i] is not null and {{ returns_b }}[i] is not null
        ),
        lambda i: {{ returns }}[i]
    )
{%- endmacro %}
