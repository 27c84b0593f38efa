{#- DuckDB stops at the first damaged file without saying what it expected: look at both ends of each first. -#}
{% macro check_parquet_is_whole(files) -%}
    {%- set query -%}
        select {{ path_in_root('file') }}, damage
        from (select file, parquet_damage(file) as damage from (select unnest({{ sql_texts(files) }}::varchar []) as file))
        where damage is not null
        order by file
    {%- endset -%}
    {%- set damages = [] -%}
    {%- for path, damage in query_rows(query) if files -%}{%- do damages.append(path ~ ': found ' ~ damage) -%}{%- endfor -%}
    {%- if damages -%}
        {%- do stop(
            'Not a whole Parquet file; expected one that begins and ends with PAR1.',
            damages,
            'copy or write the file again, and build when it is complete.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
