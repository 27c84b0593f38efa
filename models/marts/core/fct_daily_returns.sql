with

instruments as (

    select * from {{ ref('instruments') }}

),

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}

),

loaded as (

    select distinct instrument_id from instrument_days

),

-- Both closes are of the day's own contract: a roll leaves no jump in the return.
final as (

    select
        market_days.trade_date,
        instruments.instrument,
        today.return_sign * ln(today.closing_price / previous.closing_price) as log_return,
        today.contract,
        instrument_days.session_volume
    from market_days
    cross join loaded
    inner join instruments using (instrument_id)
    left join instrument_days
        on
            market_days.trade_date = instrument_days.trade_date
            and loaded.instrument_id = instrument_days.instrument_id
    left join contract_days as today
        on instrument_days.contract_id = today.contract_id and market_days.trade_date = today.trade_date
    left join contract_days as previous
        on
            instrument_days.contract_id = previous.contract_id
            and market_days.previous_trade_date = previous.trade_date

)

select * from final
