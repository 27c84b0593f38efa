{{ config(materialized='by_day') }}

-- The correlation of each pair and day of which both legs have trades: the covariance of trades, in which the noise of
-- single prices averages out, over the variances of one-minute returns that are free of it.
with

covariances as (

    select * from {{ ref('int_trade_covariances') }} where {{ is_day_to_make() }}

),

pair_grids as (

    select * from {{ ref('int_pair_grids') }} where {{ is_day_to_make() }}

),

together as (

    select
        covariances.*,
        pair_grids.grid_1m_a as returns_a,
        pair_grids.grid_1m_b as returns_b,
        {{ kernel_bandwidth('pair_grids.grid_1m_a') }} as bandwidth
    from covariances
    inner join pair_grids using (pair_id, trade_date)

),

final as (

    select
        trade_date,
        pair_id,
        'hayashi_yoshida' as estimator,
        n_returns,
        greatest(-1, least(1, covariance / sqrt(nullif(
            greatest({{ realized_kernel('returns_a', 'returns_a', 'bandwidth') }}, 0)
            * greatest({{ realized_kernel('returns_b', 'returns_b', 'bandwidth') }}, 0), 0
        )))) as value
    from together

)

select * from final
