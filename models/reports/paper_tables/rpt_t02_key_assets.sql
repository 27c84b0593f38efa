with

estimates as (

    select * from {{ ref('est_key_assets') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}

),

cells as (

    {{ printed_cells('estimates') }}

),

final as (

    select
        cells.panel,
        case cells.panel when 'A' then 'Bond Safety Days' else 'Bond Risky Days' end as panel_label,
        labels.row_number,
        labels.row_label,
        cells.term,
        cells.sample,
        labels.unit,
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
        string_agg(distinct cells.null_reason, ', ' order by cells.null_reason) as null_reason
    from cells
    inner join labels using (table_id, specification, term)
    group by all

)

select * from final
