-- One row per calendar year that the facts cover whole; what lies ahead of the build stands in each.
with facts as (
    select
        max(event_date) filter (
            where event_type = 'fomc_announcement' and event_subtype like 'rate_%'
        ) as last_announcement,
        max(event_date) filter (where event_type = 'auction_10y') as last_auction,
        min(event_date) filter (where event_type = 'fomc_announcement' and is_upcoming) as next_meeting
    from marts.dim_events
),

last_build as (
    select
        cast(max(started_at_utc) as date) as built_on,
        cast(arg_max(coalesce(as_of, started_at_utc), started_at_utc) as date) as as_of_day
    from build.runs
),

calendar as (
    select max(trade_date) as last_session from marts.dim_trading_days
)

select
    year(events.event_date) as label,
    count(*) filter (where events.event_type = 'fomc_announcement') as n_announcements,
    count(*) filter (where events.event_type = 'quarter_end') as n_quarter_ends,
    count(*) filter (where events.event_type = 'month_end_ex_quarter_end') as n_other_month_ends,
    case
        when year(events.event_date) < year(any_value(facts.last_auction))
            then count(*) filter (where events.event_type = 'auction_10y')
    end as n_auctions_10y,
    case
        when year(events.event_date) < year(any_value(facts.last_auction))
            then count(*) filter (where events.event_type = 'auction_5y')
    end as n_auctions_5y,
    date_diff('day', any_value(last_build.built_on), any_value(facts.last_announcement))
        as days_from_build_to_last_announcement,
    date_diff('day', any_value(last_build.as_of_day), any_value(calendar.last_session)) as days_to_calendar_end,
    coalesce(date_diff('day', any_value(last_build.as_of_day), any_value(facts.next_meeting)), 9999)
        as days_to_next_meeting
from marts.dim_events as events
cross join facts
cross join last_build
cross join calendar
where year(events.event_date) between 2004 and year(facts.last_announcement) - 1
group by year(events.event_date)
order by label
