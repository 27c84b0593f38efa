-- How does the correlation build up on the day of an FOMC announcement, beside other days?
-- Read it: the mean running correlation by the end of each half hour (New York time), whatever the interval. What the
-- announcement at 14:00 or 14:15 did stands in the last column, the difference less that of 14:00, and not in the
-- level: that days differ from the open on is no answer to it. The simulated market has the rise planted after the
-- announcement.
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

),

compared as (

    select
        strftime(half_hours.half_hour_end, '%H:%M') as new_york_time,
        count(*) filter (where fomc_days.event_date is not null) as n_fomc_days,
        avg(half_hours.running_correlation) filter (where fomc_days.event_date is not null) as on_fomc_days,
        avg(half_hours.running_correlation) filter (where fomc_days.event_date is null) as on_other_days
    from half_hours
    left join fomc_days on half_hours.trade_date = fomc_days.event_date
    group by all

),

at_the_announcement as (

    select on_fomc_days - on_other_days as difference
    from compared
    where new_york_time = '14:00'

)

select
    compared.new_york_time,
    compared.n_fomc_days,
    round(compared.on_fomc_days, 3) as on_fomc_days,
    round(compared.on_other_days, 3) as on_other_days,
    round(compared.on_fomc_days - compared.on_other_days, 3) as difference,
    case
        when compared.new_york_time > '14:00'
            then round(compared.on_fomc_days - compared.on_other_days - at_the_announcement.difference, 3)
    end as difference_since_14_00
from compared
left join at_the_announcement on true
order by compared.new_york_time
