-- What the label known in the evening was worth: returns of that session and of the next, which could be earned.
with

labels as (

    select
        trade_date,
        regime_point_in_time as day_type
    from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust' and sample = 'full' and regime_point_in_time is not null

),

sessions as (

    select
        trade_date,
        lead(trade_date) over (order by trade_date) as next_date
    from {{ ref('dim_trading_days') }}

),

asset_days as (

    select * from {{ ref('fct_asset_days') }}
    where sample = 'full' and return_bp is not null

),

assets as (

    select distinct
        asset,
        asset_name,
        asset_class
    from {{ ref('rpt_f5_performance_by_day_type') }}

),

labelled as (

    select
        labels.day_type,
        unnest([0, 1]) as sessions_ahead,
        unnest([sessions.trade_date, sessions.next_date]) as trade_date
    from labels
    inner join sessions using (trade_date)

),

means as (

    select
        asset_days.asset,
        labelled.day_type,
        labelled.sessions_ahead,
        count(*) as n_days,
        min(asset_days.trade_date) as first_date,
        max(asset_days.trade_date) as last_date,
        {{ ordered_mean('asset_days.return_bp', 'asset_days.trade_date') }} as mean_return_bp,
        stddev_samp(asset_days.return_bp order by asset_days.trade_date) as return_std_bp
    from labelled
    inner join asset_days using (trade_date)
    group by all

),

final as (

    select
        means.asset,
        assets.asset_name,
        assets.asset_class,
        means.day_type,
        cast(means.sessions_ahead as integer) as sessions_ahead,
        cast(means.n_days as integer) as n_days,
        means.first_date,
        means.last_date,
        means.mean_return_bp,
        nullif(means.return_std_bp, 0) / sqrt(means.n_days) as std_error,
        means.mean_return_bp / std_error as t_stat
    from means
    inner join assets using (asset)

)

select * from final
