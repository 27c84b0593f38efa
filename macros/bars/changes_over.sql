{#- The changes of a list over `lag` places, as many fewer than the list is long; zero where an end is missing. -#}
{% macro changes_over(lag, elements) -%}
    {{- return(adapter.dispatch('changes_over', 'stockbond')(lag, elements)) -}}
{%- endmacro %}

{% macro duckdb__changes_over(lag, elements) -%}
    list_transform(
            list_zip(
                list_slice({{ elements }}, 1 + {{ lag }}, len({{ elements }})),
                list_slice({{ elements }}, 1, len({{ elements }}) - {{ lag }})
            ),
            lambda ends: coalesce(ends[1] - ends[2], 0)
        )
{%- endmacro %}
