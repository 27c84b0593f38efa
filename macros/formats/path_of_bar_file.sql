{#- The path of a file below the data root; of one that was unpacked, as if the packed file were a folder. -#}
{% macro path_of_bar_file(format, root, unpacked) -%}
    {%- if format.is_packed -%}
        case
                when starts_with(filename, {{ text_literal(root ~ '/') }}) then substr(filename, {{ root | length + 2 }})
                -- <folder>/<who reads it>/<path>
                else regexp_replace(substr(filename, {{ unpacked | length + 2 }}), '^[^/]*/', '')
            end
    {%- else -%}
        substr(filename, {{ root | length + 2 }})
    {%- endif -%}
{%- endmacro %}
