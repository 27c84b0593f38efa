{{ config(materialized='by_day') }}

-- The hours around each time of day at which events are, on every day, with an event or without. At a point stands the
-- last price of the interval that ends there; returns count from the first price up to the event's own interval.
{% set interval = var('interval_minutes') -%}
{% set n_points = 180 // interval + 1 -%}
{# Empty points before the vector: then the hour before any time of day lies in it. -#}
{% set n_before = (clock_minutes(var('vector_open')) + 60) // interval -%}
with

event_times as (

    select distinct event_time_et from {{ ref('int_scheduled_events') }}
    where event_time_et is not null

),

legs as (

    select
        instrument_id,
        leg
    from {{ ref('instruments') }}
    where leg in ('SPX', 'UST')

),

instrument_days as (

    select * from {{ ref('int_instrument_days') }} where {{ is_day_to_make() }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }} where {{ is_day_to_make() }}

),

on_points as (

    select
        legs.leg,
        instrument_days.trade_date,
        instrument_days.return_sign,
        list_concat(
            list_resize(cast([] as double[]), {{ n_before }}),
            {{ prices_on_points('contract_days.prices', 'contract_days.prices_at') }}
        ) as prices
    from instrument_days
    inner join legs using (instrument_id)
    inner join contract_days using (instrument_id, trade_date, vendor, series, bar_minutes)

),

around as (

    select
        on_points.leg,
        on_points.trade_date,
        event_times.event_time_et,
        on_points.return_sign,
        (
            60 * cast(left(event_times.event_time_et, 2) as integer)
            + cast(right(event_times.event_time_et, 2) as integer)
            - {{ clock_minutes(var('vector_open')) }}
        ) // {{ interval }} + {{ n_before + 1 }} as event_point,
        list_resize(
            on_points.prices[event_point - {{ 60 // interval }}:event_point + {{ 120 // interval }}], {{ n_points }}
        ) as prices
    from on_points
    cross join event_times

),

returns as (

    select
        *,
        list_first(
            list_filter(prices[:{{ 60 // interval + 1 }}], lambda price: price is not null)
        ) as base_price,
        list_transform(prices, lambda price: 1e4 * return_sign * ln(price / base_price)) as returns_bp
    from around

),

by_day as (

    select
        trade_date,
        event_time_et,
        time_bucket(
            interval {{ interval }} minute,
            timezone('UTC', timezone('America/New_York', trade_date + cast(event_time_et as time)))
        ) as event_interval_end_at_utc,
        any_value(returns_bp) filter (where leg = 'SPX') as spx_returns_bp,
        any_value(returns_bp) filter (where leg = 'UST') as ust_returns_bp
    from returns
    group by trade_date, event_time_et

),

final as (

    select
        trade_date,
        event_time_et,
        unnest(range(-60, 121, {{ interval }})) as minutes_from_event,
        event_interval_end_at_utc + to_minutes(minutes_from_event) as interval_end_at_utc,
        unnest(spx_returns_bp) as spx_return_bp,
        unnest(ust_returns_bp) as ust_return_bp
    from by_day

)

select * from final
