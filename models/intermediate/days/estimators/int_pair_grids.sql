{{ config(materialized='view') }}

-- The returns of both legs of each pair on other grids than the session's own: only intervals in which both have one.
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
            {% for leg in ['a', 'b'] -%}
                {{ list_without(
                    'leg_' ~ leg ~ '.' ~ name, 'list_concat(leg_a.' ~ name ~ '_missing, leg_b.' ~ name ~ '_missing)'
                ) }} as {{ name }}_{{ leg }},
            {% endfor -%}
        {% endfor -%}
        leg_b.n_minutes
    from second_legs as leg_b
    inner join pairs on leg_b.instrument_id = pairs.instrument_b_id
    inner join first_legs as leg_a
        on leg_b.trade_date = leg_a.trade_date and pairs.instrument_a_id = leg_a.instrument_id

)

select * from final
