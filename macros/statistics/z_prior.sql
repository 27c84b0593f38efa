{#-
    What is known of a day's true correlation before it is measured, from the days of a window: mean and variance of
    the measured Fisher z, and the mean square of their standard errors. The window has an order and a frame.
-#}
{% macro z_prior(z, std_error, window_name) -%}
    struct_pack(
            mean := avg({{ z }}) over {{ window_name }},
            variance := var_samp({{ z }}) over {{ window_name }},
            noise := avg({{ std_error }} * {{ std_error }}) over {{ window_name }}
        )
{%- endmacro %}
