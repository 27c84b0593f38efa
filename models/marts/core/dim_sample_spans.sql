-- What it takes to cover a sample: how many sessions (or months) it has, by when the first must be there and until when
-- the last. A change loses a sample's first day, holidays and half days are lost here and there; more is a part.
{% set days_at_ends = var('max_missing_days_at_ends') -%}
with

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

samples as (

    select * from {{ ref('dim_samples') }}

),

sessions as (

    select
        samples.sample,
        trading_days.trade_date
    from samples
    inner join trading_days on trading_days.trade_date between samples.first_date and samples.last_date

),

periods as (

    select
        sample,
        'session' as period,
        {{ days_at_ends }} as n_at_ends,
        trade_date as period_start,
        trade_date as period_end
    from sessions
    union all
    select
        sample,
        'month' as period,
        1 as n_at_ends,
        min(trade_date) as period_start,
        max(trade_date) as period_end
    from sessions
    group by sample, date_trunc('month', trade_date)

),

final as (

    select
        sample,
        period,
        cast(count(*) as integer) as n_periods,
        min(period_start) as first_date,
        max(period_end) as last_date,
        list(period_end order by period_end)[n_at_ends + 1] as latest_first_date,
        list(period_start order by period_start)[-n_at_ends - 1] as earliest_last_date
    from periods
    group by sample, period, n_at_ends

)

select * from final
