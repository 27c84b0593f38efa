{% macro contract_name_parts(kind, month='null', year='null', decade='null') -%}
    struct_pack(
        kind := {{ kind }},
        month := cast({{ month }} as integer),
        year := cast({{ year }} as varchar),
        decade := cast({{ decade }} as integer)
    )
{%- endmacro %}
