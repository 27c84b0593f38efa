{{ config(materialized='view') }}

-- An instrument's returns of a session on other grids than the session's own, from its one-minute prices: zeros stand
-- for gaps, whose places are listed. What its pairs have in common is summed here once.
-- noqa: disable=LT02
with

minutes as (

    select
        *,
        list_prepend(
            coalesce(log_prices[open_place], case when first_open_minute < 1 then log_first_open end),
            log_prices[open_place + 1:open_place + n_minutes]
        ) as session_prices
    from {{ ref('int_session_minutes') }}

),

counted as (

    select
        *,
        -- Nearly all days have a price on every minute, and so on every point of any grid.
        log_prices[open_place] is not null and list_count(session_prices) = n_minutes + 1 as is_full
    from minutes

),

on_points as (

    select
        instrument_id,
        trade_date,
        is_first_leg,
        is_second_leg,
        n_minutes,
        is_full,
        {% for name, minutes, step in other_grids() -%}
            {% if minutes == 1 -%}
                {{ fill_gaps('session_prices') }} as {{ name }},
            {% else -%}
                case
                    when is_full
                        then {% if step == 1 %}session_prices{% else %}list_slice(
                            session_prices, 1, n_minutes // {{ step }} * {{ step }} + 1, {{ step }}
                        ){% endif %}
                    else {{ fill_gaps(prices_every(
                        step, minutes, 'n_minutes', 'log_prices', 'open_place', 'log_first_open', 'first_open_minute'
                    )) }}
                end as {{ name }}{{ ',' if not loop.last }}
            {% endif -%}
        {% endfor -%}
    from counted

),

changed as (

    select
        instrument_id,
        trade_date,
        is_first_leg,
        is_second_leg,
        n_minutes,
        {% for name, minutes, step in other_grids() -%}
            {{ changes_over(minutes // step, name) }} as {{ name }},
            case
                when not is_full then {{ missing_changes(minutes // step, name) }}
                else cast([] as bigint[])
            end as {{ name }}_missing{{ ',' if not loop.last }}
        {% endfor -%}
    from on_points

),

with_zeros as (

    select
        *,
        {{ zeros_behind('grid_1m', kernel_bandwidth('grid_1m')) }} as grid_1m_ahead
    from changed

),

final as (

    select
        * exclude (grid_1m_ahead),
        {% for name, minutes, step in other_grids() if step == 1 -%}
            list_sum({{ name }}) as {{ name }}_sum,
            list_dot_product({{ name }}, {{ name }}) as {{ name }}_squares,
        {% endfor -%}
        case
            when len(grid_1m_missing) = 0
                then {{ realized_kernel('grid_1m', 'grid_1m', 'grid_1m_ahead', 'grid_1m_ahead') }}
        end as kernel_variance
    from with_zeros

)

select * from final
