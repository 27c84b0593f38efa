-- When a contract is left by calendar: so many sessions before its last day or, where that is none, before the last
-- session that precedes it.
with

contracts as (

    select distinct
        instrument,
        expiry_month
    from {{ ref('int_contract_names') }}
    where set_aside is null and is_dated

),

instruments as (

    select * from {{ ref('instruments') }}

),

sessions as (

    select
        trade_date,
        row_number() over (order by trade_date) as session_number
    from {{ ref('int_sessions') }}

),

months as (

    select
        contracts.instrument,
        contracts.expiry_month,
        instruments.roll_days_before_expiry,
        instruments.expiry_day,
        make_date({{ quotient('contracts.expiry_month', 100) }}, contracts.expiry_month % 100, 1) as first_day
    from contracts
    inner join instruments using (instrument)

),

expiries as (

    select
        *,
        case expiry_day
            when 'first_day' then first_day
            when 'third_wednesday' then {{ nth_weekday('first_day', 3, 3) }}
            when 'third_friday' then {{ nth_weekday('first_day', 5, 3) }}
        end as expiry_date
    from months

),

last_sessions as (

    select
        expiries.instrument,
        expiries.expiry_month,
        expiries.expiry_date,
        expiries.roll_days_before_expiry,
        max(sessions.session_number) as session_number
    from expiries
    left join sessions on expiries.expiry_date >= sessions.trade_date
    group by all

),

-- Beyond the calendar's end no day is known: it has not come.
final as (

    select
        last_sessions.instrument,
        last_sessions.expiry_month,
        case
            when last_sessions.expiry_date <= date '{{ var("calendar_end") }}'
                then coalesce(sessions.trade_date, date '{{ var("calendar_start") }}')
        end as roll_date
    from last_sessions
    left join sessions
        on last_sessions.session_number - last_sessions.roll_days_before_expiry = sessions.session_number

)

select * from final
