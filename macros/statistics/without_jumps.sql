{#- A list of returns with zeros for jumps, those larger than `jump_size` (the macro's, or what it came to). -#}
{% macro without_jumps(returns, jump_size) -%}
    {{- return(adapter.dispatch('without_jumps', 'stockbond')(returns, jump_size)) -}}
{%- endmacro %}

{% macro default__without_jumps(returns, jump_size) -%}
    list_transform({{ returns }}, lambda r: case when abs(r) > {{ jump_size }} then 0 else r end)
{%- endmacro %}
