-- FOMC meetings: those of the facts, later ones of the schedule, and what events/fomc.csv says of either. Without a
-- decision that is known, it is the change of the target's upper bound (before 2008-12-16 of the target) from the day
-- before to the day after; minutes come out three weeks after the meeting.
with

facts as (

    select * from {{ ref('fomc_meetings') }}

),

schedule as (

    select * from {{ ref('fomc_schedule') }}

),

given as (

    select * from {{ ref('stg_events__fomc_meetings') }}
    where defect is null

),

target as (

    select
        observation_date,
        value
    from {{ ref('int_macro_observations') }}
    where series_id = case when observation_date < date '2008-12-16' then 'DFEDTAR' else 'DFEDTARU' end

),

days as (

    select announcement_date from facts
    union
    select announcement_date from schedule
    union
    select announcement_date from given

),

changes as (

    select
        days.announcement_date,
        sign(after_it.value - before_it.value) as direction
    from days
    inner join target as before_it on days.announcement_date - 1 = before_it.observation_date
    inner join target as after_it on days.announcement_date + 1 = after_it.observation_date

),

final as (

    select
        days.announcement_date,
        coalesce(given.announcement_time_et, facts.announcement_time_et, '14:00') as announcement_time_et,
        coalesce(given.is_scheduled, facts.is_scheduled, true) as is_scheduled,
        case changes.direction when 1 then 'hike' when 0 then 'unchanged' when -1 then 'cut' end as decision_by_target,
        coalesce(given.decision, facts.decision, decision_by_target) as decision,
        coalesce(given.minutes_release_date, facts.minutes_release_date) is null as is_minutes_date_estimated,
        coalesce(
            given.minutes_release_date, facts.minutes_release_date, days.announcement_date + 21
        ) as minutes_release_date
    from days
    left join facts on days.announcement_date = facts.announcement_date
    left join given on days.announcement_date = given.announcement_date
    left join changes on days.announcement_date = changes.announcement_date

)

select * from final
