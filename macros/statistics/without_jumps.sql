{#-
    A list of returns with zeros for jumps: what is larger than 3 sqrt(bipower variation) n^-0.49 (Mancini 2009). At that
    rate the threshold shrinks slower than what diffuses between two of n points.
-#}
{% macro without_jumps(returns, variation) -%}
    {{- return(adapter.dispatch('without_jumps', 'stockbond')(returns, variation)) -}}
{%- endmacro %}

{% macro default__without_jumps(returns, variation) -%}
    list_transform(
            {{ returns }},
            lambda r: case when abs(r) > 3 * sqrt({{ variation }}) * len({{ returns }}) ** -0.49 then 0 else r end
        )
{%- endmacro %}
