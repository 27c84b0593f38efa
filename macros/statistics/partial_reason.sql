{#-
    The part of its sample that a number rests on, in words; NULL where that is the whole. `part` is a relation with
    n_days, first_date and last_date, `whole` one with those of dim_sample_spans, `of` what it is.
-#}
{% macro partial_reason(part, whole, of='the sample') -%}
    case
        when
            {{ part }}.first_date > {{ whole }}.latest_first_date
            or {{ part }}.last_date < {{ whole }}.earliest_last_date
            or {{ part }}.n_days < {{ 1 - var('max_missing_share') }} * {{ whole }}.n_periods
            then
                {{ part }}.n_days || ' of ' || {{ whole }}.n_periods || ' ' || {{ whole }}.period
                || 's of {{ of }}, from ' || {{ part }}.first_date || ' to ' || {{ part }}.last_date
    end
{%- endmacro %}
