{% set intervals_2h = 120 // var('interval_minutes') %}

-- What a desk looks at before the close, as plain window aggregates over the returns. The running value at the
-- close is the daily correlation: the readable form checks the fast one (a data test). Not made by day: the last digit
-- of an aggregate in a window depends on the rows that lie around the window in the same statement.
with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

vectors as (

    select * from {{ ref('int_day_vectors') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}

),

-- A return counts only where the other leg has one, too: corr() skips a row with a NULL on either side.
returns as (

    select
        market_days.trade_date,
        pairs.pair_id,
        market_days.session_open_at_utc,
        market_days.n_intervals_over,
        unnest(range(1, market_days.n_intervals + 1)) as interval_number,
        unnest(leg_a.returns) as return_a,
        unnest(leg_b.returns) as return_b
    from market_days
    cross join pairs
    inner join vectors as leg_a
        on market_days.trade_date = leg_a.trade_date and pairs.instrument_a_id = leg_a.instrument_id
    inner join vectors as leg_b
        on market_days.trade_date = leg_b.trade_date and pairs.instrument_b_id = leg_b.instrument_id

),

final as (

    select
        trade_date,
        pair_id,
        session_open_at_utc
        + interval {{ var('interval_minutes') }} minute * cast(interval_number as integer) as interval_end_at_utc,
        {{ safe_corr('return_a', 'return_b', 'since_open') }} as running_correlation,
        {{ safe_corr('return_a', 'return_b', 'two_hours') }} as rolling_correlation_2h,
        cast(count(return_a + return_b) over since_open as integer) as n_intervals,
        round(1e4 * sum(return_a) over since_open, 2) as return_a_bp,
        round(1e4 * sum(return_b) over since_open, 2) as return_b_bp
    from returns
    where interval_number <= n_intervals_over
    window
        since_open as (
            partition by trade_date, pair_id order by interval_number
            rows between unbounded preceding and current row
        ),
        two_hours as (
            partition by trade_date, pair_id order by interval_number
            rows between {{ intervals_2h - 1 }} preceding and current row
        )

)

select * from final
