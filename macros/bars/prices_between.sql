{#-
    The prices of a part of a day's vector, both ends counted from the first element of `prices`: NULL before it and past the
    last one.
-#}
{% macro prices_between(prices, first, last) -%}
    {{- return(adapter.dispatch('prices_between', 'stockbond')(prices, first, last)) -}}
{%- endmacro %}

{% macro default__prices_between(prices, first, last) -%}
    case
            when {{ first }} >= 1 and {{ last }} <= len({{ prices }}) then {{ prices }}[{{ first }}:{{ last }}]
            else
                list_resize(
                    list_concat(
                        list_resize(cast([] as double []), greatest(0, 1 - ({{ first }}))),
                        {{ prices }}[greatest(1, {{ first }}):greatest(0, {{ last }})]
                    ),
                    {{ last }} - ({{ first }}) + 1
                )
        end
{%- endmacro %}
