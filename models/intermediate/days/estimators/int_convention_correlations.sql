{{ config(materialized='by_day') }}

-- The daily correlation of each pair under other conventions: those of the prices, and those of which days count.
with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

pair_days as (

    select * from {{ ref('int_pair_days') }}
    where
        returns_a is not null and returns_b is not null and not is_without_contract
        and {{ is_day_to_make() }}

),

-- The fast list products take no NULL: zeros stand for gaps until a pair's are taken out.
legs as (

    select
        instrument_id,
        trade_date,
        convention,
        n_intervals,
        list_transform(returns, lambda r: coalesce(r, 0)) as returns_or_zero,
        {{ null_positions('returns', 'list_count(returns)') }} as gaps
    from {{ ref('int_convention_returns') }}
    where returns is not null and {{ is_day_to_make() }}

),

of_prices as (

    select
        pairs.pair_id,
        leg_a.trade_date,
        leg_a.convention,
        leg_a.n_intervals,
        {{ list_without('leg_a.returns_or_zero', 'list_concat(leg_a.gaps, leg_b.gaps)') }} as returns_a,
        {{ list_without('leg_b.returns_or_zero', 'list_concat(leg_a.gaps, leg_b.gaps)') }} as returns_b
    from pairs
    inner join legs as leg_a on pairs.instrument_a_id = leg_a.instrument_id
    inner join legs as leg_b
        on
            pairs.instrument_b_id = leg_b.instrument_id
            and leg_a.trade_date = leg_b.trade_date
            and leg_a.convention = leg_b.convention

),

of_days as (

    select unnest(['early_closes_in', 'half_of_the_intervals', 'all_intervals']) as convention

),

together as (

    select
        *,
        not coalesce({{ too_few_intervals('len(returns_a)', 'n_intervals') }}, true) as counts
    from of_prices
    union all
    select
        pair_days.pair_id,
        pair_days.trade_date,
        of_days.convention,
        pair_days.n_session_intervals as n_intervals,
        pair_days.returns_a,
        pair_days.returns_b,
        case of_days.convention
            when 'early_closes_in'
                then
                    not coalesce(
                        {{ too_few_intervals('len(pair_days.returns_a)', 'pair_days.n_session_intervals') }}, true
                    )
            when 'half_of_the_intervals'
                then not pair_days.is_early_close and 2 * len(pair_days.returns_a) >= pair_days.n_session_intervals
            else not pair_days.is_early_close and len(pair_days.returns_a) = pair_days.n_session_intervals
        end as counts
    from pair_days
    cross join of_days

),

summed as (

    select
        *,
        {{ list_comoment('returns_a', 'returns_a') }} as squares_a,
        {{ list_comoment('returns_b', 'returns_b') }} as squares_b,
        {{ list_comoment('returns_a', 'returns_b') }} as products
    from together
    where counts and len(returns_a) > 3

),

final as (

    select
        trade_date,
        pair_id,
        convention,
        greatest(-1, least(1, products / sqrt(squares_a * squares_b))) as correlation
    from summed
    where not {{ is_flat('returns_a', 'squares_a') }} and not {{ is_flat('returns_b', 'squares_b') }}

)

select * from final
