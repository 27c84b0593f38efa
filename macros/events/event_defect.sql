{#-
    Why a line of events/<set>.csv cannot be used, or NULL. Needs the columns line_fields, n_columns, date_text,
    event_date, event_time_et and event_subset.
-#}
{% macro event_defect() -%}
    case
        when len(line_fields) <> n_columns
            then 'found ' || len(line_fields) || ' field(s), expected ' || n_columns || ' as in the header'
        when event_date is null
            then '''' || date_text || ''' is not a date; expected YYYY-MM-DD'
        when not {{ is_clock_time('event_time_et') }}
            then '''' || event_time_et || ''' is not a time; expected HH:MM of New York, or nothing'
        when event_subset = 'all' or not regexp_full_match(event_subset, '[a-z0-9_-]+')
            then
                '''' || event_subset || ''' is not a subset''s name; expected letters, digits, _ and -, and not all,'
                || ' which is every event of the set'
    end
{%- endmacro %}
