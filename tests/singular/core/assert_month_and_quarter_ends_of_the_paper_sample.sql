-- The paper counts 74 quarter ends and 148 other month ends; 34 bond holidays explain its 4,570 observations.
with

counted as (

    select
        count(*) as n_sessions,
        count(*) filter (where is_early_close) as n_early_closes,
        count(*) filter (where is_sifma_holiday) as n_sifma_holidays,
        count(*) filter (where is_quarter_end) as n_quarter_ends,
        count(*) filter (where is_month_end and not is_quarter_end) as n_other_month_ends
    from {{ ref('dim_trading_days') }}
    where {{ in_paper_sample('trade_date') }}

)

select *
from counted
where
    (n_sessions, n_early_closes, n_sifma_holidays, n_quarter_ends, n_other_month_ends)
    is distinct from (4656, 37, 34, 74, 148)
