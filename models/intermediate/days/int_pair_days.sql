{{ config(materialized='view') }}

-- The two legs of each pair side by side, day by day: only intervals in which both have a return.
with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

-- The fast list products take no NULL anywhere in a column: zeros stand for gaps until a pair's are taken out.
vectors as (

    select
        trade_date,
        instrument_id,
        {{ list_transform('returns', 'r', 'coalesce(r, 0)') }} as returns_or_zero,
        {{ null_positions('returns', 'n_returns') }} as gaps
    from {{ ref('int_day_vectors') }}

),

market_days as (

    select {{ hint('repartition(trade_date)') }}* from {{ ref('int_market_days') }}
    where is_over is not false

),

without_contract as (

    select * from {{ ref('int_days_without_contract') }}

),

final as (

    select
        {{ hint('broadcast(pairs)') }}market_days.trade_date,
        market_days.is_early_close,
        market_days.n_intervals as n_session_intervals,
        pairs.pair_id,
        coalesce(no_a.n_rows, no_b.n_rows) is not null as is_without_contract,
        {{ list_without('leg_a.returns_or_zero', list_concat('leg_a.gaps', 'leg_b.gaps')) }} as returns_a,
        {{ list_without('leg_b.returns_or_zero', list_concat('leg_a.gaps', 'leg_b.gaps')) }} as returns_b
    from market_days
    cross join pairs
    left join vectors as leg_a
        on market_days.trade_date = leg_a.trade_date and pairs.instrument_a_id = leg_a.instrument_id
    left join vectors as leg_b
        on market_days.trade_date = leg_b.trade_date and pairs.instrument_b_id = leg_b.instrument_id
    left join without_contract as no_a
        on market_days.trade_date = no_a.trade_date and pairs.instrument_a_id = no_a.instrument_id
    left join without_contract as no_b
        on market_days.trade_date = no_b.trade_date and pairs.instrument_b_id = no_b.instrument_id

)

select * from final
