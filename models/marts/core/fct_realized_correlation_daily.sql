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

pair_days as (

    select
        market_days.trade_date,
        market_days.is_early_close,
        market_days.n_intervals as n_session_intervals,
        pairs.pair_id,
        leg_a.returns is not null and leg_b.returns is not null as has_both_legs,
        -- Only intervals in which both legs have a return; on a whole day that is every one.
        case
            when leg_a.n_returns = market_days.n_intervals and leg_b.n_returns = market_days.n_intervals
                then leg_a.returns_or_zero
            else {{ returns_where_both('leg_a.returns', 'leg_a.returns', 'leg_b.returns') }}
        end as returns_a,
        case
            when leg_a.n_returns = market_days.n_intervals and leg_b.n_returns = market_days.n_intervals
                then leg_b.returns_or_zero
            else {{ returns_where_both('leg_b.returns', 'leg_a.returns', 'leg_b.returns') }}
        end as returns_b
    from market_days
    cross join pairs
    left join vectors as leg_a
        on market_days.trade_date = leg_a.trade_date and pairs.instrument_a_id = leg_a.instrument_id
    left join vectors as leg_b
        on market_days.trade_date = leg_b.trade_date and pairs.instrument_b_id = leg_b.instrument_id

),

measured as (

    select
        trade_date,
        pair_id,
        cast(coalesce(len(returns_a), 0) as integer) as n_intervals,
        {{ list_correlation('returns_a', 'returns_b') }} as correlation,
        case
            when is_early_close and not {{ var('include_early_closes') }} then 'early_close'
            when not has_both_legs then 'no_data'
            when {{ too_few_intervals('len(returns_a)', 'n_session_intervals') }} then 'too_few_intervals'
            when {{ is_flat('returns_a') }} or {{ is_flat('returns_b') }} then 'flat_leg'
        end as null_reason
    from pair_days

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
    from measured

)

select * from final
