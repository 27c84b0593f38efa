{{ config(post_hook="{{ warn_of_days_without_contract(this) }}") }}

-- Days of an instrument on which sound bars arrived in the session, all under names that no contract can be told from.
with

pieces as (

    select
        vendor,
        symbol,
        contract,
        bar_date,
        n_sound
    from {{ ref('int_bar_pieces') }}
    where n_bars > 0 and first_bar_at_utc < {{ as_of_at_utc() }}

),

names as (

    select * from {{ ref('int_contract_names') }} where set_aside is not null

),

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

final as (

    select
        names.instrument_id,
        names.instrument,
        pieces.bar_date as trade_date,
        {{ joined_texts('pieces.contract') }} as names,
        cast(sum(pieces.n_sound) as bigint) as n_rows
    from pieces
    inner join names
        on
            pieces.vendor = names.vendor
            and pieces.symbol = names.symbol
            and pieces.contract is not distinct from names.contract
            and date_trunc('month', pieces.bar_date) = names.bar_month
    anti join instrument_days
        on names.instrument = instrument_days.instrument and pieces.bar_date = instrument_days.trade_date
    group by names.instrument_id, names.instrument, pieces.bar_date

)

select * from final
