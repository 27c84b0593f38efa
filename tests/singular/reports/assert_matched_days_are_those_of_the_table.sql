-- The pairs of rpt_matched_days are those whose mean distance and number table T5 shows: every safety day of the table
-- has its match, no other day has.
with

from_pairs as (

    select
        pairs.sample,
        pairs.term,
        count(*) as n_days,
        avg(pairs.distance) as match_distance,
        count(*) filter (where days.ust_regime is distinct from 'safety') as n_not_safety
    from {{ ref('rpt_matched_days') }} as pairs
    left join {{ ref('fct_sample_days') }} as days using (sample, trade_date)
    group by pairs.sample, pairs.term

)

select
    shown.sample,
    shown.term,
    shown.n_days,
    from_pairs.n_days as n_pairs,
    shown.match_distance,
    from_pairs.match_distance as mean_distance
from {{ ref('rpt_t05_basis_decomposition') }} as shown
left join from_pairs using (sample, term)
where
    shown.match_distance is not null
    and not coalesce(
        shown.n_days = from_pairs.n_days
        and from_pairs.n_not_safety = 0
        and abs(shown.match_distance - from_pairs.match_distance) < 1e-9,
        false
    )
