{#- The contract's name in the vendor's spelling; NULL where a layout has none: a continuous series. -#}
{% macro bar_contract(format) -%}
    {%- set contract = bar_name(format, 'contract') or bar_name(format, 'name') -%}
    {%- if contract -%}
        cast({{ contract }} as varchar)
    {%- else -%}
        cast(null as varchar)
    {%- endif -%}
{%- endmacro %}
