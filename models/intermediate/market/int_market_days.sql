-- The span of the facts: every session from the first to the last day on which any instrument has bars.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

sessions as (

    select * from {{ ref('int_session_minutes') }}

),

span as (

    select
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from instrument_days

),

final as (

    select sessions.*
    from sessions
    cross join span
    where sessions.trade_date >= span.first_date and sessions.trade_date <= span.last_date

)

select * from final
