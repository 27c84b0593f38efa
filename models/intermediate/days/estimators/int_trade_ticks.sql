{{ config(materialized='view') }}

-- The prices of an instrument's day at its trades, of each second the last, where its bars are cut of trades.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

pieces as (

    select * from {{ ref('int_contract_pieces') }} where ticks is not null

),

-- Minutes of a file that are not used: copies, corrected ones, those in the future.
left_out as (

    select
        vendor,
        instrument,
        series,
        file,
        bar_start_at_utc
    from {{ ref('int_bars_compared') }}
    group by vendor, instrument, series, file, bar_start_at_utc
    having not bool_or(verdict in ('single', 'kept'))

),

arrived as (

    select
        instrument_days.*,
        pieces.file,
        unnest(pieces.ticks, recursive := true)  -- noqa: AL03
    from instrument_days
    inner join pieces
        on
            instrument_days.instrument = pieces.instrument
            and instrument_days.vendor = pieces.vendor
            and instrument_days.series = pieces.series
            and instrument_days.bar_minutes = pieces.bar_minutes
            and instrument_days.trade_date = pieces.bar_date

),

final as (

    select
        arrived.trade_date,
        arrived.instrument_id,
        arrived.at_utc,
        arrived.return_sign * ln(arg_max(arrived.price, arrived.file)) as log_price
    from arrived
    anti join left_out
        on
            arrived.vendor = left_out.vendor
            and arrived.instrument = left_out.instrument
            and arrived.series = left_out.series
            and arrived.file = left_out.file
            and date_trunc('minute', arrived.at_utc) = left_out.bar_start_at_utc
    group by arrived.trade_date, arrived.instrument_id, arrived.return_sign, arrived.at_utc

)

select * from final
