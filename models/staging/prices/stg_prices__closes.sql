with

lines as (

    select * from {{ csv_lines(source('prices', 'price_files'), 'series/prices/*.csv') }}

),

headers as (

    {{ csv_headers('"date,close[,volume]"', "not list_contains(column_names, 'CLOSE')") }}

),

-- The file's name is the symbol.
cells as (

    {{ csv_cells("column_name = 'CLOSE'", 'upper(parse_filename(lines.file, true))', ['%Y-%m-%d']) }}

),

closes as (

    select
        *,
        source_column as symbol,
        value as close_price,
        {{ number_from_text("line_fields[list_position(column_names, 'VOLUME')]") }} as volume,
        coalesce(
            {{ reading_defect('YYYY-MM-DD') }},
            case when value <= 0 then 'a close of ' || value || '; expected a price above zero' end
        ) as price_defect
    from cells

),

final as (

    {{ readings_and_defects(
        'price_defect', 'closes', ['line_text', 'symbol', 'observation_date', 'close_price', 'volume']
    ) }}

)

select * from final
