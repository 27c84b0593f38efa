with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = 'T5'

),

final as (

    select
        row_number,
        row_label,
        term,
        sample,
        {{ cell_columns('d_basis') }},
        {{ cell_columns('d_yield_ust') }},
        {{ cell_columns('d_yield_synthetic') }},
        {{ cell_columns('d_yield_gap') }},
        {{ cell_columns('d_hedging_cost') }},
        max(value) filter (where specification = 'match_distance') as match_distance,
        max(n_obs) filter (where specification = 'd_basis') as n_days,
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
