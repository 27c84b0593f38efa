{% macro say_what_was_read(relation) -%}
    {%- set n_files, n_read, n_gone = query_rows(
        'select (select count(*) from bar_files_now), (select count(*) from bar_files_now where not is_known),'
        ~ ' (select count(*) from bar_files_gone anti join bar_files_now using (path))'
    )[0] -%}
    {%- set n_days = query_rows(
        'select count(distinct (vendor, symbol, contract, bar_minutes, bar_date)) from ' ~ relation
        ~ ' where file in (select path from bar_files_now where not is_known)'
    )[0][0] -%}
    {%- do log(
        'bars: read ' ~ n_read ~ ' of ' ~ n_files ~ ' files, ' ~ n_days ~ ' contract-days'
        ~ ('; ' ~ n_gone ~ ' files are gone' if n_gone else ''), info=true
    ) -%}
{%- endmacro %}
