{#-
    The true Fisher z of a day given the measured one: normal with mean m + L (z - m) and variance L s^2, where
    L = max(0, 1 - mean s^2 / var z) is the share of the measured variance that is no noise. NULL without an error.
-#}
{% macro z_posterior(z, std_error, prior) -%}
    {%- set signal -%}
        case
                        when {{ prior }}.variance > {{ prior }}.noise then 1 - {{ prior }}.noise / {{ prior }}.variance
                        when {{ prior }}.variance <= {{ prior }}.noise then 0
                    end
    {%- endset -%}
    case
            when {{ std_error }} is not null
                then struct_pack(
                    mean := {{ prior }}.mean + {{ signal }} * ({{ z }} - {{ prior }}.mean),
                    -- Where nothing but noise was seen, all days are alike.
                    deviation := greatest(sqrt({{ signal }}) * {{ std_error }}, 1e-9)
                )
        end
{%- endmacro %}
