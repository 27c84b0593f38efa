{#- A file that no reader takes is in the wrong folder or has the wrong extension: never pass it over in silence. -#}
{% macro warn_of_unread_files(files) -%}
    {%- set unread = files | rejectattr('is_read') | map(attribute='path') | list -%}
    {%- if unread -%}
        {%- do exceptions.warn(
            (unread | length) ~ ' files of the data root are not read, for no source reads files of that folder and name: '
            ~ unread[:10] | join(', ') ~ (' ...' if unread | length > 10 else '') ~ '. docs/DATA.md says what lies where.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
