{{ config(materialized='view', meta={'is_read_by_day': true}) }}

-- A contract's day in one bar length: its one-minute prices and what was counted of its session. Nearly all are read
-- off one piece.
with

mended as (

    select * from {{ ref('int_days_mended') }}

),

in_pieces as (

    select * from {{ ref('int_days_in_pieces') }}

),

single as (

    select pieces.*
    from {{ ref('int_contract_pieces') }} as pieces
    anti join in_pieces using (vendor, instrument, series, bar_minutes, bar_date)

),

days as (

    {% for source in ['single', 'mended'] -%}
        select
            vendor,
            vendor_priority,
            instrument_id,
            instrument,
            return_sign,
            symbol_priority,
            is_dated,
            series,
            contract,
            contract_month,
            expiry_month,
            months_to_expiry,
            bar_minutes,
            bar_date as trade_date,
            n_bars,
            n_volumes,
            session_volume,
            first_open,
            first_open_minute,
            prices,
            prices_at
        from {{ source }}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select * from days where n_bars > 0

)

select * from final
