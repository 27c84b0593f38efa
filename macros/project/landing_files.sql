{#-
    The files below bars/ and series/ of the data root, as dicts of path (relative to the root), full
    (as DuckDB names it), size, and is_read (does some reader take it?). Hidden files are left out.
-#}
{% macro landing_files() -%}
    {%- set root = data_root() -%}
    {%- set query -%}
        with

        readable as (
            select filename, size from read_blob({{ sql_text(root ~ '/nothing') }})
            {% for pattern in reader_patterns() -%}
                union
                select filename, size from read_blob({{ sql_text(pattern) }})
            {% endfor %}
        ),

        landed as (
            select filename, size from read_blob({{ sql_text(root ~ '/bars/**') }})
            union
            select filename, size from read_blob({{ sql_text(root ~ '/series/**') }})
            union
            select filename, size from readable
        )

        select
            {{ path_in_root('filename') }},
            filename,
            size,
            filename in (select readable.filename from readable)
        from landed
        where not regexp_matches(filename, '(^|/)[.][^/]*$')
        order by filename
    {%- endset -%}
    {%- set files = [] -%}
    {%- for path, full, size, is_read in query_rows(query) -%}
        {%- do files.append({'path': path, 'full': full, 'size': size | int, 'is_read': is_read}) -%}
    {%- endfor -%}
    {{- return(files) -}}
{%- endmacro %}
