{#- Stop at an as-of moment that is no time, and where the calendar does not reach the as-of day. -#}
{% macro check_as_of() -%}
    {%- set given = given_as_of() -%}
    {%- if given and (
        not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?', given)
        or query_rows('select try_cast(' ~ sql_text(given) ~ ' as timestamp)')[0][0] is none
    ) -%}
        {%- do stop(
            'The as-of moment (var as_of, STOCKBOND_AS_OF) is a time of New York, YYYY-MM-DD or YYYY-MM-DD HH:MM.', ['found: ' ~ given],
            'correct it (`stockbond build --as-of`), or leave it out: the build then speaks of now.'
        ) -%}
    {%- endif -%}
    {%- if as_of().strftime('%Y-%m-%d') > var('calendar_end') -%}
        {%- do stop(
            'The trading calendar ends on ' ~ var('calendar_end') ~ ', before the day that the build speaks of.',
            ['as of: ' ~ as_of()],
            'move var calendar_end (dbt_project.yml) and write the calendar seed again (make calendar),'
            ~ ' or build as of an earlier day (`stockbond build --as-of`).'
        ) -%}
    {%- endif -%}
{%- endmacro %}
