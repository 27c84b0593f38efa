-- The days that each sample spans. `full` is one window in every table of a release: that of the pair ust, else of the
-- first pair that has bars, else of the outcomes of the event study.
with

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

pairs as (

    select * from {{ ref('instrument_pairs') }}

),

correlations as (

    select * from {{ ref('fct_realized_correlation_daily') }}
    where n_intervals > 0 or realized_correlation is not null

),

levels as (

    select * from {{ ref('fct_outcomes_daily') }}

),

spans as (

    select
        case when pairs.pair_id = 'ust' then 0 else pairs.pair_number end as preference,
        min(correlations.trade_date) as first_date,
        max(correlations.trade_date) as last_date
    from correlations
    inner join pairs on correlations.pair_id = pairs.pair_id
    group by preference
    union all
    select
        null as preference,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from levels

),

preferred as (

    select * from spans
    order by preference nulls last
    limit 1

),

final as (

    select
        'paper' as sample,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from trading_days
    where {{ in_paper_sample('trade_date') }}
    union all
    select
        'full' as sample,
        first_date,
        last_date
    from preferred

)

select * from final
