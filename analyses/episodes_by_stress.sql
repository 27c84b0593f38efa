-- How stressed were rates, stocks and Treasury liquidity in the prominent episodes?
-- Read it: the mean level of a measure over the episode, its highest day, and how high the mean ranks in its history.
select
    episode_label,
    outcome,
    unit,
    n_days,
    round(mean_level, 2) as mean_level,
    round(highest_level, 2) as highest_level,
    highest_on,
    round(mean_rank_in_history, 2) as mean_rank_in_history,
    null_reason
from {{ ref('rpt_episode_measures') }}
order by episode_id, outcome
