{#- The literature's stars from a p-value: *** 1 %, ** 5 %, * 10 %; NULL without a p-value. -#}
{% macro significance_stars(p_value) -%}
    case
        when {{ p_value }} < 0.01 then '***'
        when {{ p_value }} < 0.05 then '**'
        when {{ p_value }} < 0.10 then '*'
        when {{ p_value }} is not null then ''
    end
{%- endmacro %}
