with

scheduled_events as (

    select * from {{ ref('int_scheduled_events') }}

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

month_ends as (

    select
        *,
        case when is_quarter_end then 'quarter_end' else 'month_end_ex_quarter_end' end as event_type
    from trading_days
    where is_month_end

),

events as (

    select * from scheduled_events
    union all by name
    select
        event_type || ':' || trade_date as event_id,
        event_type,
        'calendar' as event_subtype,
        trade_date as original_date,
        trade_date as originated_on,
        false as is_date_estimated
    from month_ends

),

-- The calendar of events begins with the paper's sample: its minutes are of meetings inside it. The user's own sets,
-- which have no fact that they originate from, begin where they like.
in_scope as (

    select * from events
    where
        coalesce(originated_on >= date '{{ var("paper_start") }}', true)
        and original_date >= date '{{ var("calendar_start") }}'

),

-- An event on a day without a session moves to the next one.
moved as (

    select
        in_scope.*,
        trading_days.trade_date as event_date,
        trading_days.session_close_at_utc
    from in_scope
    asof inner join trading_days
        on in_scope.original_date <= trading_days.trade_date

),

final as (

    select
        event_id,
        event_type,
        event_subtype,
        event_date,
        original_date,
        event_time_et,
        event_date >= date '{{ var("volcker_rule_date") }}' as is_post_volcker,
        is_date_estimated,
        session_close_at_utc > {{ as_of_at_utc() }} as is_upcoming
    from moved

)

select * from final
