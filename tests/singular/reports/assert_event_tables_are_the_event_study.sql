-- Tables T8 and T9 hold every number of the event study on the sets that name one of them, and no other.
with

shaped as (

    unpivot (
        select * from {{ ref('rpt_t08_interest_rate_risk') }}
        union all
        select * from {{ ref('rpt_t09_dealer_capacity') }}
    )
    on rho_ust, vix, move, noise, ust_vol, spx_vol
    into name outcome value mean_change

),

estimates as (

    select estimates.*
    from {{ ref('rpt_event_study') }} as estimates
    inner join {{ ref('event_sets') }} as event_sets using (event_type, event_subset)
    where estimates.mean_change is not null and event_sets.table_id is not null

)

select
    event_type,
    event_subset,
    sample,
    outcome,
    shaped.mean_change as in_table,
    estimates.mean_change as in_event_study
from shaped
full join estimates using (event_type, event_subset, sample, outcome)
where shaped.mean_change is distinct from estimates.mean_change
