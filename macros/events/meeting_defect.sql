{#-
    Why a line of events/fomc.csv cannot be used, or NULL. An empty cell leaves what is known without the file. Needs the
    columns line_fields, n_columns, texts (a struct of the cells' texts), announcement_date, is_scheduled,
    minutes_release_date and first_line.
-#}
{% macro meeting_defect() -%}
    case
        when len(line_fields) <> n_columns
            then 'found ' || len(line_fields) || ' field(s), expected ' || n_columns || ' as in the header'
        when announcement_date is null
            then '''' || texts.announcement_date || ''' is not a date; expected YYYY-MM-DD'
        when not {{ is_clock_time('texts.announcement_time_et') }}
            then '''' || texts.announcement_time_et || ''' is not a time; expected HH:MM of New York, or nothing'
        when is_scheduled is null and texts.is_scheduled is not null
            then '''' || texts.is_scheduled || ''' is neither true nor false, nor nothing'
        when texts.decision not in ('hike', 'unchanged', 'cut')
            then '''' || texts.decision || ''' is no decision; expected hike, unchanged or cut, or nothing'
        when minutes_release_date is null and texts.minutes_release_date is not null
            then '''' || texts.minutes_release_date || ''' is not a date; expected YYYY-MM-DD, or nothing'
        when minutes_release_date <= announcement_date
            then 'the minutes of ' || minutes_release_date || ' come before their meeting'
        when first_line < line_number
            then 'the meeting of ' || announcement_date || ' stands in line ' || first_line || ' already'
    end
{%- endmacro %}
