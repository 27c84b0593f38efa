with

instruments as (

    select * from {{ ref('instruments') }}

),

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

contract_days as (

    select * from {{ ref('int_contract_candidates') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}
    where is_over is not false

),

loaded as (

    select distinct instrument_id from instrument_days

),

proxies as (

    select * from {{ ref('int_proxy_days') }}
    where log_return is not null

),

-- Both closes are of the day's own contract: a roll leaves no jump in the return. Across a change of vendor, or between
-- a contract and a continuous series, there is none.
measured as (

    select
        market_days.trade_date,
        instruments.instrument,
        case
            when today.vendor = yesterday.vendor and today.is_dated = yesterday.is_dated
                then today.return_sign * ln(today.closing_price / previous.closing_price)
        end as log_return,
        today.contract,
        not today.is_dated as may_cross_roll,
        today.session_volume
    from market_days
    cross join loaded
    inner join instruments using (instrument_id)
    left join instrument_days as today
        on market_days.trade_date = today.trade_date and loaded.instrument_id = today.instrument_id
    left join instrument_days as yesterday
        on market_days.previous_trade_date = yesterday.trade_date and loaded.instrument_id = yesterday.instrument_id
    left join contract_days as previous
        on
            market_days.previous_trade_date = previous.trade_date
            and today.instrument = previous.instrument
            and today.vendor = previous.vendor
            and today.series = previous.series

),

-- Where bars give no return, the daily closes that the user has.
final as (

    select
        trade_date,
        instrument,
        coalesce(measured.log_return, proxies.log_return) as log_return,
        measured.contract,
        case
            when proxies.log_return is null or measured.log_return is not null then measured.may_cross_roll
            else true
        end as may_cross_roll,
        measured.session_volume,
        measured.log_return is null and proxies.log_return is not null as is_proxy
    from measured
    full join proxies using (trade_date, instrument)

)

select * from final
