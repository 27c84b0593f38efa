{#-
    The symbols of files that an instrument takes: a row of the seed for the vendor counts before one for all (*). A query
    of two relations; doctor and inspect ask it, too.
-#}
{% macro symbols_that_arrived(arrived, vendor_symbols) -%}
    select
        arrived.vendor,
        arrived.symbol,
        vendor_symbols.* {{ exclude('vendor, symbol') }}
    from {{ arrived }} as arrived
    inner join {{ vendor_symbols }} as vendor_symbols
        on arrived.symbol = vendor_symbols.symbol and vendor_symbols.vendor in (arrived.vendor, '*')
    qualify
        row_number() over (partition by arrived.vendor, arrived.symbol order by vendor_symbols.vendor = '*') = 1
{%- endmacro %}
