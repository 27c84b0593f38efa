with

days as (

    select * from {{ ref('rpt_f1_daily_correlation') }}

),

correlations as (

    select * from {{ ref('fct_realized_correlation_daily') }}
    where pair_id = 'ust'

),

regimes as (

    select * from {{ ref('fct_regimes_daily') }}
    where pair_id = 'ust' and sample = 'full'

),

states as (

    select * from {{ ref('rpt_f3_state_probabilities') }}
    where sample = 'full'

),

-- A row per day of each long table: its rows stand side by side.
returns as (

    select
        trade_date,
        any_value(log_return) filter (where instrument = 'ES') as spx_log_return,
        any_value(log_return) filter (where instrument = 'TY') as ust_log_return
    from {{ ref('fct_daily_returns') }}
    group by trade_date

),

volatilities as (

    select
        trade_date,
        any_value(realized_volatility_pct) filter (where instrument = 'ES') as spx_volatility_pct,
        any_value(realized_volatility_pct) filter (where instrument = 'TY') as ust_volatility_pct
    from {{ ref('fct_realized_volatility_daily') }}
    group by trade_date

),

levels as (

    select
        trade_date,
        any_value(value) filter (where series_id = 'VIX') as vix,
        any_value(value) filter (where series_id = 'MOVE') as move
    from {{ ref('fct_macro_daily') }}
    group by trade_date

),

events as (

    select
        event_date as trade_date,
        list(event_type) as event_types
    from {{ ref('dim_events') }}
    group by event_date

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

final as (

    select
        days.trade_date,
        days.realized_correlation,
        correlations.correlation_std_error,
        correlations.correlation_ci_low,
        correlations.correlation_ci_high,
        days.correlation_mean_20d,
        regimes.regime,
        regimes.regime_point_in_time,
        regimes.label_probability,
        regimes.is_label_uncertain,
        regimes.label_probability_point_in_time,
        regimes.is_label_uncertain_point_in_time,
        states.smoothed_safe_haven as prob_safe_haven,
        states.smoothed_neutral as prob_neutral,
        states.smoothed_ust_risk as prob_ust_risk,
        returns.spx_log_return,
        returns.ust_log_return,
        volatilities.spx_volatility_pct,
        volatilities.ust_volatility_pct,
        levels.vix,
        levels.move,
        {% for event_type in ['fomc_announcement', 'fomc_minutes', 'auction_10y', 'auction_5y'] -%}
            coalesce(list_contains(events.event_types, '{{ event_type }}'), false) as is_{{ event_type }},
        {% endfor -%}
        trading_days.is_month_end,
        trading_days.is_quarter_end
    from days
    inner join correlations using (trade_date)
    inner join regimes using (trade_date)
    inner join trading_days using (trade_date)
    left join states using (trade_date)
    left join returns using (trade_date)
    left join volatilities using (trade_date)
    left join levels using (trade_date)
    left join events using (trade_date)

)

select * from final
