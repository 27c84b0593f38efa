-- No look-ahead: the sessions in an asset's betas are counted among those before the day, 756 at most.
with

sessions_before as (

    select
        symbol,
        trade_date,
        count(excess_return_bp + r_spx_bp + r_ust_bp) over (
            partition by symbol order by trade_date
            rows between unbounded preceding and 1 preceding
        ) as n_before
    from {{ ref('fct_asset_returns_daily') }}

)

select
    betas.symbol,
    betas.trade_date,
    betas.n_sessions
from {{ ref('fct_asset_betas_daily') }} as betas
inner join sessions_before
    on betas.symbol = sessions_before.symbol and betas.trade_date = sessions_before.trade_date
where
    betas.n_sessions > least(sessions_before.n_before, {{ var('beta_window_sessions') }})
    or (betas.n_sessions < {{ var('beta_min_sessions') }} and betas.beta_stock is not null)
