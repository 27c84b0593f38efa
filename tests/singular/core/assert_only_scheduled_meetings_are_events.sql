select
    events.event_id,
    events.original_date
from {{ ref('dim_events') }} as events
inner join {{ ref('fomc_meetings') }} as meetings
    on events.original_date = meetings.announcement_date
where events.event_type = 'fomc_announcement' and not meetings.is_scheduled
