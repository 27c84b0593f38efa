-- What arrived under a mapped symbol is in int_bars_session, row for row: used, outside the session, or excluded.
with

kept as (

    select
        slice_id,
        count(*) as n_kept
    from {{ ref('int_bars_session') }}
    group by all

)

select
    slices.file,
    slices.symbol,
    slices.contract,
    slices.n_rows,
    kept.n_kept
from {{ ref('int_bar_slices') }} as slices
left join kept using (slice_id)
where slices.contract_id is not null and slices.n_rows is distinct from kept.n_kept
