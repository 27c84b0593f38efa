-- Probabilities of a day add to one, as do those of leaving a state, and states are named in the order of their means.
select
    'probabilities' as what,
    cast(trade_date as varchar) as place
from {{ ref('rpt_f3_state_probabilities') }}
where
    abs(filtered_safe_haven + filtered_neutral + filtered_ust_risk - 1) > 1e-6
    or abs(smoothed_safe_haven + smoothed_neutral + smoothed_ust_risk - 1) > 1e-6
union all
select
    'transition' as what,
    state as place
from {{ ref('rpt_state_model_parameters') }}
where parameter = 'transition' and estimate is not null
group by state
having abs(sum(estimate) - 1) > 1e-6
union all
select
    'order of means' as what,
    string_agg(state, ', ' order by estimate) as place
from {{ ref('rpt_state_model_parameters') }}
where parameter = 'mean' and estimate is not null
group by parameter
having place <> 'safe_haven, neutral, ust_risk'
