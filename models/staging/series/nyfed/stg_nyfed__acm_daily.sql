with

sheet_rows as (

    select * from {{ source('nyfed', 'acm_workbooks') }}

),

headers as (

    select
        file,
        array_to_string(arg_min(line_fields, line_number), ',') as line_text,
        min(line_number) filter (where upper(line_fields[1]) = 'DATE') as header_line,
        max(line_number) as last_line,
        arg_min(line_fields, line_number) filter (where upper(line_fields[1]) = 'DATE') as header_fields,
        list_transform(header_fields, lambda field: upper(field)) as column_names,
        len(column_names) as n_columns,
        case
            when max(defect) is not null then max(defect)
            when not coalesce(list_contains(column_names, 'ACMTP10'), false)
                then 'expected the columns DATE, ACMY01 to ACMY10, ACMTP01 to ACMTP10, ACMRNY01 to ACMRNY10'
            when header_line = last_line then 'no row below the header'
        end as defect
    from sheet_rows
    group by file

),

days as (

    select
        sheet_rows.*,
        headers.n_columns,
        headers.column_names,
        sheet_rows.line_fields[1] as date_text,
        {{ date_from_text('sheet_rows.line_fields[1]', ['%d-%b-%Y', '%Y-%m-%d']) }} as observation_date
    from headers
    inner join sheet_rows on headers.file = sheet_rows.file and headers.header_line < sheet_rows.line_number
    where headers.defect is null

),

cells as (

    {{ list_cells() }}

),

valued as (

    select
        *,
        coalesce(field_text, '') as value_text,
        {{ number_from_text('field_text') }} as value
    from cells

),

final as (

    {{ readings_and_defects(
        reading_defect('DD-Mon-YYYY, as in 14-Jun-1961', 'n_fields'), 'valued', ['source_column', 'observation_date', 'value']
    ) }}

)

select * from final
