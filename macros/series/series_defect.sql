{#-
    Why a reading cannot be used, beyond what its line shows: its file has two values for the day, or the trading
    calendar does not reach it. Needs the columns defect and observation_date.
-#}
{% macro series_defect(lowest_value, highest_value) -%}
    case
        when defect is not null then defect
        when {{ lowest_value }} <> {{ highest_value }}
            then 'two values for ' || observation_date || ': ' || {{ lowest_value }} || ' and ' || {{ highest_value }}
        when observation_date > date '{{ var("calendar_end") }}'
            then 'later than the end of the trading calendar, var calendar_end {{ var("calendar_end") }}'
    end
{%- endmacro %}
