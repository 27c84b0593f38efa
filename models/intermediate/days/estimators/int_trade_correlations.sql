{{ config(materialized='by_day') }}

-- The correlation of each pair and day of which both legs have trades: the covariance of trades, in which the noise of
-- single prices averages out, over the variances of one-minute returns that are free of it.
with

covariances as (

    select * from {{ ref('int_trade_covariances') }} where {{ is_day_to_make() }}

),

noise_robust as (

    select * from {{ ref('int_grid_correlations') }} where estimator = 'noise_robust' and {{ is_day_to_make() }}

),

final as (

    select
        covariances.trade_date,
        covariances.pair_id,
        'hayashi_yoshida' as estimator,
        covariances.n_returns,
        greatest(-1, least(1, covariances.covariance / sqrt(nullif(
            noise_robust.variance_a * noise_robust.variance_b, 0
        )))) as value
    from covariances
    inner join noise_robust using (pair_id, trade_date)

)

select * from final
