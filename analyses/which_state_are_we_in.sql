-- Which state does the model think the last twenty days were in?
-- Read it: filtered probabilities use the days up to each one, smoothed ones all days. The parameters are of one fit on
-- the whole sample, so neither was known on the day: an illustration, as in the paper.
select
    trade_date,
    round(realized_correlation, 3) as realized_correlation,
    filtered_state,
    round(filtered_safe_haven, 3) as filtered_safe_haven,
    round(filtered_ust_risk, 3) as filtered_ust_risk,
    smoothed_state
from {{ ref('rpt_f3_state_probabilities') }}
where sample = 'full'
order by trade_date desc
limit 20
