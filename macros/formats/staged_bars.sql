{#-
    The staging of one layout: a query of its bars with our names, the bar's start in UTC. It drops nothing but what the
    vendor fills in (rows of quotes, flat bars of empty minutes, a footer); a text that cannot be cast goes to `unreadable`.
-#}
{% macro staged_bars(format, files, root, unpacked) -%}
    with

    source as (

        {% if format.kind == 'trades' -%}
            {#- Without an order the rows are numbered as they stand, whatever the number of threads. -#}
            select *, row_number() over () as place
        {%- else -%}
            select *
        {%- endif %}
        from {{ bar_source(format, files) }}
        where {{ is_bar_file_to_read(format, root) }}
        {%- if format.kept %}
            and {{ quoted(format.kept[0]) }} = {{ text_literal(format.kept[1]) }}
        {%- endif %}

    ),

    cells as (

        select
            {{ path_of_bar_file(format, root, unpacked) }} as path,
            {% for cell in format.cells if format.cells[cell] -%}
                {{ cell_of(format, cell) }} as {{ cell }}_cell,
            {% endfor %}
            {%- if format.minutes_column -%}
                {{ quoted(format.minutes_column) }} as minutes_cell,
            {% endif -%}
            {%- if format.kind == 'trades' -%}
                place,
            {% endif -%}
        from source

    ),

    readings as (

        select
            *,
            {{ file_of_path(format) }} as file,
            {{ bar_time(format) }} as at_utc,
            {{ bar_length(format) }} as bar_minutes,
            {% for price in ['open', 'high', 'low', 'close'] -%}
                {{ bar_price(format, price ~ '_cell') }} as {{ price }},
            {% endfor %}
            {{ bar_volume(format) }} as volume
        from cells
        {%- if format.footer %}
        where not coalesce(starts_with(time_cell, {{ text_literal(format.footer) }}), false)
        {%- endif %}

    ),

    bars as (

        select
            {{ text_literal(format.vendor) }} as vendor,
            file,
            {{ bar_symbol(format) }} as symbol,
            {{ bar_contract(format) }} as contract,
            {% if format.label == 'end' -%}
                at_utc - to_minutes(cast(bar_minutes as bigint)) as bar_start_at_utc,
            {%- else -%}
                at_utc as bar_start_at_utc,
            {%- endif %}
            bar_minutes,
            open,
            high,
            low,
            close,
            volume,
            {% if format.kind == 'trades' -%}
                {{ moment_of_trade(format) }} as moment,
            {%- else -%}
                cast(null as timestamp) as first_trade_at_utc,
                cast(null as timestamp) as last_trade_at_utc,
                cast(null as struct(at_utc timestamp, price double)[]) as ticks,
            {%- endif %}
            {{ unreadable_cells(format) }} as unreadable
        from readings
    {%- if format.empty_minutes == 'no_price' %}
        where coalesce(open_cell, high_cell, low_cell, close_cell) is not null
    {%- elif format.empty_minutes == 'zero_volume' %}
        where volume is distinct from 0
    {%- endif %}

    )

    {% if format.kind == 'trades' -%}
        {{ minutes_of_trades('bars') }}
    {%- else -%}
        select * from bars
    {%- endif %}
{%- endmacro %}
