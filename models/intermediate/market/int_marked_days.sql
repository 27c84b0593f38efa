{{ config(materialized='view') }}

-- On a whole day the five-minute grid is read off directly: the closes of the bars that end on its points.
with

whole_days as (

    select * from {{ ref('int_bar_days') }} where is_whole

),

bars as (

    select * from {{ ref('int_bars_session') }} where grid_point is not null

),

-- Two lists in the same order: that of the bars.
days as (

    select
        contract_id,
        bar_date as trade_date,
        list(grid_point) as grid_points,
        list(close) as closes
    from bars
    group by all

),

final as (

    select
        days.contract_id,
        days.trade_date,
        true as is_whole,
        {{ closes_in_order('days.grid_points', 'days.closes') }} as prices
    from days
    semi join whole_days on days.contract_id = whole_days.contract_id and days.trade_date = whole_days.bar_date

)

select * from final
