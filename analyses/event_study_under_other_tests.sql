-- Which findings of the event study survive tests that few events cannot deceive?
-- Read it: stars are the paper's, by the normal distribution. A finding with stars and random_dates_p above 0.05 rests
-- on few events or on heavy tails; after_holm below 0.05 stands even among all outcomes and sets of its table.
select
    event_type,
    event_subset,
    outcome,
    variant,
    n_events,
    round(mean_change, 3) as mean_change,
    round(newey_west_t_stat, 2) as printed_t,
    round(newey_west_p_value_normal, 3) as printed_p,
    round(p_value, 3) as plain_t_p,
    round(randomisation_p_value, 3) as random_dates_p,
    round(holm_p_value, 3) as after_holm,
    round(benjamini_hochberg_p_value, 3) as after_benjamini_hochberg
from {{ ref('rpt_event_study_robustness') }}
where sample = 'full' and variant in ('as_printed', 'without_overlaps', 'placebo') and null_reason is null
order by event_type, event_subset, outcome, variant
