-- Does the correlation rise when the Fed speaks, when dealers close their quarter, when the Treasury sells more?
-- Read it: mean change of the correlation from the session before, over each kind of event, with its Newey-West t.
select
    event_type,
    event_subset,
    n_events,
    round(mean_change, 3) as mean_change_of_correlation,
    round(t_stat, 2) as t_stat,
    newey_west_lags
from {{ ref('rpt_event_study') }}
where outcome = 'rho_ust' and sample = 'full'
order by event_type, event_subset
