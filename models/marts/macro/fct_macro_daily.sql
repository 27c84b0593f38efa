with

observations as (

    select * from {{ ref('int_macro_observations') }}

),

series as (

    select * from {{ ref('dim_macro_series') }}
    where is_loaded

),

trading_days as (

    select * from {{ ref('dim_trading_days') }}

),

-- A series lives from its first to its last observation: nothing is known, or carried, beyond.
series_days as (

    select
        trading_days.trade_date,
        trading_days.session_number,
        series.series_id,
        series.max_carry_sessions
    from trading_days
    inner join series
        on trading_days.trade_date between series.first_observation_date and series.last_observation_date

),

-- An observation of a day without a session stands on the next one, and is one session old there.
placed as (

    select
        observations.series_id,
        trading_days.trade_date,
        {
            'observation_date': observations.observation_date,
            'available_date': observations.available_date,
            'value': observations.value,
            'session_number': trading_days.session_number
            - cast(observations.observation_date < trading_days.trade_date as integer)
        } as observation
    from observations
    asof inner join trading_days
        on observations.observation_date <= trading_days.trade_date
    where observations.observation_date >= date '{{ var("calendar_start") }}'
    qualify
        row_number() over (
            partition by observations.series_id, trading_days.trade_date
            order by observations.observation_date desc
        ) = 1

),

-- One window, not an ASOF join by series: DuckDB runs that as a nested loop here, 50 times slower.
latest as (

    select
        series_days.*,
        last_value(placed.observation ignore nulls) over (
            partition by series_days.series_id
            order by series_days.trade_date
        ) as observation
    from series_days
    left join placed
        on series_days.series_id = placed.series_id and series_days.trade_date = placed.trade_date

),

valued as (

    select
        trade_date,
        series_id,
        observation,
        session_number - observation.session_number as sessions_stale,
        case
            when session_number - observation.session_number <= max_carry_sessions then observation.value
        end as value
    from latest
    where observation is not null

),

final as (

    select
        trade_date,
        series_id,
        value,
        value - lag(value) over (partition by series_id order by trade_date) as change,
        observation.observation_date,
        observation.available_date,
        sessions_stale
    from valued

)

select * from final
