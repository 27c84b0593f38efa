{#-
    Why a reading cannot be used, beyond what its line shows: its file has two values for the day. Needs the columns
    defect and observation_date.
-#}
{% macro series_defect(lowest_value, highest_value) -%}
    case
        when defect is not null then defect
        when {{ lowest_value }} <> {{ highest_value }}
            then 'two values for ' || observation_date || ': ' || {{ lowest_value }} || ' and ' || {{ highest_value }}
    end
{%- endmacro %}
