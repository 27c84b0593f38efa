{{ config(post_hook = "{{ stop_after_calendar_end(this, 'event_id', 'original_date', 'seeds/events') }}") }}

-- What the facts tell, on the days they name. The originating fact of a release of minutes is its meeting.
with

meetings as (

    select
        *,
        'rate_' || decision as event_subtype
    from {{ ref('fomc_meetings') }}
    where is_scheduled

),

auctions as (

    select
        *,
        case security_term
            when '10-Year' then 'auction_10y'
            when '5-Year' then 'auction_5y'
        end as event_type,
        case
            when is_offering_increased then 'increased_offering' else 'unchanged_or_decreased_offering'
        end as event_subtype
    from {{ ref('treasury_note_auctions') }}

),

unioned as (

    select
        'fomc_announcement' as event_type,
        event_subtype,
        announcement_date as original_date,
        announcement_date as originated_on
    from meetings
    union all
    select
        'fomc_minutes' as event_type,
        event_subtype,
        minutes_release_date as original_date,
        announcement_date as originated_on
    from meetings
    where minutes_release_date is not null
    union all
    select
        event_type,
        event_subtype,
        auction_date as original_date,
        auction_date as originated_on
    from auctions

),

final as (

    select
        event_type || ':' || original_date as event_id,
        event_type,
        event_subtype,
        original_date,
        originated_on
    from unioned

)

select * from final
