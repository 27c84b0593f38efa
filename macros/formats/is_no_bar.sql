{#-
    The condition under which a row of a layout is no bar and no trade: a footer, a row of quotes, a flat bar that fills an
    empty minute, an order that is no trade. Empty where every row of the layout is one.
-#}
{% macro is_no_bar(format) -%}
    {%- set conditions = [] -%}
    {%- if format.kept -%}
        {%- do conditions.append('kept_cell is distinct from ' ~ text_literal(format.kept[1])) -%}
    {%- endif -%}
    {%- if format.footer -%}
        {%- do conditions.append('coalesce(starts_with(time_cell, ' ~ text_literal(format.footer) ~ '), false)') -%}
    {%- endif -%}
    {%- if format.empty_minutes == 'no_price' -%}
        {%- do conditions.append('coalesce(open_cell, high_cell, low_cell, close_cell) is null') -%}
    {%- elif format.empty_minutes == 'zero_volume' -%}
        {%- do conditions.append('volume is not distinct from 0') -%}
    {%- endif -%}
    {{- return(conditions | join(' or ')) -}}
{%- endmacro %}
