-- Does what happens on event days come before them, and does it last?
-- Read it: one line per kind of event and outcome. A mean five sessions later as large as on the event has lasted; a
-- mean that differs from zero five sessions before was there already.
select
    event_type,
    outcome_label,
    unit,
    round(max(mean_change) filter (where session_offset = -5), 3) as five_sessions_before,
    round(max(mean_change) filter (where session_offset = 0), 3) as on_the_event,
    round(max(mean_change) filter (where session_offset = 5), 3) as five_sessions_after,
    bool_or(ci_low > 0 or ci_high < 0) filter (where session_offset = 5) as has_lasted
from {{ ref('rpt_event_paths') }}
where sample = 'full' and event_subset = 'all'
group by event_type, outcome_label, unit
order by event_type, outcome_label
