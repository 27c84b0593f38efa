{#-
    Fisher's z of the correlation without one pair of returns, for each pair: from two lists, their means, their sums of
    squared deviations and the sum of products of deviations. NULL stands where a leg does not move without the pair, or
    the legs then move as one, up to rounding.
-#}
{% macro z_without_each(x, y, mean_x, mean_y, squares_x, squares_y, products) -%}
    {{- return(adapter.dispatch('z_without_each', 'stockbond')(x, y, mean_x, mean_y, squares_x, squares_y, products)) -}}
{%- endmacro %}

{% macro duckdb__z_without_each(x, y, mean_x, mean_y, squares_x, squares_y, products) -%}
    {#- What leaves a sum of products with a pair is n / (n - 1) times the pair's own: the means move, too. -#}
    {%- set factor = 'len(' ~ x ~ ') / (len(' ~ x ~ ') - 1)' -%}
    list_transform(
                    list_transform(
                        list_zip({{ x }}, {{ y }}),
                        lambda pair:
                            ({{ products }} - {{ factor }} * (pair[1] - {{ mean_x }}) * (pair[2] - {{ mean_y }})) / sqrt(
                                greatest({{ squares_x }} - {{ factor }} * (pair[1] - {{ mean_x }}) ** 2, 0)
                                * greatest({{ squares_y }} - {{ factor }} * (pair[2] - {{ mean_y }}) ** 2, 0)
                            )
                    ),
                    lambda r: case when not {{ is_perfect('r') }} then atanh(r) end
                )
{%- endmacro %}

{#- What would be divided by zero is NULL: a leg does not move without the pair. -#}
{% macro spark__z_without_each(x, y, mean_x, mean_y, squares_x, squares_y, products) -%}
    {%- set factor = 'array_size(' ~ x ~ ') / (array_size(' ~ x ~ ') - 1)' -%}
    transform(
                    zip_with(
                        {{ x }}, {{ y }},
                        (a, b) ->
                            ({{ products }} - {{ factor }} * (a - {{ mean_x }}) * (b - {{ mean_y }})) / nullif(sqrt(
                                greatest({{ squares_x }} - {{ factor }} * pow(a - {{ mean_x }}, 2), 0)
                                * greatest({{ squares_y }} - {{ factor }} * pow(b - {{ mean_y }}, 2), 0)
                            ), 0)
                    ),
                    r -> case when not {{ is_perfect('r') }} then atanh(r) end
                )
{%- endmacro %}
