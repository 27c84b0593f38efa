{#- A finite number from text, or NULL: "nan" and "inf" are none. -#}
{% macro number_from_text(text) -%}
    case when isfinite(try_cast({{ text }} as double)) then try_cast({{ text }} as double) end
{%- endmacro %}
