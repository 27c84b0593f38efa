{#-
    Why a cell of a series file cannot be used, or NULL. A missing value is no defect.
    Needs the columns n_columns, and line_fields unless `n_fields` counts the line's fields another way, date_text,
    observation_date, value_text and value.
-#}
{% macro reading_defect(date_format, n_fields='len(line_fields)') -%}
    case
        when {{ n_fields }} <> n_columns
            then 'found ' || {{ n_fields }} || ' field(s), expected ' || n_columns || ' as in the header'
        when observation_date is null
            then '''' || date_text || ''' is not a date; expected {{ date_format }}'
        when not {{ is_missing_text('value_text') }} and value is null
            then '''' || value_text || ''' is not a number; expected one, or nothing where it is missing'
    end
{%- endmacro %}
