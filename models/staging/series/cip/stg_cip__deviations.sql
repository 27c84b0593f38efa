with

-- Of a panel of some twenty currencies and nine tenors: the G10 at one and five years.
lines as (

    select
        file,
        line_number,
        line_text,
        {{ split_fields('line_text') }} as line_fields
    from {{ file_lines(source('cip', 'deviation_files'), 'series/cip/*.csv') }}
    where line_number = 1 or (line_text ilike '%g10%' and regexp_matches(line_text, '[, "][15]y[, "]', 'i'))

),

headers as (

    select
        file,
        line_text,
        len(line_fields) as n_columns,
        list_transform(line_fields, lambda field: lower(field)) as column_names,
        list_position(column_names, 'date') as date_position,
        list_position(column_names, 'currency') as currency_position,
        list_position(column_names, 'tenor') as tenor_position,
        list_position(column_names, 'diff_y') as diff_y_position,
        list_position(column_names, 'rho') as rho_position,
        list_position(column_names, 'cip_govt') as cip_govt_position,
        list_position(column_names, 'cip_libor') as cip_libor_position,
        case
            when
                not list_has_all(column_names, ['date', 'group', 'currency', 'tenor'])
                or not list_has_any(column_names, ['cip_govt', 'cip_libor'])
                then 'expected the columns date, group, currency, tenor, diff_y, rho, cip_govt (or cip_libor)'
        end as defect
    from lines
    where line_number = 1

),

-- A column that the file does not have is an empty text.
cells as (

    select
        lines.*,
        headers.n_columns,
        lines.line_fields[headers.date_position] as date_text,
        {{ date_from_text('lines.line_fields[headers.date_position]', ['%Y-%m-%d', '%d%b%Y']) }} as observation_date,
        upper(lines.line_fields[headers.currency_position]) as currency,
        lower(lines.line_fields[headers.tenor_position]) as tenor,
        coalesce(lines.line_fields[headers.diff_y_position], '') as diff_y_text,
        coalesce(lines.line_fields[headers.rho_position], '') as rho_text,
        coalesce(lines.line_fields[headers.cip_govt_position], '') as cip_govt_text,
        coalesce(lines.line_fields[headers.cip_libor_position], '') as cip_libor_text,
        {{ number_from_text('diff_y_text') }} as diff_y,
        {{ number_from_text('rho_text') }} as rho,
        {{ number_from_text('cip_govt_text') }} as cip_govt,
        {{ number_from_text('cip_libor_text') }} as cip_libor,
        -- The first of the texts that is neither a number nor missing, or an empty one.
        case
            when diff_y is null and not {{ is_missing_text('diff_y_text') }} then diff_y_text
            when rho is null and not {{ is_missing_text('rho_text') }} then rho_text
            when cip_govt is null and not {{ is_missing_text('cip_govt_text') }} then cip_govt_text
            when cip_libor is null then cip_libor_text
            else ''
        end as value_text,
        cast(null as double) as value
    from headers
    inner join lines on headers.file = lines.file and lines.line_number > 1
    where headers.defect is null

),

final as (

    {{ readings_and_defects(
        reading_defect('YYYY-MM-DD or 08feb2007'),
        columns=[
            'line_text', 'currency', 'tenor', 'observation_date', 'diff_y', 'rho', 'cip_govt', 'cip_libor'
        ]
    ) }}

)

select * from final
