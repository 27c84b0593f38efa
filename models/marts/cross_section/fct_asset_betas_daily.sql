-- Every asset's excess return, and its loadings on stocks and bonds estimated on the three years that end the day
-- before. Least squares with two regressors and a constant is arithmetic on five covariances, so that the rolling
-- regressions of the whole cross-section are window aggregates.
with

asset_returns as (

    select * from {{ ref('fct_asset_returns_daily') }}

),

-- A session enters an asset's betas with all three returns or not at all.
complete as (

    select
        *,
        case when r_spx_bp + r_ust_bp is not null then excess_return_bp end as y,
        case when y is not null then r_spx_bp end as x_stock,
        case when y is not null then r_ust_bp end as x_bond
    from asset_returns

),

moments as (

    select
        trade_date,
        symbol,
        asset_class,
        log_return_bp,
        risk_free_bp,
        excess_return_bp,
        cast(count(y) over three_years as integer) as n_sessions,
        var_pop(x_stock) over three_years as v_stock,
        var_pop(x_bond) over three_years as v_bond,
        covar_pop(x_stock, x_bond) over three_years as c_stock_bond,
        var_pop(y) over three_years as v_y,
        covar_pop(y, x_stock) over three_years as c_stock,
        covar_pop(y, x_bond) over three_years as c_bond,
        v_stock * v_bond - c_stock_bond ** 2 as determinant
    from complete
    window
        three_years as (
            partition by symbol order by trade_date
            rows between {{ var('beta_window_sessions') }} preceding and 1 preceding
        )

),

estimable as (

    select
        *,
        -- Two regressors that move as one have no loadings of their own.
        n_sessions >= {{ var('beta_min_sessions') }} and determinant > 1e-6 * v_stock * v_bond as is_estimated
    from moments
    where excess_return_bp is not null

),

final as (

    select
        trade_date,
        symbol,
        asset_class,
        log_return_bp,
        risk_free_bp,
        excess_return_bp,
        case when is_estimated then (c_stock * v_bond - c_bond * c_stock_bond) / determinant end as beta_stock,
        case when is_estimated then (c_bond * v_stock - c_stock * c_stock_bond) / determinant end as beta_bond,
        n_sessions,
        -- What least squares says of their errors: s^2 (X'X)^-1.
        case
            when is_estimated
                then greatest(v_y - beta_stock * c_stock - beta_bond * c_bond, 0) / (n_sessions - 3)
        end as error_scale,
        error_scale * v_bond / determinant as beta_stock_variance,
        error_scale * v_stock / determinant as beta_bond_variance,
        -error_scale * c_stock_bond / determinant as beta_covariance
    from estimable

)

select * exclude (error_scale) from final
