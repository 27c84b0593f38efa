-- One row per cell of the event study.
select
    concat_ws(' ', event_type, event_subset, outcome, sample) as label,
    n_events,
    std_error,
    t_stat
from reports.rpt_event_study
order by label
