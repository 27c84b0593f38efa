with

slices as (

    select * from {{ ref('int_bar_slices') }} where contract_id is not null

),

vendor_symbols as (

    select * from {{ ref('vendor_symbols') }}

),

instruments as (

    select * from {{ ref('instruments') }}

),

-- A continuous series (no contract) is one contract of its own.
contracts as (

    select
        contract_id,
        instrument,
        vendor,
        symbol,
        contract,
        bar_minutes,
        min(first_bar_at_utc) as first_bar_at_utc
    from slices
    group by all

),

dated as (

    select
        *,
        {{ contract_month('contract', 'first_bar_at_utc') }} as expiry_month,
        min(first_bar_at_utc) over (partition by vendor, symbol, contract) as first_seen_at_utc
    from contracts

),

final as (

    select
        dated.contract_id,
        instruments.instrument_id,
        instruments.instrument,
        dated.vendor,
        vendor_symbols.priority as vendor_priority,
        dated.symbol,
        vendor_symbols.return_sign,
        dated.contract,
        dated.bar_minutes,
        dated.expiry_month,
        -- Where a name tells no month, the day the contract first appears orders it.
        dense_rank() over (
            partition by instruments.instrument_id, dated.vendor
            order by dated.expiry_month nulls first, dated.first_seen_at_utc, dated.symbol, dated.contract
        ) as expiry_rank
    from dated
    inner join instruments using (instrument)
    inner join vendor_symbols
        on dated.vendor = vendor_symbols.vendor and dated.symbol = vendor_symbols.symbol

)

select * from final
