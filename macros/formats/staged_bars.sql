{#-
    The staging of one layout: a query of its bars with our names, the bar's start in UTC. It drops nothing: a text that
    cannot be cast goes to `unreadable`, and what is no bar (is_no_bar) stays a row without time and prices, to be counted.
-#}
{% macro staged_bars(format, files, root, unpacked) -%}
    {{- return(adapter.dispatch('staged_bars', 'stockbond')(format, files, root, unpacked)) -}}
{%- endmacro %}

{% macro duckdb__staged_bars(format, files, root, unpacked) -%}
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
            {%- if format.kept -%}
                {{ quoted(format.kept[0]) }} as kept_cell,
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
            {{ unreadable_cells(format) }} as unreadable,
            {% set no_bar = is_no_bar(format) -%}
            {{ 'case when ' ~ no_bar ~ ' then 1 end' if no_bar else 'cast(null as bigint)' }} as n_rows_not_bars
        from readings

    ){% if no_bar %},

    emptied as (

        select
            * replace (
                {%- for column in ['bar_start_at_utc', 'open', 'high', 'low', 'close', 'volume', 'unreadable'] %}
                case when n_rows_not_bars is null then {{ column }} end as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            )
        from bars

    )
    {%- endif %}

    {% if format.kind == 'trades' -%}
        {{ minutes_of_trades('emptied' if no_bar else 'bars') }}
    {%- else -%}
        select * from {{ 'emptied' if no_bar else 'bars' }}
    {%- endif %}
{%- endmacro %}

{#- Of Parquet alone. A column that a file lacks is NULL; Databento's whole prices are of 1e-9. -#}
{% macro spark__staged_bars(format, files, root, unpacked) -%}
    {%- set types = {} -%}
    {%- for column in adapter.get_columns_in_relation(source_of_format(format)) -%}
        {%- do types.update({column.name: column.dtype}) -%}
    {%- endfor -%}
    {%- set is_whole = types.get('close') == 'bigint' -%}
    {%- set prices = {'reader': 'parquet', 'price_divisor': format.divisor_of_whole_prices or 1 if is_whole else 1} -%}
    select
        '{{ format.format }}' as vendor,
        {{ path_in_spark('_metadata.file_path', root) }} as file,
        {% if format.name -%}
            {{ symbol_of_name(format.name, format.roots) }} as symbol,
            cast({{ format.name }} as string) as contract,
        {%- else -%}
            cast({{ format.symbol }} as string) as symbol,
            cast({{ format.contract if format.contract in types else 'null' }} as string) as contract,
        {%- endif %}
        {{ parquet_time(format.time, types.get(format.time, '')) }} as bar_start_at_utc,
        {% if format.minutes_of -%}
            cast(
                case rtype{% for value, minutes in format.minutes_of.items() %} when {{ value }} then {{ minutes }}{% endfor %} end
                as double
            ) as bar_minutes,
        {%- else -%}
            cast({{ format.minutes }} as double) as bar_minutes,
        {%- endif %}
        {% for price in ['open', 'high', 'low', 'close'] -%}
            {{ bar_price(prices, price) }} as {{ price }},
        {% endfor -%}
        cast({{ 'volume' if 'volume' in types else 'null' }} as double) as volume,
        cast(null as timestamp) as first_trade_at_utc,
        cast(null as timestamp) as last_trade_at_utc,
        cast(null as {{ type_of_ticks() }}) as ticks,
        cast(null as string) as unreadable,
        cast(null as bigint) as n_rows_not_bars
    from {{ source_of_format(format) }}
{%- endmacro %}
