-- The span of the facts: every session from the first to the last day on which any instrument has bars or the user
-- gives a correlation. One that is not over has running values only.
with

days_with_data as (

    select trade_date from {{ ref('int_instrument_days') }}
    union all
    select trade_date from {{ ref('int_days_without_contract') }}
    union all
    select observation_date as trade_date from {{ ref('int_given_correlations') }}
    where correlation is not null and is_in_the_future is not true

),

sessions as (

    select
        sessions.*,
        progress.is_over,
        progress.n_intervals_over
    from {{ ref('int_sessions') }} as sessions
    inner join {{ ref('int_session_progress') }} as progress using (trade_date)

),

span as (

    select
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from days_with_data

),

final as (

    select sessions.*
    from sessions
    cross join span
    where sessions.trade_date >= span.first_date and sessions.trade_date <= span.last_date

)

select * from final
