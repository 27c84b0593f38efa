-- How does the correlation build up on the day of an FOMC announcement, beside other days?
-- Read it: the mean running correlation at each half hour (New York time); the announcement is at 14:00 or 14:15.
with

intraday as (

    select
        trade_date,
        interval_end_at_utc at time zone 'UTC' at time zone 'America/New_York' as interval_end_new_york,
        running_correlation
    from {{ ref('fct_intraday_correlation') }}
    where pair_id = 'ust'

),

fomc_days as (

    select event_date
    from {{ ref('dim_events') }}
    where event_type = 'fomc_announcement'

)

select
    strftime(interval_end_new_york, '%H:%M') as new_york_time,
    count(*) filter (where fomc_days.event_date is not null) as n_fomc_days,
    round(avg(running_correlation) filter (where fomc_days.event_date is not null), 3) as on_fomc_days,
    round(avg(running_correlation) filter (where fomc_days.event_date is null), 3) as on_other_days
from intraday
left join fomc_days on intraday.trade_date = fomc_days.event_date
where extract(minute from interval_end_new_york) in (0, 30)
group by all
order by new_york_time
