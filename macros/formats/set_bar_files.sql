{#-
    The statement that sets the variable bar_files: of the files whose full paths a query gives as `full_path`, those that
    DuckDB can read, by layout. Packed files are unpacked for the model that reads them, and what was unpacked for it before
    goes.
-#}
{% macro set_bar_files(full_paths) -%}
    set variable bar_files = (
        with

        folder as materialized (
            select emptied({{ sql_text(unpacked_folder() ~ '/' ~ this.name) }}) as name
        ),

        readable as (
            select
                landed.format,
                unnest(cast(json(readable_files(json_object(
                    'path', landed.path,
                    'full_path', landed.full_path,
                    'folder', folder.name,
                    'ignored', landed.ignored
                ))) as varchar [])) as file
            from build.landing_files as landed
            semi join ({{ full_paths }}) as wanted on landed.full_path = wanted.full_path
            cross join folder
            where landed.format is not null
        )

        select coalesce(map_from_entries(list((format, files))), cast(map {} as map(varchar, varchar []))) -- noqa
        from (select format, list(file order by file) as files from readable group by format)
    )
{%- endmacro %}
