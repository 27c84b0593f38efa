{{ config(materialized='view') }}

-- On a whole day the five-minute grid is read off directly: the closes of the bars that end on its marks.
with

whole_days as (

    select * from {{ ref('int_bar_days') }} where is_whole

),

bars as (

    select * from {{ ref('int_bars_session') }} where exclusion is null

),

-- Two lists in the same order: that of the bars.
marks as (

    select
        contract_id,
        bar_date,
        list(end_minute) as mark_minutes,
        list(close) as mark_closes
    from bars
    where end_minute > 0 and end_minute % {{ var('interval_minutes') }} = 0
    group by all

),

final as (

    select
        whole_days.contract_id,
        whole_days.bar_date as trade_date,
        whole_days.n_bars,
        whole_days.session_volume,
        list_prepend(
            whole_days.opening_grid_price, {{ grid_closes('marks.mark_minutes', 'marks.mark_closes') }}
        ) as prices
    from whole_days
    inner join marks using (contract_id, bar_date)

)

select * from final
