{#-
    The year of a contract: four digits as they are, two from 1970 to 2069, one digit with its decade where that is
    written. One digit alone: the first such year whose last trading month is not before the bar's month.
-#}
{% macro contract_year(year, decade, month, last_trade_months_after, bar_month) -%}
    {%- set digit = "cast(" ~ year ~ " as integer)" -%}
    {#- The first year in which the contract's last trading month is the bar's month or a later one. -#}
    {%- set earliest -%}
        cast(ceil((
            12 * extract(year from {{ bar_month }}) + extract(month from {{ bar_month }})
            - {{ month }} - {{ last_trade_months_after }}
        ) / 12.0) as integer)
    {%- endset -%}
    case
        when length({{ year }}) = 4 then {{ digit }}
        when {{ decade }} is not null
            then {{ digit }} + 10 * {{ decade }} + case when {{ decade }} < 7 then 2000 else 1900 end
        when length({{ year }}) = 2 then {{ digit }} + case when {{ digit }} < 70 then 2000 else 1900 end
        else {{ earliest }} + (10 + {{ digit }} - {{ earliest }} % 10) % 10
    end
{%- endmacro %}
