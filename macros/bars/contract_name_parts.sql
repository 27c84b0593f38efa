{% macro contract_name_parts(kind, month='null', year='null', decade='null') -%}
    {{- return(adapter.dispatch('contract_name_parts', 'stockbond')(kind, month, year, decade)) -}}
{%- endmacro %}

{% macro duckdb__contract_name_parts(kind, month='null', year='null', decade='null') -%}
    struct_pack(
        kind := {{ kind }},
        month := cast({{ month }} as integer),
        year := cast({{ year }} as varchar),
        decade := cast({{ decade }} as integer)
    )
{%- endmacro %}

{% macro spark__contract_name_parts(kind, month='null', year='null', decade='null') -%}
    named_struct(
        'kind', {{ kind }},
        'month', cast({{ month }} as integer),
        'year', cast({{ year }} as string),
        'decade', cast({{ decade }} as integer)
    )
{%- endmacro %}
