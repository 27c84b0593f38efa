{#- Can the text files that sources read be read at all? DuckDB stops at the first that cannot, in the middle of a model. -#}
{% macro check_text_files(files) -%}
    {%- set damages = [] -%}
    {%- for file in files if file.is_read and file.path.lower().endswith(('.csv', '.txt')) -%}
        {%- set damage = query_rows('select text_damage(' ~ sql_text(file.full) ~ ')')[0][0] -%}
        {%- if damage -%}{%- do damages.append(file.path ~ ': found ' ~ damage) -%}{%- endif -%}
    {%- endfor -%}
    {%- if damages -%}
        {%- do stop(
            'Not a text file that can be read; expected lines of UTF-8, separated by line ends.',
            damages,
            'write the file again as UTF-8 (iconv does) or ask its vendor for it, or take it out of the data root.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
