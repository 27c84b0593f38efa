{{ config(materialized='view') }}

-- The logarithms of an instrument's one-minute prices, from half an hour before the open to the close, times its sign:
-- a difference of two is a return of the thing named.
with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

instrument_days as (

    select
        *,
        -- Who asks for one kind of leg has only that one's lists made.
        instrument_id in (select pairs.instrument_a_id from pairs) as is_first_leg,
        instrument_id in (select pairs.instrument_b_id from pairs) as is_second_leg
    from {{ ref('int_instrument_days') }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }}

),

sessions as (

    select
        trade_date,
        n_minutes,
        open_minute_utc - vector_open_minute_utc + 1 as open_place_in_vector,
        -- A grid of thirty minutes looks for its first price half an hour before the open.
        greatest(1, open_place_in_vector - 29) as first_place
    from {{ ref('int_sessions') }}

),

cut as (

    select
        instrument_days.instrument_id,
        instrument_days.trade_date,
        instrument_days.return_sign,
        instrument_days.is_first_leg,
        instrument_days.is_second_leg,
        cast(greatest(1, contract_days.bar_minutes) as integer) as step,
        contract_days.first_open,
        contract_days.first_open_minute,
        sessions.n_minutes,
        sessions.open_place_in_vector - sessions.first_place + 1 as open_place,
        {{ prices_between(
            'contract_days.prices', 'sessions.first_place - contract_days.prices_at',
            'sessions.open_place_in_vector + sessions.n_minutes - contract_days.prices_at'
        ) }} as prices
    from contract_days
    inner join instrument_days using (instrument, vendor, series, bar_minutes, trade_date)
    inner join sessions using (trade_date)

),

final as (

    select
        instrument_id,
        trade_date,
        is_first_leg,
        is_second_leg,
        n_minutes,
        step,
        open_place,
        list_transform(prices, lambda price: return_sign * ln(price)) as log_prices,
        return_sign * ln(first_open) as log_first_open,
        first_open_minute
    from cut

)

select * from final
