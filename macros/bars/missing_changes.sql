{#- The positions of the changes (changes_over) of which an end is missing; an empty list where the list has no gap. -#}
{% macro missing_changes(lag, elements) -%}
    {{- return(adapter.dispatch('missing_changes', 'stockbond')(lag, elements)) -}}
{%- endmacro %}

{% macro default__missing_changes(lag, elements) -%}
    case
            when list_count({{ elements }}) = len({{ elements }}) then cast([] as bigint [])
            else
                list_filter(
                    range(1, len({{ elements }}) - {{ lag }} + 1),
                    lambda i: {{ elements }}[i] is null or {{ elements }}[i + {{ lag }}] is null
                )
        end
{%- endmacro %}
