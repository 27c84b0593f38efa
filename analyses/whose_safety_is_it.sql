-- Is it the safety of Treasuries or of the dollar that stocks' bad days pay for?
-- Read it: days by their type for Treasuries (rows) and for the dollar (columns). If both were one thing, safety days
-- would fall on the diagonal; rpt_t04_convenience_yield then says which of the two moves the convenience yield.
select
    sample,
    regime_ust,
    count(*) filter (where regime_usd = 'safety') as usd_safety_days,
    count(*) filter (where regime_usd = 'other') as usd_other_days,
    count(*) filter (where regime_usd = 'risky') as usd_risky_days,
    round(avg(correlation_usd), 3) as mean_correlation_usd
from {{ ref('rpt_f2_ust_against_usd_safety') }}
where regime_ust is not null
group by sample, regime_ust
order by sample, mean_correlation_usd
