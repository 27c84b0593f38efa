-- How much of the daily correlation, and of its labels, hangs on conventions that the deck does not state?
-- Read it: a mean size of change far below the error of a day (0.15 or so in Fisher's z) is small; the share relabelled
-- stands beside some 0.18, the share of labels that sampling alone makes wrong.
select
    what,
    n_days,
    round(mean_change, 3) as mean_change,
    round(mean_absolute_change, 3) as mean_size_of_change,
    round(largest_change, 2) as largest_change,
    round(share_relabelled, 3) as share_relabelled,
    round(mean, 2) as mean,
    round(std, 2) as std,
    null_reason
from {{ ref('rpt_convention_sensitivity') }}
where pair_id = 'ust' and sample = 'full'
order by convention_number
