-- The seed begins and ends within a week of the span that the project promises.
with

span as (

    select
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from {{ ref('dim_trading_days') }}

)

select *
from span
where
    first_date not between date '{{ var("calendar_start") }}' and date '{{ var("calendar_start") }}' + 7
    or last_date not between date '{{ var("calendar_end") }}' - 7 and date '{{ var("calendar_end") }}'
