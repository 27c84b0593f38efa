-- Do the printed means of factors and of matched days depend on choices that the deck does not state?
-- Read it: T5's low and high are what other, equally near matchings give; T3's are a bootstrap of whole months, and its
-- second estimator takes the errors of the betas into account. A printed value outside is a warning.
select
    'T5' as table_id,
    'as_printed' as estimator,
    row_label,
    column_label,
    round(estimate, 2) as estimate,
    round(estimate_low, 2) as low,
    round(estimate_high, 2) as high
from {{ ref('rpt_t05_tie_range') }}
where sample = 'full'
union all
select
    'T3' as table_id,
    estimator,
    row_label,
    column_label,
    round(estimate, 2) as estimate,
    round(bootstrap_ci_low, 2) as low,
    round(bootstrap_ci_high, 2) as high
from {{ ref('rpt_t03_robustness') }}
where sample = 'full'
order by table_id, row_label, column_label, estimator
