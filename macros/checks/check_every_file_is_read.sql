{#-
    A file that no reader takes lies in the wrong folder or has the wrong extension: never pass it over in silence. Names
    that begin with _ or ., READMEs, and what a source's meta.ignored names may lie beside the data.
-#}
{% macro check_every_file_is_read(files) -%}
    {%- set unread = files | rejectattr('is_read') | rejectattr('is_ignored') | map(attribute='path') | list -%}
    {%- if unread -%}
        {%- do stop(
            (unread | length) ~ ' files of the data root ' ~ data_root() ~ ' are read by nobody: no source takes files of'
            ~ ' that folder and name.',
            unread,
            'lay each where docs/DATA.md says, under a name that it says, or take it out of the data root. A name that begins'
            ~ ' with _ may stay.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
