with

sheet_rows as (

    select * from {{ source('etf', 'ishares_workbooks') }}
    union all
    select * from {{ source('etf', 'state_street_workbooks') }}

),

rows_lowered as (

    select
        *,
        list_transform(line_fields, lambda field: lower(field)) as lowered
    from sheet_rows

),

headers as (

    select
        file,
        min(line_number) filter (where list_contains(lowered, 'shares outstanding')) as header_line,
        max(line_number) as last_line,
        arg_min(lowered, line_number) filter (where list_contains(lowered, 'shares outstanding')) as column_names,
        coalesce(list_position(column_names, 'as of'), list_position(column_names, 'date')) as date_position,
        coalesce(list_position(column_names, 'nav per share'), list_position(column_names, 'nav')) as nav_position,
        list_position(column_names, 'shares outstanding') as shares_position,
        case
            when max(defect) is not null then max(defect)
            when header_line is null or date_position is null or nav_position is null
                then 'expected a row with As Of, NAV per Share, Shares Outstanding (or Date, NAV, Shares Outstanding)'
            when header_line = last_line then 'no row below the header'
        end as defect
    from rows_lowered
    group by file

),

-- Notes follow below the table; a row of the table has a number of shares or says that it has none.
days as (

    select
        rows_lowered.file,
        rows_lowered.line_number,
        array_to_string(rows_lowered.line_fields, ',') as line_text,
        rows_lowered.line_fields[headers.date_position] as date_text,
        {{ date_from_text(
            'rows_lowered.line_fields[headers.date_position]', ['%b %d, %Y', '%d-%b-%Y', '%Y-%m-%d', '%m/%d/%Y']
        ) }} as observation_date,
        replace(rows_lowered.line_fields[headers.nav_position], ',', '') as nav_text,
        replace(coalesce(rows_lowered.line_fields[headers.shares_position], ''), ',', '') as shares_text,
        {{ number_from_text('nav_text') }} as nav_usd,
        {{ number_from_text('shares_text') }} as shares_outstanding
    from headers
    inner join rows_lowered on headers.file = rows_lowered.file and headers.header_line < rows_lowered.line_number
    where headers.defect is null and rows_lowered.line_fields[headers.nav_position] <> ''

),

final as (

    select
        file,
        line_number,
        line_text,
        upper(parse_filename({{ published_name('file') }}, true)) as ticker,
        observation_date,
        nav_usd,
        shares_outstanding,
        case
            when observation_date is null
                then '''' || date_text || ''' is not a date; expected one like Jun 30, 2022'
            when not {{ is_missing_text('nav_text') }} and coalesce(nav_usd, 0) <= 0
                then '''' || nav_text || ''' is no net asset value; expected a number above zero'
            when not {{ is_missing_text('shares_text') }} and coalesce(shares_outstanding, -1) < 0
                then '''' || shares_text || ''' is no number of shares'
        end as defect
    from days
    union all by name
    select
        file,
        1 as line_number,
        defect
    from headers
    where defect is not null

)

select * from final
