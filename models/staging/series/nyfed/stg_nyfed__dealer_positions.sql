with

lines as (

    select *
    from {{ csv_lines(source('nyfed', 'dealer_position_files'), 'series/nyfed/primary_dealer_positions*.csv') }}

),

headers as (

    select
        file,
        line_text,
        len(line_fields) as n_columns,
        list_transform(line_fields, lambda field: lower(field)) as column_names,
        coalesce(list_position(column_names, 'asofdate'), list_position(column_names, 'as of date')) as date_position,
        coalesce(list_position(column_names, 'keyid'), list_position(column_names, 'time series')) as key_position,
        coalesce(list_position(column_names, 'value'), list_position(column_names, 'value (millions)'))
            as value_position,
        case
            when date_position is null or key_position is null or value_position is null
                then 'expected the header "asofdate,keyid,value" or "As Of Date,Time Series,Value (millions)"'
            when n_lines = 1 then 'no line below the header'
        end as defect
    from lines
    where line_number = 1

),

-- The later definitions come in $ million or, in some files, in $ billion: their size tells. No position reaches
-- 5,000 billion, and the total always exceeds 5,000 million at some time.
cells as (

    select
        lines.*,
        headers.n_columns,
        upper(lines.line_fields[headers.key_position]) as source_column,
        lines.line_fields[headers.date_position] as date_text,
        {{ date_from_text('lines.line_fields[headers.date_position]', ['%Y-%m-%d', '%m/%d/%Y']) }} as observation_date,
        lines.line_fields[headers.value_position] as value_text,
        {{ number_from_text('lines.line_fields[headers.value_position]') }} as value_in_file,
        case
            when
                source_column like 'PDPOS%'
                and max(abs(value_in_file)) filter (where source_column like 'PDPOS%') over (partition by lines.file)
                < 5000
                then 1000
            else 1
        end as millions,
        value_in_file * millions as value
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    where headers.defect is null

),

final as (

    {{ readings_and_defects(reading_defect('YYYY-MM-DD')) }}

)

select * from final
