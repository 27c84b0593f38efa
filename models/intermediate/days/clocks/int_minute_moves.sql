{{ config(materialized='view') }}

-- An instrument's day minute by minute: how far each price is from the bar's before, and the minutes of the session on
-- which it is another one.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }}

),

candidates as (

    select * from {{ ref('int_contract_candidates') }}

),

vectors as (

    select * from {{ ref('int_day_vectors') }}

),

sessions as (

    select
        *,
        open_minute_utc - vector_open_minute_utc as open_at
    from {{ ref('int_market_days') }}
    where is_over

),

minutes as (

    select
        instrument_days.*,
        contract_days.prices,
        contract_days.prices_at,
        contract_days.first_open,
        contract_days.first_open_minute,
        cast(greatest(1, contract_days.bar_minutes) as integer) as step,
        candidates.grid_prices,
        vectors.returns,
        sessions.is_early_close,
        -- Of the session alone, one a bar: from the minute of its open to that of its close.
        list_slice({{ prices_between(
            'contract_days.prices', 'sessions.open_at - contract_days.prices_at + 1',
            'sessions.open_at + sessions.n_minutes - contract_days.prices_at + 1'
        ) }}, 1, sessions.n_minutes + 1, step) as session_prices
    from instrument_days
    inner join contract_days using (instrument, vendor, series, bar_minutes, trade_date)
    inner join candidates using (instrument, vendor, series, bar_minutes, trade_date)
    inner join vectors
        on instrument_days.instrument_id = vectors.instrument_id and instrument_days.trade_date = vectors.trade_date
    inner join sessions on instrument_days.trade_date = sessions.trade_date

),

final as (

    select
        *,
        list_transform(
            range(1, len(prices) + 1), lambda i: abs(ln(prices[i] / case when i > step then prices[i - step] end))
        ) as moves,
        -- Bars of the session with another price than the one before, or none; both its ends.
        list_concat([0], list_filter(
            range(1, len(session_prices) + 1),
            lambda i: coalesce(i > 1 and session_prices[i] <> session_prices[i - 1], true)
        ), [len(session_prices) + 1]) as changes,
        list_filter(grid_prices, lambda price: price is not null) as known_prices,
        list_filter(returns, lambda r: r is not null) as known_returns
    from minutes

)

select * from final
