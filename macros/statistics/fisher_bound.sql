{#-
    Bound of the 95 % interval of a correlation, from the standard error of its Fisher z: tanh(atanh(r) -/+ 1.96 s).
    `side` is -1 for the lower, 1 for the upper bound.
-#}
{% macro fisher_bound(correlation, std_error, side) -%}
    case
            when {{ std_error }} is not null
                then tanh(atanh({{ correlation }}) + ({{ side }}) * 1.959963984540054 * {{ std_error }})
        end
{%- endmacro %}
