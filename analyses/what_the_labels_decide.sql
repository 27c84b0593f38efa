-- Do the tables hold where labels are told by probability, as known that evening, or a session before?
-- Read it: an estimate by probability that is larger than as printed has back what wrong labels took away.
select
    table_id,
    specification_label,
    label,
    round(max(estimate) filter (where labels = 'as_printed'), 2) as as_printed,
    round(max(estimate) filter (where labels = 'probability_weighted'), 2) as probability_weighted,
    round(max(estimate) filter (where labels = 'point_in_time'), 2) as point_in_time,
    round(max(estimate) filter (where labels = 'session_before'), 2) as session_before
from {{ ref('rpt_label_robustness') }}
where sample = 'full' and term in ('ust_safety', 'ust_risky')
group by table_id, panel, specification, specification_label, term, label
order by table_id, panel, specification, term
