-- Neither look-ahead nor delay: on each day the value known is that of the latest observation published by then,
-- found here the slow way, among the weeks before.
with

latest as (

    select
        days.series_id,
        days.trade_date,
        days.observation_date_point_in_time,
        max(observations.observation_date) as expected_date
    from {{ ref('fct_macro_daily') }} as days
    left join {{ ref('int_macro_observations') }} as observations
        on
            days.series_id = observations.series_id
            and observations.available_date between date '{{ var("calendar_start") }}' and days.trade_date
            and observations.observation_date > days.trade_date - 120
    where extract('year' from days.trade_date) % 5 = 0
    group by all

)

select * from latest
where expected_date is not null and expected_date is distinct from observation_date_point_in_time
