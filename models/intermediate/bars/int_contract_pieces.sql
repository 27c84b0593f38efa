{{ config(materialized='view') }}

-- The pieces of contracts and of continuous series, under the one name that a contract has however it is spelled. What
-- begins after the as-of moment is not used; a piece that goes on past it is cut there.
with

pieces as (

    select
        *,
        {{ is_in_the_future('last_bar_at_utc', 'bar_minutes') }} as is_cut
    from {{ ref('int_bar_pieces') }}
    where first_bar_at_utc < {{ as_of_at_utc() }}

),

names as (

    select * from {{ ref('int_contract_names') }} where set_aside is null

),

final as (

    select
        pieces.* {{ exclude('symbol, contract, n_rows_not_bars') }},
        names.instrument_id,
        names.instrument,
        names.return_sign,
        names.symbol_priority,
        names.vendor_priority,
        names.is_dated,
        names.series,
        case when names.is_dated then names.series else names.name end as contract,
        names.contract_month,
        names.expiry_month,
        names.months_to_expiry
    from pieces
    inner join names
        on
            pieces.vendor = names.vendor
            and pieces.symbol = names.symbol
            and pieces.contract is not distinct from names.contract
            and date_trunc('month', pieces.bar_date) = names.bar_month

)

select * from final
