-- What the facts and the files tell, on the days they name. Minutes originate from their meeting.
with

meetings as (

    select
        *,
        -- What lies ahead is only scheduled; a decision that was taken is unknown where no file tells it.
        case
            when decision is not null then 'rate_' || decision
            when announcement_date > {{ as_of_day() }} then 'scheduled'
            else 'unknown'
        end as event_subtype
    from {{ ref('int_fomc_meetings') }}
    where is_scheduled

),

auctions as (

    select
        *,
        case security_term when '10-Year' then 'auction_10y' when '5-Year' then 'auction_5y' end as event_type,
        case
            when is_offering_increased is null then 'unknown'
            when is_offering_increased then 'increased_offering'
            else 'unchanged_or_decreased_offering'
        end as event_subtype
    from {{ ref('int_auctions') }}

),

event_days as (

    select * from {{ ref('int_event_days') }}

),

unioned as (

    select
        'fomc_announcement' as event_type,
        event_subtype,
        announcement_date as original_date,
        announcement_date as originated_on,
        announcement_time_et as event_time_et
    from meetings
    union all by name
    select
        'fomc_minutes' as event_type,
        event_subtype,
        minutes_release_date as original_date,
        announcement_date as originated_on,
        '14:00' as event_time_et,
        is_minutes_date_estimated as is_date_estimated
    from meetings
    union all by name
    select
        event_type,
        event_subtype,
        auction_date as original_date,
        auction_date as originated_on
    from auctions
    union all by name
    select
        event_type,
        coalesce(event_subset, 'none') as event_subtype,
        event_date as original_date,
        event_time_et
    from event_days

),

final as (

    select
        event_type || ':' || original_date as event_id,
        event_type,
        event_subtype,
        original_date,
        originated_on,
        event_time_et,
        coalesce(is_date_estimated, false) as is_date_estimated
    from unioned

)

select * from final
