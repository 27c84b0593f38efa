-- Many matchings are equally near: how far another choice among them could move each cell of table T5.
with

ranges as (

    select * from {{ ref('est_tie_ranges') }}

),

estimates as (

    select * from {{ ref('est_basis_decomposition') }}

),

labels as (

    select * from {{ ref('int_table_labels') }}
    where table_id = 'T5'

),

final as (

    select
        ranges.sample,
        ranges.specification,
        labels.column_label,
        ranges.term,
        labels.row_label,
        labels.unit,
        estimates.estimate,
        ranges.estimate_low,
        ranges.estimate_high,
        estimates.t_stat,
        ranges.t_stat_low,
        ranges.t_stat_high,
        -- The same days summed in another order differ by a rounding error, which is no distance.
        estimates.estimate not between ranges.estimate_low - 1e-9 and ranges.estimate_high + 1e-9
        or coalesce(estimates.t_stat not between ranges.t_stat_low - 1e-9 and ranges.t_stat_high + 1e-9, false)
            as is_outside,
        ranges.n_tie_breaks,
        ranges.n_days_always,
        ranges.n_days_tied
    from ranges
    inner join estimates using (sample, specification, term)
    inner join labels using (specification, term)

)

select * from final
