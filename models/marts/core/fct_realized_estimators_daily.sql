{% set of_intervals = ['bns', 'uncentred', 'threshold', 'bipower', 'semi_positive', 'semi_negative'] -%}
{% set of_other_grids = ['subsampled', 'grid_1m', 'grid_10m', 'grid_15m', 'grid_30m', 'noise_robust'] -%}

with

days as (

    select * from {{ ref('int_pair_correlations') }}

),

on_intervals as (

    select * from {{ ref('int_interval_correlations') }}

),

on_other_grids as (

    select * from {{ ref('int_grid_correlations') }}

),

on_trades as (

    select * from {{ ref('int_trade_correlations') }}

),

-- The paper's measure stands beside the others, with its error and with Fisher's.
of_the_paper as (

    select
        *,
        'plain' as estimator,
        correlation_std_error as std_error
    from days
    union all
    select
        *,
        'fisher' as estimator,
        case when interval_null_reason is null then 1 / sqrt(n_intervals - 3) end as std_error
    from days

),

by_interval as (

    select
        days.trade_date,
        days.pair_id,
        estimators.estimator,
        on_intervals.value,
        on_intervals.std_error,
        days.n_intervals as n_returns,
        days.null_reason
    from days
    cross join (select unnest({{ of_intervals }}) as estimator) as estimators  -- noqa: ST05
    left join on_intervals using (trade_date, pair_id, estimator)

),

by_grid as (

    select
        days.trade_date,
        days.pair_id,
        estimators.estimator,
        on_other_grids.value,
        on_other_grids.std_error,
        coalesce(on_other_grids.n_returns, 0) as n_returns,
        case
            when days.null_reason in ('early_close', 'no_usable_contract', 'no_data') then days.null_reason
            when on_other_grids.n_returns is null then 'too_few_intervals'
            when {{ too_few_intervals('on_other_grids.n_returns', 'on_other_grids.n_session_intervals') }}
                then 'too_few_intervals'
        end as null_reason
    from days
    cross join (select unnest({{ of_other_grids }}) as estimator) as estimators  -- noqa: ST05
    left join on_other_grids using (trade_date, pair_id, estimator)

),

together as (

    select
        trade_date,
        pair_id,
        estimator,
        realized_correlation as value,
        std_error,
        n_intervals as n_returns,
        null_reason
    from of_the_paper
    union all
    select * from by_interval
    union all
    select * from by_grid
    union all
    select
        days.trade_date,
        days.pair_id,
        on_trades.estimator,
        on_trades.value,
        null as std_error,
        on_trades.n_returns,
        days.null_reason
    from days
    inner join on_trades using (trade_date, pair_id)

),

final as (

    select
        trade_date,
        pair_id,
        estimator,
        case when null_reason is null then value end as value,
        case when null_reason is null then std_error end as std_error,
        n_returns,
        case when null_reason is null and value is null then 'flat_leg' else null_reason end as null_reason
    from together

)

select * from final
