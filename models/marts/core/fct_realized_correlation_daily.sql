with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

-- The fast list products take no NULL anywhere in a column: zeros stand for gaps until a pair's are taken out.
vectors as (

    select
        trade_date,
        instrument_id,
        list_transform(returns, lambda r: coalesce(r, 0)) as returns_or_zero,
        {{ null_positions('returns', 'n_returns') }} as gaps
    from {{ ref('int_day_vectors') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}

),

-- Only intervals in which both legs have a return.
pair_days as (

    select
        market_days.trade_date,
        market_days.is_early_close,
        market_days.n_intervals as n_session_intervals,
        pairs.pair_id,
        {{ list_without('leg_a.returns_or_zero', 'list_concat(leg_a.gaps, leg_b.gaps)') }} as returns_a,
        {{ list_without('leg_b.returns_or_zero', 'list_concat(leg_a.gaps, leg_b.gaps)') }} as returns_b
    from market_days
    cross join pairs
    left join vectors as leg_a
        on market_days.trade_date = leg_a.trade_date and pairs.instrument_a_id = leg_a.instrument_id
    left join vectors as leg_b
        on market_days.trade_date = leg_b.trade_date and pairs.instrument_b_id = leg_b.instrument_id

),

measured as (

    select
        *,
        cast(case when returns_a is null or returns_b is null then 0 else len(returns_a) end as integer) as n_intervals,
        {{ list_comoment('returns_a', 'returns_a') }} as squares_a,
        {{ list_comoment('returns_b', 'returns_b') }} as squares_b,
        {{ list_comoment('returns_a', 'returns_b') }} as products
    from pair_days

),

correlated as (

    select
        *,
        -- Rounding may carry a perfect correlation past 1: it is cut there.
        greatest(-1, least(1, products / sqrt(nullif(greatest(0, squares_a * squares_b), 0)))) as correlation,
        case
            when is_early_close and not {{ var('include_early_closes') }} then 'early_close'
            when returns_a is null or returns_b is null then 'no_data'
            when {{ too_few_intervals('n_intervals', 'n_session_intervals') }} then 'too_few_intervals'
            when {{ is_flat('returns_a', 'squares_a') }} or {{ is_flat('returns_b', 'squares_b') }} then 'flat_leg'
        end as null_reason
    from measured

),

final as (

    select
        trade_date,
        pair_id,
        case when null_reason is null then correlation end as realized_correlation,
        n_intervals,
        case
            when null_reason is null then {{ fisher_bound('correlation', 'n_intervals', -1) }}
        end as correlation_ci_low,
        case
            when null_reason is null then {{ fisher_bound('correlation', 'n_intervals', 1) }}
        end as correlation_ci_high,
        null_reason
    from correlated

)

select * from final
