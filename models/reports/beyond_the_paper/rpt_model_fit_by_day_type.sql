with

fits as (

    select * from {{ ref('rpt_f5_performance_by_day_type') }}
    where asset not in ('spx', 'ust') and r_squared is not null

),

-- Adjusted, for the second regressor alone raises R squared.
adjusted as (

    select
        *,
        1 - (1 - capm_r_squared) * (n_days - 1) / (n_days - 2) as capm_adjusted_r_squared,
        1 - (1 - r_squared) * (n_days - 1) / (n_days - 3) as stock_bond_adjusted_r_squared
    from fits

),

final as (

    select
        asset_class,
        day_type,
        sample,
        cast(count(*) as integer) as n_assets,
        avg(capm_adjusted_r_squared order by asset) as capm_adjusted_r_squared,
        avg(stock_bond_adjusted_r_squared order by asset) as stock_bond_adjusted_r_squared,
        avg(stock_bond_adjusted_r_squared - capm_adjusted_r_squared order by asset) as gain,
        cast(count(*) filter (where abs(beta_bond_t_stat) > 1.96) as integer) as n_assets_with_bond_beta
    from adjusted
    group by all

)

select * from final
