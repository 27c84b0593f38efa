{{ config(materialized='view') }}

-- The returns of both legs of each pair on other grids than the session's own: only intervals in which both have one.
-- On grids of every minute these are lists of their own where a leg has gaps, else the legs' lists as they are: a CASE
-- of long lists would copy all of them.
with

pairs as (

    select * from {{ ref('int_instrument_pairs') }}

),

second_legs as (

    select * from {{ ref('int_grid_returns') }} where is_second_leg

),

-- Few instruments are first legs: their lists are held while those of the second legs pass by.
first_legs as (

    select * from {{ ref('int_grid_returns') }} where is_first_leg

),

final as (

    select
        pairs.pair_id,
        leg_b.trade_date,
        {% for name, minutes, step in other_grids() -%}
            {% set gaps = 'list_concat(leg_a.' ~ name ~ '_missing, leg_b.' ~ name ~ '_missing)' -%}
            {% for leg in ['a', 'b'] -%}
                {% set returns = 'leg_' ~ leg ~ '.' ~ name -%}
                {% if step == 1 -%}
                    {{ returns }} as {{ name }}_{{ leg }},
                    case
                        when len({{ gaps }}) > 0 then {{ list_without(returns, gaps) }}
                    end as {{ name }}_common_{{ leg }},
                    {{ returns }}_sum as {{ name }}_sum_{{ leg }},
                    {{ returns }}_squares as {{ name }}_squares_{{ leg }},
                {% else -%}
                    {{ list_without(returns, gaps) }} as {{ name }}_{{ leg }},
                {% endif -%}
            {% endfor -%}
        {% endfor -%}
        leg_a.kernel_variance as kernel_variance_a,
        leg_b.kernel_variance as kernel_variance_b,
        leg_b.n_minutes
    from second_legs as leg_b
    inner join pairs on leg_b.instrument_id = pairs.instrument_b_id
    inner join first_legs as leg_a
        on leg_b.trade_date = leg_a.trade_date and pairs.instrument_a_id = leg_a.instrument_id

)

select * from final
