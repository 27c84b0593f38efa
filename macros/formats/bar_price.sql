{#-
    A price. Whole numbers of a small unit are divided by a power of ten: the nearest double to the true price, as if it had
    come as a decimal. 32nds: 110-16 and 110'165 are 110 + 16/32 and 110 + 16.5/32.
-#}
{% macro bar_price(format, cell) -%}
    {%- set number = ('cast(' if format.reader == 'parquet' else 'try_cast(') ~ cell ~ ' as double)' -%}
    {%- if format.is_in_32nds -%}
        {%- set pattern = "'^ *([0-9]+)[-'']([0-2][0-9]|3[01])([0257+]?) *$'" -%}
        {%- set part = 'regexp_extract(' ~ cell ~ ', ' ~ pattern ~ ', ' -%}
        coalesce(
                {{ number }},
                try_cast({{ part }}1) as double) + (
                    try_cast({{ part }}2) as double)
                    + case {{ part }}3) when '2' then 0.25 when '5' then 0.5 when '+' then 0.5 when '7' then 0.75 else 0 end
                ) / 32
            )
    {%- elif format.price_divisor == 1 -%}
        {{ number }}
    {%- elif format.is_decimal -%}
        case when contains({{ cell }}, '.') then {{ number }} else {{ number }} / {{ format.price_divisor }} end
    {%- else -%}
        {{ number }} / {{ format.price_divisor }}
    {%- endif -%}
{%- endmacro %}
