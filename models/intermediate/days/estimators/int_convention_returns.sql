{{ config(materialized='by_day') }}

{% set open_before = clock_minutes(var('session_open')) - clock_minutes('08:20') -%}
{% set bond_session = clock_minutes('15:00') - clock_minutes('08:20') -%}
-- An instrument's returns of a session under other conventions than ours, from the same prices in memory. Bonds' own
-- session is that of the pit in which note futures were traded, 08:20 to 15:00.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }} where {{ is_day_to_make() }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }} where {{ is_day_to_make() }}

),

candidates as (

    select * from {{ ref('int_contract_candidates') }} where {{ is_day_to_make() }}

),

sessions as (

    select * from {{ ref('int_sessions') }} where not is_early_close

),

-- Another rule of the roll: the first contract to expire of those that serve, to its last day.
nearest as (

    select
        instrument,
        vendor,
        trade_date,
        grid_prices
    from candidates
    where is_dated and is_serving
    qualify row_number() over (
        partition by instrument, vendor, trade_date order by expiry_month, contract_month, series
    ) = 1

),

placed as (

    select
        instrument_days.instrument_id,
        instrument_days.trade_date,
        instrument_days.return_sign,
        sessions.n_intervals,
        sessions.open_minute_utc - sessions.vector_open_minute_utc - contract_days.prices_at as open_at,
        contract_days.prices,
        contract_days.first_open,
        contract_days.first_open_minute,
        candidates.grid_prices,
        coalesce(nearest.grid_prices, candidates.grid_prices) as nearest_prices
    from instrument_days
    inner join sessions using (trade_date)
    inner join contract_days using (trade_date, instrument, vendor, series, bar_minutes)
    inner join candidates using (trade_date, instrument, vendor, series, bar_minutes)
    left join nearest using (trade_date, instrument, vendor)

),

priced as (

    select
        instrument_id,
        trade_date,
        return_sign,
        unnest([
            struct_pack(
                convention := 'grid_closed_before', n_intervals := n_intervals,
                prices := {{ prices_on_grid(
                    'prices', 'open_at - 1', 'n_intervals', 'first_open', 'first_open_minute'
                ) }}
            ),
            struct_pack(
                convention := 'gaps_filled', n_intervals := n_intervals,
                prices := case
                    when list_count(grid_prices) = len(grid_prices) then grid_prices
                    else {{ previous_tick('grid_prices') }}
                end
            ),
            struct_pack(
                convention := 'without_first_return', n_intervals := n_intervals, prices := grid_prices[2:]
            ),
            struct_pack(
                convention := 'nearest_contract', n_intervals := n_intervals, prices := nearest_prices
            ),
            struct_pack(
                convention := 'bond_session',
                n_intervals := cast({{ bond_session // var('interval_minutes') }} as smallint),
                -- Prices that begin later tell nothing of it.
                prices := case
                    when open_at >= {{ open_before - var('interval_minutes') }}
                        then {{ prices_on_grid(
                            'prices', 'open_at - ' ~ open_before, bond_session // var('interval_minutes'),
                            'null', 'null'
                        ) }}
                end
            )
        ], recursive := true)
    from placed

),

final as (

    select
        instrument_id,
        trade_date,
        convention,
        n_intervals,
        {{ log_returns('prices', 'return_sign') }} as returns
    from priced

)

select * from final
