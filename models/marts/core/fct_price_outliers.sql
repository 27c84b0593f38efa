with

outliers as (

    select * from {{ ref('int_price_outliers') }}

),

instruments as (

    select * from {{ ref('instruments') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}
    where is_over

),

final as (

    select
        outliers.trade_date,
        instruments.instrument,
        outliers.price_at_utc,
        outliers.log_return,
        outliers.robust_std,
        outliers.share_returned,
        outliers.grid_point is not null as is_on_grid,
        count(*) over (partition by outliers.trade_date, instruments.instrument) as n_outliers_of_day
    from outliers
    inner join instruments using (instrument_id)
    semi join market_days using (trade_date)

)

select * from final
