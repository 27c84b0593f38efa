with

cells as (

    select * from {{ ref('rpt_event_study_cells') }}
    where table_id = 'T8'

),

labels as (

    select * from {{ ref('int_table_labels') }}

),

final as (

    select
        labels.row_number,
        labels.row_label,
        split_part(cells.term, '/', 1) as event_type,
        split_part(cells.term, '/', 2) as event_subset,
        cells.sample,
        max(n_events) filter (where specification = 'n_events') as n_events,
        {{ cell_columns('rho_ust') }},
        {{ cell_columns('vix') }},
        {{ cell_columns('move') }},
        {{ cell_columns('noise') }},
        {{ cell_columns('ust_vol') }},
        {{ cell_columns('spx_vol') }},
        string_agg(distinct cells.null_reason, ', ' order by cells.null_reason) as null_reason
    from cells
    inner join labels using (table_id, specification, term)
    group by all

)

select * from final
