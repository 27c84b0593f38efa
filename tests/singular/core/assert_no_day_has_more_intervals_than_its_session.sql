-- Returns lie inside the session: neither a pair nor an instrument has more of them than the calendar has intervals.
with

counted as (

    select
        trade_date,
        n_intervals
    from {{ ref('fct_realized_correlation_daily') }}
    where not is_given
    union all
    select
        trade_date,
        n_intervals
    from {{ ref('fct_realized_volatility_daily') }}

)

select
    counted.trade_date,
    counted.n_intervals,
    sessions.n_intervals as n_session_intervals
from counted
left join {{ ref('int_sessions') }} as sessions using (trade_date)
where sessions.n_intervals is null or counted.n_intervals > sessions.n_intervals
