-- What did stocks and Treasuries earn on bond safety days, bond risky days and the others?
-- Read it: on safety days stocks fall and Treasuries rally; on risky days Treasuries fall. The regime is the
-- full-sample sort, so this describes, it does not forecast: change regime to regime_point_in_time to see what an
-- observer at the close could have said.
select
    regimes.sample,
    regimes.regime,
    returns.instrument,
    count(returns.log_return) as n_days,
    round(1e4 * avg(returns.log_return), 2) as mean_return_bp,
    round(avg(returns.log_return) / (stddev(returns.log_return) / sqrt(count(returns.log_return))), 2) as plain_t
from {{ ref('fct_regimes_daily') }} as regimes
inner join {{ ref('fct_daily_returns') }} as returns using (trade_date)
where regimes.pair_id = 'ust' and regimes.regime is not null
group by all
order by regimes.sample, returns.instrument, regimes.regime
