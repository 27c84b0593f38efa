{#- The symbol, which seed vendor_symbols maps: as it stands, or the root of a contract's name. -#}
{% macro bar_symbol(format) -%}
    {%- set symbol = 'cast(' ~ bar_name(format, 'symbol') ~ ' as varchar)' if bar_name(format, 'symbol') else symbol_of_name(bar_name(format, 'name'), format.roots) -%}
    {%- if format.symbols -%}
        case {{ symbol }}
        {%- for theirs, ours in format.symbols.items() %} when {{ text_literal(theirs) }} then {{ text_literal(ours) }}
        {%- endfor %} else {{ symbol }} end
    {%- else -%}
        {{ symbol }}
    {%- endif -%}
{%- endmacro %}
