{#- The standard normal distribution function: Hart's algorithm (1968) as West (2005) has it, to 15 digits. -#}
{% macro normal_cdf(x) -%}
    {%- set over = [0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
        221.213596169931, 220.206867912376] -%}
    {%- set under = [0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
        637.333633378831, 793.826512519948, 440.413735824752] -%}
    {%- set ratio = namespace(over='0', under='0') -%}
    {%- for a in over %}{% set ratio.over = '(' ~ ratio.over ~ ' * abs(v) + ' ~ a ~ '::double)' %}{% endfor -%}
    {%- for a in under %}{% set ratio.under = '(' ~ ratio.under ~ ' * abs(v) + ' ~ a ~ '::double)' %}{% endfor -%}
    {#- The mass beyond |v|: a ratio of polynomials, and far out a continued fraction. -#}
    {%- set tail -%}
        exp(-v * v / 2) * case
                when abs(v) < 7.07106781186547 then {{ ratio.over }} / {{ ratio.under }}
                else 1 / (abs(v) + 1 / (abs(v) + 2 / (abs(v) + 3 / (abs(v) + 4 / (abs(v) + 0.65))))) / 2.506628274631
            end
    {%- endset -%}
    list_transform(
        [case when {{ x }} is not null then greatest(-37.5, least(37.5, {{ x }})) end],
        lambda v: case when v > 0 then 1 - {{ tail }} else {{ tail }} end
    )[1]
{%- endmacro %}
