with

factors as (

    select * from {{ ref('est_daily_factors') }}

),

final as (

    select
        trade_date,
        asset_class,
        n_assets,
        intercept_bp,
        f_stock_bp,
        f_bond_bp,
        r_squared,
        null_reason
    from factors

)

select * from final
