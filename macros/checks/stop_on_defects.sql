{#- Stop the build when a file holds lines that cannot be used, and name them. -#}
{% macro stop_on_defects(relation) -%}
    {%- if execute -%}
        {%- set query -%}
            select distinct file, line_number, defect, coalesce('; the line reads: ' || left(line_text, 80), '')
            from {{ relation }}
            where defect is not null
            order by file, line_number, defect
        {%- endset -%}
        {%- set details = [] -%}
        {%- for file, line_number, defect, line in query_rows(query) -%}
            {%- do details.append(file ~ ', line ' ~ line_number ~ ': ' ~ defect ~ line) -%}
        {%- endfor -%}
        {%- if details -%}
            {%- do stop(
                'Files in ' ~ data_root() ~ ' cannot be read.',
                details,
                'correct each of these lines or fetch the file again, or take it out of the data root.'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
