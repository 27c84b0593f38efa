{#- Does macro fill_gaps know the var gap_fill? -#}
{% macro check_gap_fill() -%}
    {%- if var('gap_fill') not in ['none', 'previous_tick'] -%}
        {%- do stop(
            "The var gap_fill is '" ~ var('gap_fill') ~ "'.",
            [],
            "set it to 'none' (a gap is missing) or 'previous_tick' (it has the price before it)."
        ) -%}
    {%- endif -%}
{%- endmacro %}
