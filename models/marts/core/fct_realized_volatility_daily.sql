with

instruments as (

    select * from {{ ref('instruments') }}

),

vectors as (

    select * from {{ ref('int_day_vectors') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}
    where is_over is not false

),

without_contract as (

    select * from {{ ref('int_days_without_contract') }}

),

loaded as (

    select instrument_id from vectors
    union
    select instrument_id from without_contract

),

instrument_days as (

    select
        market_days.trade_date,
        instruments.instrument,
        market_days.n_intervals as n_session_intervals,
        coalesce(vectors.n_returns, 0) as n_intervals,
        {{ list_filter('vectors.returns', 'r', 'r is not null') }} as returns,
        case
            when market_days.is_early_close and not {{ var('include_early_closes') }} then 'early_close'
            when without_contract.n_rows is not null then 'no_usable_contract'
            when vectors.returns is null then 'no_data'
            when {{ too_few_intervals('vectors.n_returns', 'market_days.n_intervals') }} then 'too_few_intervals'
        end as null_reason
    from market_days
    cross join loaded
    inner join instruments using (instrument_id)
    left join vectors
        on market_days.trade_date = vectors.trade_date and instruments.instrument_id = vectors.instrument_id
    left join without_contract
        on
            market_days.trade_date = without_contract.trade_date
            and instruments.instrument_id = without_contract.instrument_id

),

-- Missing intervals are taken to have moved like the others.
measured as (

    select
        *,
        {{ list_dot_product('returns', 'returns') }} * n_session_intervals / nullif(n_intervals, 0) as realized_variance
    from instrument_days

),

proxies as (

    select * from {{ ref('int_proxy_days') }}
    where range_variance is not null

),

-- Where bars give none, the variance of the day's range; half days are left out for both.
with_proxies as (

    select
        trade_date,
        instrument,
        coalesce(measured.null_reason <> 'early_close', measured.trade_date is null)
        and proxies.range_variance is not null as is_proxy,
        case
            when is_proxy then proxies.range_variance
            when measured.null_reason is null then measured.realized_variance
        end as realized_variance,
        coalesce(measured.n_intervals, 0) as n_intervals,
        case when not is_proxy then measured.null_reason end as null_reason
    from measured
    full join proxies using (trade_date, instrument)

),

final as (

    select
        trade_date,
        instrument,
        realized_variance,
        100 * sqrt(252 * realized_variance) as realized_volatility_pct,
        cast(n_intervals as integer) as n_intervals,
        is_proxy,
        null_reason
    from with_proxies

)

select * from final
