{#- A query of landing files: path, full path, size, whether a reader takes them, and of bar files the layout. -#}
{% macro landed_paths(files) -%}
    select unnest([''
        {%- for file in files -%}, {{ sql_text(file.path) }}{%- endfor -%}
    ][2:]) as path, unnest([''
        {%- for file in files -%}, {{ sql_text(file.full) }}{%- endfor -%}
    ][2:]) as full_path, unnest([0
        {%- for file in files -%}, {{ file.size }}{%- endfor -%}
    ][2:]) as size, unnest([true
        {%- for file in files -%}, {{ file.is_read }}{%- endfor -%}
    ][2:]) as is_read, unnest([''
        {%- for file in files -%}, {{ sql_text(file.format) if file.format else 'null' }}{%- endfor -%}
    ][2:]) as format, unnest([''
        {%- for file in files -%}, {{ sql_text(file.ignored or '') }}{%- endfor -%}
    ][2:]) as ignored
{%- endmacro %}
