{#- Bars that end after the moment that the build speaks of are not used. -#}
{% macro warn_of_future_bars(files) -%}
    {%- set lines = [] -%}
    {%- for file, last_bar in query_rows(
        "select file, left(cast(max(last_bar_at_utc) as string), 16) from " ~ files
        ~ ' where n_sound > 0 and ' ~ is_in_the_future('last_bar_at_utc', 'bar_minutes') ~ ' group by file order by file'
    ) -%}
        {%- do lines.append(file ~ ' until ' ~ last_bar ~ ' UTC') -%}
    {%- endfor -%}
    {%- if lines -%}
        {%- do exceptions.warn(
            'Bars of ' ~ lines | length ~ ' files end after ' ~ as_of() ~ ' New York and are not used (in_the_future): '
            ~ lines[:10] | join(', ') ~ (' ...' if lines | length > 10 else '')
        ) -%}
    {%- endif -%}
{%- endmacro %}
