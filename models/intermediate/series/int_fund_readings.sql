{{ config(post_hook = "{{ stop_on_defects(this) }}") }}

-- Net asset value and shares outstanding of funds as read, one row per fund and day.
with

fund_days as (

    select * from {{ ref('stg_etf__fund_days') }}

),

compared as (

    select
        *,
        min(shares_outstanding) over same_day as fewest_shares,
        max(shares_outstanding) over same_day as most_shares
    from fund_days
    window same_day as (partition by file, ticker, observation_date)

),

final as (

    select
        file,
        line_number,
        ticker,
        observation_date,
        nav_usd,
        shares_outstanding,
        observation_date > {{ last_day_over() }} as is_in_the_future,
        row_number() over (
            partition by ticker, observation_date order by {{ download_order('file') }} desc, line_number
        ) > 1 as is_superseded,
        {{ series_defect('fewest_shares', 'most_shares') }} as defect,
        case when defect is not null then line_text end as line_text
    from compared

)

select * from final
