with

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}
    where is_over is not false

),

final as (

    select
        trade_date,
        instrument,
        vendor,
        contract,
        expiry_month,
        chosen_because,
        volume_share,
        months_to_expiry,
        cast(n_grid_points as integer) as n_grid_points,
        cast(bar_minutes as integer) as bar_minutes
    from instrument_days
    semi join market_days using (trade_date)

)

select * from final
