{{ config(materialized='by_day') }}

-- What the tables use of a day's bars, as one hash: prices from the interval before the open to the close, the first
-- open, the volume and the number of bars. By it the next release finds the days that were restated.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }} where {{ is_day_to_make() }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }} where {{ is_day_to_make() }}

),

sessions as (

    select * from {{ ref('int_market_days') }}
    where is_over

),

placed as (

    select
        contract_days.*,
        sessions.n_minutes,
        -- Counted from the first of the prices.
        sessions.open_minute_utc - sessions.vector_open_minute_utc - contract_days.prices_at as open_at
    from contract_days
    inner join sessions using (trade_date)

),

final as (

    select
        instrument_days.instrument,
        instrument_days.trade_date,
        cast(placed.n_bars as integer) as n_bars,
        {{ day_hash([
            prices_between(
                'placed.prices',
                'placed.open_at - ' ~ (var('interval_minutes') - 2),
                'placed.open_at + placed.n_minutes + 1'
            ),
            'placed.first_open', 'placed.first_open_minute', 'placed.session_volume',
            'placed.n_volumes', 'placed.n_bars', 'placed.bar_minutes'
        ]) }} as day_hash
    from instrument_days
    inner join placed using (instrument, vendor, series, bar_minutes, trade_date)

)

select * from final
