{#-
    A value of a Parquet column that is no `target` (none if there is none). Text may be cast, and a date to
    a timestamp; of any other type each value is wrong, and only a column of NULLs passes.
-#}
{% macro first_value_that_cannot_be_cast(file, column, type, target) -%}
    {%- set castable = target != 'varchar' and (type == 'VARCHAR' or (type == 'DATE' and target == 'timestamp')) -%}
    {%- set query -%}
        select cast({{ column }} as varchar)
        from read_parquet({{ sql_text(file) }})
        where {{ column }} is not null {% if castable %}and try_cast({{ column }} as {{ 'timestamptz' if target == 'timestamp' else target }}) is null{% endif %}
        limit 1
    {%- endset -%}
    {%- set values = query_rows(query) -%}
    {{- return(values[0][0] if values else none) -}}
{%- endmacro %}
