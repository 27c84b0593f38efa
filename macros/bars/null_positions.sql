{#- The positions of a list's NULLs, counted from 1; an empty list where it has none, as its count of values tells. -#}
{% macro null_positions(elements, n_values) -%}
    {{- return(adapter.dispatch('null_positions', 'stockbond')(elements, n_values)) -}}
{%- endmacro %}

{% macro duckdb__null_positions(elements, n_values) -%}
    case
        when {{ n_values }} = len({{ elements }}) then cast([] as bigint [])
        else list_filter(range(1, len({{ elements }}) + 1), lambda i: {{ elements }}[i] is null)
    end
{%- endmacro %}

{% macro spark__null_positions(elements, n_values) -%}
    filter(sequence(1, array_size({{ elements }})), i -> i <= array_size({{ elements }}) and get({{ elements }}, i - 1) is null)
{%- endmacro %}
