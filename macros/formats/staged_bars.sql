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

{#- Parquet in our own columns; those that no file has are NULL. -#}
{% macro spark__staged_bars(format, files, root, unpacked) -%}
    {%- set relation = source_of_format(format) -%}
    {%- set there = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    select
        '{{ format.format }}' as vendor,
        {{ path_in_spark('_metadata.file_path', root) }} as file,
        cast(instrument as string) as symbol,
        cast({{ 'contract' if 'contract' in there else 'null' }} as string) as contract,
        cast(bar_start_utc as timestamp) as bar_start_at_utc,
        cast(bar_minutes as double) as bar_minutes,
        cast(open as double) as open,
        cast(high as double) as high,
        cast(low as double) as low,
        cast(close as double) as close,
        cast({{ 'volume' if 'volume' in there else 'null' }} as double) as volume,
        cast(null as timestamp) as first_trade_at_utc,
        cast(null as timestamp) as last_trade_at_utc,
        cast(null as {{ type_of_ticks() }}) as ticks,
        cast(null as string) as unreadable,
        cast(null as bigint) as n_rows_not_bars
    from {{ relation }}
{%- endmacro %}
