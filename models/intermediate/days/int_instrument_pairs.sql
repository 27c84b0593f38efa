{{ config(pre_hook="{{ make_given_pairs() }}") }}

with

pairs as (

    select * from {{ pairs_or_given(ref('instrument_pairs')) }}

),

instruments as (

    select * from {{ ref('instruments') }}

),

final as (

    select
        pairs.pair_id,
        leg_a.instrument_id as instrument_a_id,
        leg_b.instrument_id as instrument_b_id
    from pairs
    inner join instruments as leg_a on pairs.instrument_a = leg_a.instrument
    inner join instruments as leg_b on pairs.instrument_b = leg_b.instrument

)

select * from final
