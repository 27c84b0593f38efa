-- Everything a regression may ask of a trading day, whatever the sample. Series with holidays of their own come in two
-- kinds of change: from the series' own previous observation on its own days (term premia, noise, convenience
-- yields), or carried forward (yield and dollar of T6, VIX, MOVE).
with

market as (

    select
        trade_date,
        max(value) filter (where asset = 'spx' and measure = 'mean_return') as r_spx_bp,
        max(value) filter (where asset = 'ust' and measure = 'mean_return') as r_ust_bp,
        max(value) filter (where asset = 'spx' and measure = 'd_volatility') as d_spx_vol,
        max(value) filter (where asset = 'ust' and measure = 'd_volatility') as d_tyf_vol
    from {{ ref('fct_market_changes_daily') }}
    group by trade_date

),

series as (

    select
        trade_date,
        1e4 * max(case when series_id = 'DXY' then ln(value / (value - change)) end) as r_usd_bp,
        100 * max(change) filter (where series_id = 'DGS10') as d_yield_10y_bp,
        max(value) filter (where series_id = 'VIX') as vix,
        max(change) filter (where series_id = 'VIX') as d_vix,
        max(change) filter (where series_id = 'MOVE') as d_move,
        max(own_change) filter (where series_id = 'HPW_NOISE') as d_noise,
        100 * max(own_change) filter (where series_id = 'ACM_TP10') as d_term_premium_acm_bp,
        100 * max(own_change) filter (where series_id = 'KW_TP10') as d_term_premium_kw_bp
    from {{ ref('fct_macro_daily') }}
    group by trade_date

),

convenience as (

    select
        trade_date,
        {% for tenor in ['1y', '5y'] %}
            max(d_ust_basis_bp) filter (where tenor = '{{ tenor }}') as d_ust_basis_{{ tenor }}_bp,
            max(d_ust_basis_cip_adjusted_bp) filter (where tenor = '{{ tenor }}')
                as d_ust_basis_cip_adjusted_{{ tenor }}_bp,
            max(d_swap_spread_bp) filter (where tenor = '{{ tenor }}') as d_swap_spread_{{ tenor }}_bp,
        {% endfor %}
        max(d_basis_bp) filter (where tenor = '1y') as d_basis_bp,
        max(d_yield_ust_bp) filter (where tenor = '1y') as d_yield_ust_bp,
        max(d_yield_synthetic_bp) filter (where tenor = '1y') as d_yield_synthetic_bp,
        max(d_yield_gap_bp) filter (where tenor = '1y') as d_yield_gap_bp,
        max(d_hedging_cost_bp) filter (where tenor = '1y') as d_hedging_cost_bp
    from {{ ref('fct_convenience_yields_daily') }}
    group by trade_date

),

announcements as (

    select distinct event_date as trade_date
    from {{ ref('dim_events') }}
    where event_type = 'fomc_announcement'

),

market_days as (

    select * from {{ ref('int_market_days') }}
    where is_over is not false

),

final as (

    select
        market_days.trade_date,
        market.* exclude (trade_date),
        series.* exclude (trade_date),
        convenience.* exclude (trade_date),
        -- Before there are days enough to tell, a day counts as no flight.
        cast(coalesce(flights.is_flight_to_safety, false) as integer) as fts,
        -- Beyond the meetings known nothing is said.
        case
            when
                market_days.trade_date between date '{{ var("paper_start") }}'
                and (select max(known.trade_date) from announcements as known)
                then cast(announcements.trade_date is not null as integer)
        end as fomc
    from market_days
    left join market on market_days.trade_date = market.trade_date
    left join series on market_days.trade_date = series.trade_date
    left join convenience on market_days.trade_date = convenience.trade_date
    left join {{ ref('fct_flights_to_safety_daily') }} as flights on market_days.trade_date = flights.trade_date
    left join announcements on market_days.trade_date = announcements.trade_date

)

select * from final
