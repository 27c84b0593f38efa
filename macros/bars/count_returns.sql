{#- How many returns a list of grid prices gives: a return needs a price at both ends. -#}
{% macro count_returns(prices) -%}
    {{- return(adapter.dispatch('count_returns', 'stockbond')(prices)) -}}
{%- endmacro %}

{% macro duckdb__count_returns(prices) -%}
    case
            when list_count({{ prices }}) = len({{ prices }}) then len({{ prices }}) - 1
            else
                len(list_filter(
                    range(2, len({{ prices }}) + 1),
                    lambda i: {{ prices }}[i] is not null and {{ prices }}[i - 1] is not null
                ))
        end
{%- endmacro %}

{% macro spark__count_returns(prices) -%}
    array_size(filter(
            sequence(1, array_size({{ prices }})),
            i -> get({{ prices }}, i) is not null and get({{ prices }}, i - 1) is not null
        ))
{%- endmacro %}
