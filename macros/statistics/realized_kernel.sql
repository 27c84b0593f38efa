{#-
    Realized kernel of two lists of returns with Parzen's weights (Barndorff-Nielsen, Hansen, Lunde and Shephard 2011):
    their cross-products, and those at leads and lags up to the bandwidth by weight. With itself a list has its variance.
    `x_ahead` and `y_ahead` are the lists with zeros behind them, as many as the bandwidth (macro kernel_bandwidth).
-#}
{% macro realized_kernel(x, y, x_ahead, y_ahead) -%}
    {{- return(adapter.dispatch('realized_kernel', 'stockbond')(x, y, x_ahead, y_ahead)) -}}
{%- endmacro %}

{% macro default__realized_kernel(x, y, x_ahead, y_ahead) -%}
    {%- set share = 'lag / (len(' ~ x_ahead ~ ') - len(' ~ x ~ ') + 1)' -%}
    {#- A slice is a copy. So one list of a product is taken whole, and zeros meet its end. -#}
    {%- set later_x = 'list_slice(' ~ x_ahead ~ ', 1 + lag, len(' ~ x ~ ') + lag)' -%}
    {%- set later_y = 'list_slice(' ~ y_ahead ~ ', 1 + lag, len(' ~ y ~ ') + lag)' -%}
    (list_dot_product({{ x }}, {{ y }}) + list_sum(list_transform(
            range(1, len({{ x_ahead }}) - len({{ x }}) + 1),
            lambda lag:
                case
                    when {{ share }} <= 0.5 then 1 - 6 * ({{ share }}) ** 2 * (1 - {{ share }})
                    else 2 * (1 - {{ share }}) ** 3
                end
                * {% if x == y -%}
                    2 * list_dot_product({{ later_x }}, {{ x }})
                {%- else -%}
                    (list_dot_product({{ later_x }}, {{ y }}) + list_dot_product({{ later_y }}, {{ x }}))
                {%- endif %}
        )))
{%- endmacro %}
