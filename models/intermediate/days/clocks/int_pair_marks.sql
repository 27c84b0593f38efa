{{ config(materialized='by_day') }}

-- How the returns of a pair's legs go together when one leg's clock is moved: squared correlations over the length of
-- the bars, for those of fewer returns are by chance as much larger.
{% set lags = [0, 1, -1, 5, -5, 60, -60, 120, -120, 180, -180] -%}
with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

market_days as (

    select * from {{ ref('int_market_days') }}
    where is_over and {{ is_day_to_make() }}

),

-- Returns of bars, zeros for minutes on which none ends: the fast list products take no NULL.
legs as (

    select
        instrument_id,
        trade_date,
        step,
        list_transform(
            range(open_place + 1, len(log_prices) + 1),
            lambda i: coalesce(log_prices[i] - case when i > step then log_prices[i - step] end, 0)
        ) as returns
    from {{ ref('int_session_minutes') }}
    where {{ is_day_to_make() }}

),

sides as (

    select
        pairs.pair_id,
        market_days.trade_date,
        leg_a.returns as returns_a,
        leg_b.returns as returns_b,
        len(leg_a.returns) as n,
        greatest(leg_a.step, leg_b.step) as step,
        list_dot_product(leg_a.returns, leg_a.returns) * list_dot_product(leg_b.returns, leg_b.returns) as squares
    from market_days
    cross join pairs
    inner join legs as leg_a
        on market_days.trade_date = leg_a.trade_date and pairs.instrument_a_id = leg_a.instrument_id
    inner join legs as leg_b
        on market_days.trade_date = leg_b.trade_date and pairs.instrument_b_id = leg_b.instrument_id

),

final as (

    select
        pair_id,
        trade_date,
        {{ lags }} as minutes_late,
        [
            {% for lag in lags -%}
                {% set early, late = 'n - ' ~ (lag | abs), (lag | abs) + 1 -%}
                pow(list_dot_product(
                    {% if lag >= 0 -%}
                        returns_a[1:{{ early }}], returns_b[{{ late }}:n]
                    {%- else -%}
                        returns_a[{{ late }}:n], returns_b[1:{{ early }}]
                    {%- endif %}
                ), 2) / nullif(squares * step, 0){{ ',' if not loop.last }}
            {% endfor -%}
        ] as squared_correlations
    from sides
    where n > 180

)

select * from final
