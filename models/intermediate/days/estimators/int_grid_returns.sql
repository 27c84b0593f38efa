{{ config(materialized='view') }}

-- An instrument's returns of a session on other grids than the session's own, from its one-minute prices: zeros stand
-- for gaps, whose places are listed.
-- noqa: disable=LT02
with

minutes as (

    select * from {{ ref('int_session_minutes') }}

),

on_points as (

    select
        instrument_id,
        trade_date,
        is_first_leg,
        is_second_leg,
        n_minutes,
        {% for name, minutes, step in other_grids() -%}
            {{ fill_gaps(prices_every(
                step, minutes, 'n_minutes', 'log_prices', 'open_place', 'log_first_open', 'first_open_minute'
            )) }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from minutes

),

final as (

    select
        instrument_id,
        trade_date,
        is_first_leg,
        is_second_leg,
        n_minutes,
        {% for name, minutes, step in other_grids() -%}
            {{ changes_over(minutes // step, name) }} as {{ name }},
            {{ missing_changes(minutes // step, name) }} as {{ name }}_missing{{ ',' if not loop.last }}
        {% endfor -%}
    from on_points

)

select * from final
