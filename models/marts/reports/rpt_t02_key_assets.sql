with

cells as (

    select * from {{ ref('rpt_table_cells') }}
    where table_id = 'T2'

),

final as (

    select
        panel,
        case panel when 'A' then 'Bond Safety Days' else 'Bond Risky Days' end as panel_label,
        row_number,
        row_label,
        term,
        sample,
        unit,
        {{ cell_columns('spx') }},
        {{ cell_columns('ust') }},
        {{ cell_columns('dxy') }},
        {{ cell_columns('eur_usd') }},
        {{ cell_columns('yen_usd') }},
        max(n_obs) filter (where specification = 'spx') as n_obs_spx,
        max(n_obs) filter (where specification = 'ust') as n_obs_ust,
        max(n_obs) filter (where specification = 'dxy') as n_obs_dxy,
        max(n_obs) filter (where specification = 'eur_usd') as n_obs_eur_usd,
        max(n_obs) filter (where specification = 'yen_usd') as n_obs_yen_usd,
        string_agg(distinct null_reason, ', ' order by null_reason) as null_reason
    from cells
    group by all

)

select * from final
