-- Table T10: pairs of risky and of other days are pairs of the full sample, which also has days without a regime.
select *
from {{ ref('rpt_t10_lead_lag') }}
where
    term = 'n_obs'
    and (risky_spx + other_spx > full_spx or risky_ust + other_ust > full_ust)
