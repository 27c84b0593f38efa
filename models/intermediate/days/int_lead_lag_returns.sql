-- Returns of stocks and the 10-year note side by side, day by day: what leads what within the day.
with

instruments as (

    select * from {{ ref('instruments') }}

),

vectors as (

    select
        vectors.trade_date,
        instruments.instrument,
        vectors.returns,
        late.late_returns
    from {{ ref('int_day_vectors') }} as vectors
    inner join instruments using (instrument_id)
    left join {{ ref('int_late_returns') }} as late using (trade_date, instrument)

),

market_days as (

    select * from {{ ref('int_market_days') }} where is_over

),

final as (

    select
        stocks.trade_date,
        stocks.returns as spx_returns,
        notes.returns as ust_returns,
        stocks.late_returns as spx_late_returns,
        notes.late_returns as ust_late_returns
    from vectors as stocks
    inner join vectors as notes using (trade_date)
    semi join market_days using (trade_date)
    where stocks.instrument = 'ES' and notes.instrument = 'TY'

)

select * from final
