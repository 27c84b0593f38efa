with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where is_printed

),

reasons as (

    select
        table_id,
        sample,
        cast(count(*) as integer) as n_cells,
        cast(count(value) as integer) as n_cells_estimated,
        string_agg(distinct null_reason, '; ' order by null_reason) as null_reasons,
        string_agg(distinct partial_reason, '; ' order by partial_reason) as partial_reasons
    from cells
    group by all

),

reports as (

    select * from {{ ref('paper_tables') }}

),

samples as (

    select unnest(['paper', 'full']) as sample

),

final as (

    select
        reports.table_id,
        samples.sample,
        reports.title,
        reports.report,
        coalesce(reasons.n_cells, 0) as n_cells,
        coalesce(reasons.n_cells_estimated, 0) as n_cells_estimated,
        case
            when reasons.n_cells_estimated is null or reasons.n_cells_estimated = 0 then 'not_available'
            when reasons.n_cells_estimated < reasons.n_cells or reasons.partial_reasons is not null then 'partial'
            else 'available'
        end as status,
        case
            when reasons.table_id is null then 'not_estimated'
            else nullif(concat_ws('; ', reasons.null_reasons, reasons.partial_reasons), '')
        end as reason
    from reports
    cross join samples
    left join reasons on reports.table_id = reasons.table_id and samples.sample = reasons.sample

)

select * from final
