{{ config(materialized='view') }}

-- One branch per vendor: a new one is a staging model, its rows in seed vendor_symbols, and a branch here.
with

canonical as (

    select
        'canonical' as vendor,
        *
    from {{ ref('stg_canonical__bars') }}

),

oanda as (

    select
        'oanda' as vendor,
        *
    from {{ ref('stg_oanda__bars') }}

),

final as (

    select * from canonical
    union all by name
    select * from oanda

)

select * from final
