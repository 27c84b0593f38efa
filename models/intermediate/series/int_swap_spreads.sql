-- Treasury yield less swap rate on days that have both, one row per tenor, day and source of the swap rate.
with

observations as (

    select * from {{ ref('int_macro_observations') }}

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

joined as (

    select
        yields.observation_date,
        swaps.series_id as swap_series_id,
        replace(yields.series_id, 'DGS', '') || 'y' as tenor,
        100 * (yields.value - swaps.value) as swap_spread_bp
    from observations as yields
    inner join observations as swaps
        on
            yields.observation_date = swaps.observation_date
            and swaps.series_id in (
                replace(yields.series_id, 'DGS', 'DSWP'), replace(yields.series_id, 'DGS', 'ICESWAP')
            )
    where yields.series_id in ('DGS1', 'DGS5')

),

numbered as (

    select
        joined.*,
        sessions.trade_date,
        sessions.session_number
        - cast(joined.observation_date < sessions.trade_date as integer) as observed_session_number
    from joined
    asof inner join sessions on joined.observation_date <= sessions.trade_date
    where joined.observation_date >= date '{{ var("calendar_start") }}'

),

final as (

    select
        trade_date,
        tenor,
        swap_series_id,
        observation_date,
        swap_spread_bp,
        {{ change_since_previous('swap_spread_bp', 'own_days') }} as d_swap_spread_bp
    from numbered
    window own_days as (partition by tenor, swap_series_id order by observation_date)

)

select * from final
