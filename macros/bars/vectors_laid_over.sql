{#-
    One vector of several of which at most one has a price on each minute: from a list of structs of prices and prices_at. It
    begins with the vector and has an element for every minute.
-#}
{% macro vectors_laid_over(vectors) -%}
    {{- return(adapter.dispatch('vectors_laid_over', 'stockbond')(vectors)) -}}
{%- endmacro %}

{% macro duckdb__vectors_laid_over(vectors) -%}
    list_transform(
            range(1, {{ n_vector_minutes() }} + 1),
            lambda i: list_max(list_transform(
                {{ vectors }}, lambda vector: vector.prices[greatest(i - vector.prices_at, 0)]
            ))
        )
{%- endmacro %}
