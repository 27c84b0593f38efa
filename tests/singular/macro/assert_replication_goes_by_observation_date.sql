-- Replication reads a value on the day it describes, though it may have been published later.
select
    observations.series_id,
    observations.observation_date
from {{ ref('int_macro_observations') }} as observations
inner join {{ ref('fct_macro_daily') }} as days
    on observations.series_id = days.series_id and observations.observation_date = days.trade_date
where days.value is distinct from observations.value or not days.is_own_observation
