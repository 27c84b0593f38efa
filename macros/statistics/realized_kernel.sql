{#-
    Realized kernel of two lists of returns with Parzen's weights (Barndorff-Nielsen, Hansen, Lunde and Shephard 2011):
    their cross-products, and those at leads and lags up to the bandwidth by weight. With itself a list has its variance.
-#}
{% macro realized_kernel(x, y, bandwidth) -%}
    {{- return(adapter.dispatch('realized_kernel', 'stockbond')(x, y, bandwidth)) -}}
{%- endmacro %}

{% macro default__realized_kernel(x, y, bandwidth) -%}
    {%- set share = 'lag / (' ~ bandwidth ~ ' + 1)' -%}
    {%- set later_x = 'list_slice(' ~ x ~ ', 1 + lag, len(' ~ x ~ '))' -%}
    {%- set later_y = 'list_slice(' ~ y ~ ', 1 + lag, len(' ~ y ~ '))' -%}
    {%- set earlier_x = 'list_slice(' ~ x ~ ', 1, len(' ~ x ~ ') - lag)' -%}
    {%- set earlier_y = 'list_slice(' ~ y ~ ', 1, len(' ~ y ~ ') - lag)' -%}
    (list_dot_product({{ x }}, {{ y }}) + list_sum(list_transform(
            range(1, {{ bandwidth }} + 1),
            lambda lag:
                case
                    when {{ share }} <= 0.5 then 1 - 6 * ({{ share }}) ** 2 * (1 - {{ share }})
                    else 2 * (1 - {{ share }}) ** 3
                end
                * {% if x == y -%}
                    2 * list_dot_product({{ later_x }}, {{ earlier_x }})
                {%- else -%}
                    (list_dot_product({{ later_x }}, {{ earlier_y }}) + list_dot_product({{ later_y }}, {{ earlier_x }}))
                {%- endif %}
        )))
{%- endmacro %}
