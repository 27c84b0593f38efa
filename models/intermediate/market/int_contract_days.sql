{{ config(materialized='view') }}

with

marked as (

    select * from {{ ref('int_marked_days') }}

),

searched as (

    select * from {{ ref('int_searched_days') }}

),

contracts as (

    select * from {{ ref('int_contracts') }}

),

days as (

    select * from marked
    union all
    select * from searched

),

final as (

    select
        days.*,
        days.prices[-1] as closing_price,
        contracts.instrument_id,
        contracts.vendor_priority,
        contracts.bar_minutes,
        contracts.expiry_rank,
        contracts.contract,
        contracts.return_sign
    from days
    inner join contracts using (contract_id)

)

select * from final
