{{ config(materialized='by_day') }}

-- What the two legs of T10 earned after the first minute of each interval: a price that stood still over the end of an
-- interval enters the return before it and not this one.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }}
    where instrument in ('ES', 'TY') and {{ is_day_to_make() }}

),

candidates as (

    select * from {{ ref('int_contract_candidates') }} where {{ is_day_to_make() }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }} where {{ is_day_to_make() }}

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

filled as (

    select
        instrument_days.trade_date,
        instrument_days.instrument,
        instrument_days.return_sign,
        contract_days.prices,
        sessions.open_minute_utc - sessions.vector_open_minute_utc - contract_days.prices_at as open_at,
        {{ fill_gaps('candidates.grid_prices') }} as grid_prices
    from instrument_days
    inner join sessions using (trade_date)
    inner join candidates using (trade_date, instrument, vendor, series, bar_minutes)
    inner join contract_days using (trade_date, instrument, vendor, series, bar_minutes)

),

final as (

    select
        trade_date,
        instrument,
        {{ late_returns('prices', 'grid_prices', 'open_at', 'return_sign') }} as late_returns
    from filled

)

select * from final
