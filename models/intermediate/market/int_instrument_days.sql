-- Which contract an instrument's day belongs to: the one with the largest volume of the day, never going back
-- to an earlier expiry. Where several vendors have the day, the one the seed puts first; its finest bars.
with

contracts as (

    select * from {{ ref('int_contracts') }}

),

-- Copies that were thrown out count in no volume.
thrown_out as (

    select
        contract_id,
        bar_date,
        count(*) as n_bars,
        sum(volume) as volume
    from {{ ref('int_bar_copies') }}
    where exclusion is null and verdict <> 'kept'
    group by all

),

contract_days as (

    select
        contracts.instrument_id,
        days.bar_date as trade_date,
        contracts.vendor_priority,
        contracts.expiry_rank,
        contracts.bar_minutes,
        days.contract_id,
        days.n_bars - coalesce(thrown_out.n_bars, 0) as n_bars,
        days.session_volume - coalesce(thrown_out.volume, 0) as session_volume
    from {{ ref('int_bar_days') }} as days
    inner join contracts using (contract_id)
    left join thrown_out on days.contract_id = thrown_out.contract_id and days.bar_date = thrown_out.bar_date
    where days.n_bars > coalesce(thrown_out.n_bars, 0)

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
