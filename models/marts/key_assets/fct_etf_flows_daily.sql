with

funds as (

    select * from {{ ref('etf_funds') }}

),

fund_days as (

    select * from {{ ref('int_fund_readings') }}
    where nav_usd > 0 and is_superseded is not true and defect is null and is_in_the_future is not true

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

-- Where a publisher reports a day late, the shares of a day stand on a later row of its file.
dated as (

    select
        fund_days.ticker,
        funds.asset,
        fund_days.observation_date as trade_date,
        trading_days.session_number as observed_session_number,
        fund_days.nav_usd,
        case funds.report_delay_sessions
            when 0 then nullif(fund_days.shares_outstanding, 0)
            else lead(nullif(fund_days.shares_outstanding, 0), funds.report_delay_sessions) over fund
        end as shares_outstanding
    from fund_days
    inner join funds on fund_days.ticker = funds.ticker
    inner join trading_days on fund_days.observation_date = trading_days.trade_date
    window fund as (partition by fund_days.ticker order by fund_days.observation_date)

),

compared as (

    select
        *,
        lag(nav_usd) over fund as previous_nav_usd,
        lag(shares_outstanding) over fund as previous_shares,
        observed_session_number - lag(observed_session_number) over fund as sessions_since_previous
    from dated
    where shares_outstanding is not null
    window fund as (partition by ticker order by trade_date)

),

final as (

    select
        trade_date,
        ticker,
        asset,
        nav_usd,
        shares_outstanding,
        {{ split_ratio('shares_outstanding', 'previous_shares', 'nav_usd', 'previous_nav_usd') }} as split_ratio,
        case
            when sessions_since_previous <= {{ var('max_carry_sessions') }}
                then (shares_outstanding - previous_shares * split_ratio) * nav_usd / 1e6
        end as flow_musd
    from compared

)

select * from final
