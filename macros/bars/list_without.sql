{#- A list without the elements at some positions (a list of them, counted from 1). -#}
{% macro list_without(elements, positions) -%}
    {{- return(adapter.dispatch('list_without', 'stockbond')(elements, positions)) -}}
{%- endmacro %}

{% macro duckdb__list_without(elements, positions) -%}
    {#- The stretches between the places, one behind the other: few slices cost less than a look at each element. -#}
    case
        when len({{ positions }}) = 0 or {{ elements }} is null then {{ elements }}
        else
            list_transform(
                [list_sort({{ positions }})],
                lambda cut: flatten(list_transform(
                    list_zip(list_prepend(0, cut), list_append(cut, len({{ elements }}) + 1)),
                    lambda ends: list_slice({{ elements }}, ends[1] + 1, ends[2] - 1)
                ))
            )[1]
    end
{%- endmacro %}

{% macro spark__list_without(elements, positions) -%}
    filter({{ elements }}, (element, i) -> not array_contains({{ positions }}, i + 1))
{%- endmacro %}
