with

choices as (

    select * from {{ ref('int_contract_choices') }} where series_before <> series_after

),

contract_days as (

    select * from {{ ref('int_instrument_days') }}

),

-- The choice of a day is known at its close.
days_over as (

    select * from {{ ref('int_market_days') }}
    where is_over

),

-- A roll that is undone stands here, too: its second row goes back to the earlier contract.
final as (

    select
        choices.instrument,
        choices.trade_date,
        choices.vendor,
        choices.series_before as from_contract,
        choices.series_after as to_contract,
        contract_days.volume_share
    from choices
    semi join days_over using (trade_date)
    left join contract_days using (instrument, trade_date)

)

select * from final
