-- How does the correlation build up on the day of an FOMC announcement, beside other days?
-- Read it: the mean running correlation by the end of each half hour (New York time), whatever the interval; the
-- announcement is at 14:00 or 14:15.
with

intraday as (

    select
        trade_date,
        interval_end_at_utc at time zone 'UTC' at time zone 'America/New_York' as interval_end_new_york,
        running_correlation
    from {{ ref('fct_intraday_correlation') }}
    where pair_id = 'ust'

),

-- The last interval that ends in each half hour.
half_hours as (

    select
        trade_date,
        time_bucket(interval 30 minute, interval_end_new_york - interval 1 minute)
        + interval 30 minute as half_hour_end,
        arg_max(running_correlation, interval_end_new_york) as running_correlation
    from intraday
    group by all

),

fomc_days as (

    select event_date
    from {{ ref('dim_events') }}
    where event_type = 'fomc_announcement'

)

select
    strftime(half_hour_end, '%H:%M') as new_york_time,
    count(*) filter (where fomc_days.event_date is not null) as n_fomc_days,
    round(avg(running_correlation) filter (where fomc_days.event_date is not null), 3) as on_fomc_days,
    round(avg(running_correlation) filter (where fomc_days.event_date is null), 3) as on_other_days
from half_hours
left join fomc_days on half_hours.trade_date = fomc_days.event_date
group by all
order by new_york_time
