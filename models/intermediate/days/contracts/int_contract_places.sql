-- A vendor's contracts in the order of their expiry: place 1 is the first, 0 stands for none.
with

contracts as (

    select distinct
        instrument,
        vendor,
        series,
        expiry_month,
        contract_month
    from {{ ref('int_contract_candidates') }}
    where is_dated and is_serving

),

roll_days as (

    select * from {{ ref('int_roll_days') }}

),

final as (

    select
        contracts.*,
        roll_days.roll_date,
        cast(row_number() over (
            partition by contracts.instrument, contracts.vendor
            order by contracts.expiry_month, contracts.contract_month, contracts.series
        ) as integer) as place
    from contracts
    inner join roll_days using (instrument, expiry_month)

)

select * from final
