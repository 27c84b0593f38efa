{#- Symbols of bar files that no instrument takes: their bars are not used. -#}
{% macro warn_of_unmapped_symbols(files) -%}
    {%- set query -%}
        select file, symbol, sum(n_rows)
        from {{ files }}
        where instrument is null and n_rows > 0
        group by all
        order by all
    {%- endset -%}
    {%- for file, symbol, n_rows in query_rows(query) -%}
        {%- do exceptions.warn(
            file ~ ': symbol ' ~ symbol ~ ' is not in seed vendor_symbols; its ' ~ n_rows ~ ' bars are not used'
        ) -%}
    {%- endfor -%}
{%- endmacro %}
