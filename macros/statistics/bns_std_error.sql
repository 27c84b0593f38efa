{#-
    Standard error of the Fisher z of a realized correlation by the asymptotics of Barndorff-Nielsen and Shephard (2004,
    Econometrica 72): from two lists, their means, their sums of squared deviations and the correlation. NULL where the
    estimated variance is not positive.
-#}
{% macro bns_std_error(x, y, mean_x, mean_y, squares_x, squares_y, correlation) -%}
    {{- return(adapter.dispatch('bns_std_error', 'stockbond')(x, y, mean_x, mean_y, squares_x, squares_y, correlation)) -}}
{%- endmacro %}

{% macro default__bns_std_error(x, y, mean_x, mean_y, squares_x, squares_y, correlation) -%}
    {#- What each interval adds to the correlation, to first order; neighbours share their volatility. -#}
    list_transform(
        [list_transform(
            list_zip({{ x }}, {{ y }}),
            lambda pair:
                (pair[1] - {{ mean_x }}) * (pair[2] - {{ mean_y }}) / sqrt({{ squares_x }} * {{ squares_y }})
                - {{ correlation }} / 2 * (
                    (pair[1] - {{ mean_x }}) * (pair[1] - {{ mean_x }}) / {{ squares_x }}
                    + (pair[2] - {{ mean_y }}) * (pair[2] - {{ mean_y }}) / {{ squares_y }}
                )
        )],
        lambda u: sqrt(greatest(list_dot_product(u, u) - list_dot_product(u[2:], u[:-2]), 0))
    )[1] / (1 - {{ correlation }} ** 2)
{%- endmacro %}
