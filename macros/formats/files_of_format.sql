{#-
    The files of a layout to read, as an argument of DuckDB's readers: those that the variable bar_files lists (by_file sets
    it), and where it lists none, all that lie there as they are, of which is_bar_file_to_read leaves out what is not wanted.
-#}
{% macro files_of_format(format) -%}
    {%- set globs = [] -%}
    {%- for glob in format.plain_globs -%}{%- do globs.extend(globs_of(glob)) -%}{%- endfor -%}
    coalesce(
                list_transform(
                    getvariable('bar_files')[{{ sql_text(format.format) }}],
                    lambda file: regexp_replace(file, '([*?\[])', '[\1]', 'g')
                ),
                {{ sql_texts(globs or [unpacked_folder() ~ '/none.csv']) }}
            )
{%- endmacro %}
