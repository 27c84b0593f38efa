{#-
    The mass that the posterior of a day's true Fisher z (z_posterior) has below the safety threshold, between the two
    and above the risky one: as a struct of safety, other and risky. NULL each without a posterior or thresholds.
-#}
{% macro label_probabilities(posterior, safety_threshold, risky_threshold) -%}
    {%- set below -%}
        {{ normal_cdf('(atanh(' ~ safety_threshold ~ ') - ' ~ posterior ~ '.mean) / ' ~ posterior ~ '.deviation') }}
    {%- endset -%}
    {%- set above -%}
        {{ normal_cdf('(' ~ posterior ~ '.mean - atanh(' ~ risky_threshold ~ ')) / ' ~ posterior ~ '.deviation') }}
    {%- endset -%}
    struct_pack(
            safety := {{ below }},
            -- Where one threshold is the other, a day is on the side of both or of neither.
            other := case when {{ below }} + {{ above }} > 1 then 0 else 1 - {{ below }} - {{ above }} end,
            risky := {{ above }}
        )
{%- endmacro %}
