{{ config(materialized='view' if target.type == 'spark' else 'by_day') }}

-- The paper's measure: the correlation of the two legs' returns, with the error of its Fisher z.
with

pair_days as (

    select * from {{ ref('int_pair_days') }} where {{ is_day_to_make() }}

),

measured as (

    select
        *,
        cast(
            case when returns_a is null or returns_b is null then 0 else {{ list_length('returns_a') }} end as integer
        ) as n_intervals,
        {{ list_comoment('returns_a', 'returns_a') }} as squares_a,
        {{ list_comoment('returns_b', 'returns_b') }} as squares_b,
        {{ list_comoment('returns_a', 'returns_b') }} as products,
        {{ list_avg('returns_a') }} as mean_a,
        {{ list_avg('returns_b') }} as mean_b
    from pair_days

),

correlated as (

    select
        *,
        -- Rounding may carry a perfect correlation past 1: it is cut there.
        greatest(-1, least(1, products / sqrt(nullif(greatest(0, squares_a * squares_b), 0)))) as correlation,
        case
            when is_early_close and not {{ var('include_early_closes') }} then 'early_close'
            when is_without_contract then 'no_usable_contract'
            when returns_a is null or returns_b is null then 'no_data'
            when {{ too_few_intervals('n_intervals', 'n_session_intervals') }} then 'too_few_intervals'
            when {{ is_flat('returns_a', 'squares_a') }} or {{ is_flat('returns_b', 'squares_b') }} then 'flat_leg'
        end as null_reason
    from measured

),

-- Fisher's z of the correlation without one return, for each return.
jackknifed as (

    select
        *,
        case
            when null_reason is null
                then {{ z_without_each(
                    'returns_a', 'returns_b', 'mean_a', 'mean_b', 'squares_a', 'squares_b', 'products'
                ) }}
        end as z_without_one
    from correlated

),

reasoned as (

    select
        *,
        case
            when null_reason is not null then 'no_correlation'
            when n_intervals <= 3 then 'too_few_intervals'
            when {{ is_perfect('correlation') }} then 'perfect_correlation'
            when {{ list_count('z_without_one') }} < n_intervals then 'one_interval_decides'
        end as interval_null_reason
    from jackknifed

),

final as (

    select
        trade_date,
        pair_id,
        case when null_reason is null then correlation end as realized_correlation,
        n_intervals,
        case
            when interval_null_reason is null then {{ z_std_error('z_without_one', 'n_intervals') }}
        end as correlation_std_error,
        null_reason,
        interval_null_reason
    from reasoned

)

select * from final
