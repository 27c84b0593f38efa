-- Whatever the thresholds: each tail holds a fifth of the days (ties may add some), and the tails do not overlap.
with

regimes as (

    select
        pair_id,
        sample,
        count(*) as n_days,
        count(*) filter (where regime = 'safety') as n_safety,
        count(*) filter (where regime = 'risky') as n_risky,
        max(realized_correlation) filter (where regime = 'safety') as highest_safety,
        min(realized_correlation) filter (where regime = 'other') as lowest_other,
        max(realized_correlation) filter (where regime = 'other') as highest_other,
        min(realized_correlation) filter (where regime = 'risky') as lowest_risky
    from {{ ref('fct_regimes_daily') }}
    where regime is not null
    group by all

)

select *
from regimes
where
    n_safety < floor({{ var('regime_tail') }} * n_days)
    or n_risky < floor({{ var('regime_tail') }} * n_days)
    or highest_safety >= lowest_other
    or highest_other >= lowest_risky
