-- The one-minute prices reach from the interval before the open to the close, on both sides of each clock change: else
-- a grid point would look for its price beyond the list.
select *
from {{ ref('int_sessions') }}
where
    open_minute_utc - vector_open_minute_utc < {{ var('interval_minutes') }}
    or open_minute_utc - vector_open_minute_utc + n_minutes >= {{ n_vector_minutes() }}
