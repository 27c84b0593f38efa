{#- The probability of a day's label (regime_of): its part of label_probabilities. -#}
{% macro label_probability(label, probabilities) -%}
    case {{ label }}
            when 'safety' then {{ probabilities }}.safety
            when 'risky' then {{ probabilities }}.risky
            when 'other' then {{ probabilities }}.other
        end
{%- endmacro %}
