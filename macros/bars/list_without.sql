{#- A list without the elements at some positions (a list of them, counted from 1). -#}
{% macro list_without(elements, positions) -%}
    {{- return(adapter.dispatch('list_without', 'stockbond')(elements, positions)) -}}
{%- endmacro %}

{% macro duckdb__list_without(elements, positions) -%}
    case
        when len({{ positions }}) = 0 then {{ elements }}
        else
            list_transform(
                list_filter(range(1, len({{ elements }}) + 1), lambda i: not list_contains({{ positions }}, i)),
                lambda i: {{ elements }}[i]
            )
    end
{%- endmacro %}

{% macro spark__list_without(elements, positions) -%}
    filter({{ elements }}, (element, i) -> not array_contains({{ positions }}, i + 1))
{%- endmacro %}
