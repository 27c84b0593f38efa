-- Which contract an instrument's day belongs to: the one with the largest volume of the day, never going back
-- to an earlier expiry. Where several vendors have the day, the one the seed puts first; its finest bars.
with

contract_days as (

    select * from {{ ref('int_contract_days') }}

),

-- One vendor a day, and one bar length a contract.
finest as (

    select *
    from contract_days
    qualify
        row_number() over (
            partition by instrument_id, trade_date, vendor_priority, expiry_rank order by bar_minutes
        ) = 1
        and vendor_priority = min(vendor_priority) over (partition by instrument_id, trade_date)

),

leaders as (

    select
        instrument_id,
        trade_date,
        vendor_priority,
        sum(session_volume) as session_volume,
        arg_max(
            expiry_rank,
            struct_pack(v := coalesce(session_volume, 0), n := n_bars, earliest := -expiry_rank)
        ) as leading_rank
    from finest
    group by all

),

chosen as (

    select
        *,
        max(leading_rank) over (
            partition by instrument_id, vendor_priority order by trade_date
        ) as expiry_rank
    from leaders

),

final as (

    select
        chosen.instrument_id,
        chosen.trade_date,
        chosen.session_volume,
        finest.contract_id
    from chosen
    left join finest using (instrument_id, trade_date, vendor_priority, expiry_rank)

)

select * from final
