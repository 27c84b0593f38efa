-- What daily prices of the two legs say of a session where bars may not: the return from close to close, and the
-- variance that Parkinson takes from the day's range. They cover the day, not the session, and a roll may stand in
-- them.
with

prices as (

    select * from {{ ref('int_price_readings') }}
    where value is not null and is_superseded is not true and defect is null and is_in_the_future is not true

),

instruments as (

    select * from {{ ref('instruments') }}
    where leg in ('SPX', 'UST')

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

final as (

    select
        sessions.trade_date,
        today.source_column as instrument,
        ln(today.value / yesterday.value) as log_return,
        case
            when not sessions.is_early_close or {{ var('include_early_closes') }}
                then ln(today.high_price / today.low_price) ** 2 / (4 * ln(2))
        end as range_variance
    from prices as today
    inner join instruments on today.source_column = instruments.instrument
    inner join sessions on today.observation_date = sessions.trade_date
    left join prices as yesterday
        on
            today.source_column = yesterday.source_column
            and sessions.previous_trade_date = yesterday.observation_date

)

select * from final
