-- The hours around events that have a time, beside the same minutes of the days without an event of the type, which
-- count as often as events stand at that time of day.
with

correlations as (

    select * from {{ ref('fct_intraday_correlation') }}
    where pair_id = 'ust'

),

points as (

    select
        clock_points.*,
        correlations.running_correlation
    from {{ ref('int_event_clock_points') }} as clock_points
    left join correlations on clock_points.interval_end_at_utc = correlations.interval_end_at_utc

),

samples as (

    select * from {{ ref('dim_samples') }}

),

-- An event that moved to another day has no time there.
timed_events as (

    select * from {{ ref('dim_events') }}
    where event_time_et is not null and event_date = original_date

),

members as (

    select
        set_members.*,
        timed_events.event_time_et
    from {{ ref('fct_event_set_members') }} as set_members
    inner join timed_events using (event_id)

),

event_points as (

    select
        members.*,
        points.* exclude (trade_date, event_time_et)
    from members
    inner join points on members.event_date = points.trade_date and members.event_time_et = points.event_time_et

),

kinds as (

    select distinct
        event_type,
        event_time_et,
        sample
    from members

),

other_days as (

    select
        kinds.*,
        points.minutes_from_event,
        count(*) as n_days,
        {{ ordered_mean('points.running_correlation', 'points.trade_date') }} as running_correlation,
        {{ ordered_mean('points.spx_return_bp', 'points.trade_date') }} as spx_return_bp,
        {{ ordered_mean('points.ust_return_bp', 'points.trade_date') }} as ust_return_bp
    from kinds
    inner join samples on kinds.sample = samples.sample
    inner join points
        on
            kinds.event_time_et = points.event_time_et
            and points.trade_date between samples.first_date and samples.last_date
    anti join timed_events
        on kinds.event_type = timed_events.event_type and points.trade_date = timed_events.event_date
    group by kinds.event_type, kinds.event_time_et, kinds.sample, points.minutes_from_event

),

final as (

    select
        event_points.event_type,
        event_points.event_subset,
        event_points.sample,
        cast(event_points.minutes_from_event as integer) as minutes_from_event,
        cast(count(*) as integer) as n_events,
        cast(max(other_days.n_days) as integer) as n_other_days,
        {{ ordered_mean('event_points.running_correlation', 'event_points.event_date') }} as running_correlation,
        {{ ordered_mean('other_days.running_correlation', 'event_points.event_date') }}
            as running_correlation_other_days,
        {{ ordered_mean('event_points.spx_return_bp', 'event_points.event_date') }} as spx_return_bp,
        {{ ordered_mean('other_days.spx_return_bp', 'event_points.event_date') }} as spx_return_bp_other_days,
        {{ ordered_mean('event_points.ust_return_bp', 'event_points.event_date') }} as ust_return_bp,
        {{ ordered_mean('other_days.ust_return_bp', 'event_points.event_date') }} as ust_return_bp_other_days
    from event_points
    left join other_days using (event_type, event_time_et, sample, minutes_from_event)
    group by event_points.event_type, event_points.event_subset, event_points.sample, event_points.minutes_from_event

)

select * from final
