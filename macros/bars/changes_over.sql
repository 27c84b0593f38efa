{#- The changes of a list over `lag` places, as many fewer than the list is long; zero where an end is missing. -#}
{% macro changes_over(lag, elements) -%}
    {{- return(adapter.dispatch('changes_over', 'stockbond')(lag, elements)) -}}
{%- endmacro %}

{% macro default__changes_over(lag, elements) -%}
    list_transform(
            range(1, len({{ elements }}) - {{ lag }} + 1),
            lambda i: coalesce({{ elements }}[i + {{ lag }}] - {{ elements }}[i], 0)
        )
{%- endmacro %}
