with

instruments as (

    select * from {{ ref('instruments') }}

),

vectors as (

    select * from {{ ref('int_day_vectors') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}

),

loaded as (

    select distinct instrument_id from vectors

),

instrument_days as (

    select
        market_days.trade_date,
        instruments.instrument,
        market_days.n_intervals as n_session_intervals,
        coalesce(vectors.n_returns, 0) as n_intervals,
        list_filter(vectors.returns, lambda r: r is not null) as returns,
        case
            when market_days.is_early_close and not {{ var('include_early_closes') }} then 'early_close'
            when vectors.returns is null then 'no_data'
            when {{ too_few_intervals('vectors.n_returns', 'market_days.n_intervals') }} then 'too_few_intervals'
        end as null_reason
    from market_days
    cross join loaded
    inner join instruments using (instrument_id)
    left join vectors
        on market_days.trade_date = vectors.trade_date and instruments.instrument_id = vectors.instrument_id

),

-- Missing intervals are taken to have moved like the others.
measured as (

    select
        *,
        list_dot_product(returns, returns) * n_session_intervals / nullif(n_intervals, 0) as realized_variance
    from instrument_days

),

final as (

    select
        trade_date,
        instrument,
        case when null_reason is null then realized_variance end as realized_variance,
        case when null_reason is null then 100 * sqrt(252 * realized_variance) end as realized_volatility_pct,
        cast(n_intervals as integer) as n_intervals,
        null_reason
    from measured

)

select * from final
