with

lines as (

    select
        *,
        {{ split_fields('line_text') }} as line_fields,
        count(*) over (partition by file) as n_lines
    from {{ file_lines(source('prices', 'price_files'), 'series/prices/*.csv') }}
    where line_number = 1 or trim(line_text) <> ''

),

headers as (

    select
        file,
        line_text,
        len(line_fields) as n_columns,
        list_transform(line_fields, lambda field: lower(field)) as column_names,
        list_position(column_names, 'date') as date_position,
        list_position(column_names, 'close') as close_position,
        list_position(column_names, 'volume') as volume_position,
        case
            when date_position is null or close_position is null then 'expected the header "date,close[,volume]"'
            when n_lines = 1 then 'no line below the header'
        end as defect
    from lines
    where line_number = 1

),

-- The file's name is the symbol.
cells as (

    select
        lines.*,
        headers.n_columns,
        upper(parse_filename(lines.file, true)) as symbol,
        lines.line_fields[headers.date_position] as date_text,
        {{ date_from_text('lines.line_fields[headers.date_position]', ['%Y-%m-%d']) }} as observation_date,
        lines.line_fields[headers.close_position] as value_text,
        {{ number_from_text('lines.line_fields[headers.close_position]') }} as value,
        {{ number_from_text('lines.line_fields[headers.volume_position]') }} as volume
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    where headers.defect is null

),

final as (

    select
        file,
        line_number,
        line_text,
        symbol,
        observation_date,
        value as close_price,
        volume,
        coalesce(
            {{ reading_defect('YYYY-MM-DD') }},
            case when value <= 0 then 'a close of ' || value || '; expected a price above zero' end
        ) as defect
    from cells
    union all by name
    select
        file,
        1 as line_number,
        line_text,
        defect
    from headers
    where defect is not null

)

select * from final
