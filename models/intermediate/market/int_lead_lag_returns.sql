-- Five-minute returns of stocks and the 10-year note side by side, day by day: what leads what within the day.
with

instruments as (

    select * from {{ ref('instruments') }}

),

vectors as (

    select
        vectors.trade_date,
        instruments.instrument,
        vectors.returns
    from {{ ref('int_day_vectors') }} as vectors
    inner join instruments using (instrument_id)

),

final as (

    select
        stocks.trade_date,
        stocks.returns as spx_returns,
        notes.returns as ust_returns
    from vectors as stocks
    inner join vectors as notes using (trade_date)
    where stocks.instrument = 'ES' and notes.instrument = 'TY'

)

select * from final
