{#-
    Is a file among those of its layout that the variable bar_files lists? Where it is not set, every file is, but those of
    a hidden name or folder: these are being delivered. DuckDB asks this of the names alone and opens no other file.
-#}
{% macro is_bar_file_to_read(format, root) -%}
    case
            when getvariable('bar_files') is null then not contains(substr(filename, {{ root | length + 1 }}), '/.')
            else coalesce(list_contains(getvariable('bar_files')[{{ text_literal(format.format) }}], filename), false)
        end
{%- endmacro %}
