{#-
    One vector of several of which at most one has a price on each minute: of the rows of a group, each with its prices and
    the minute of the vector on which they begin. It begins with the vector and has an element for every minute.
-#}
{% macro vectors_laid_over(prices, prices_at) -%}
    {{- return(adapter.dispatch('vectors_laid_over', 'stockbond')(prices, prices_at)) -}}
{%- endmacro %}

{% macro duckdb__vectors_laid_over(prices, prices_at) -%}
    {%- set vectors = 'list(struct_pack(' ~ prices ~ ', ' ~ prices_at ~ '))' -%}
    list_transform(
            range(1, {{ n_vector_minutes() }} + 1),
            lambda i: list_max(list_transform(
                {{ vectors }}, lambda vector: vector.prices[greatest(i - vector.prices_at, 0)]
            ))
        )
{%- endmacro %}

{% macro spark__vectors_laid_over(prices, prices_at) -%}
    get(transform(
            array(collect_list(named_struct('prices', {{ prices }}, 'prices_at', {{ prices_at }}))),
            vectors -> transform(
                sequence(1, {{ n_vector_minutes() }}),
                i -> array_max(transform(vectors, vector -> {{ price_at('vector.prices', 'i - vector.prices_at') }}))
            )
        ), 0)
{%- endmacro %}
