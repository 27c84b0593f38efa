-- One list of returns per instrument-day: everything after this is list arithmetic on a few thousand rows a leg.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

sessions as (

    select * from {{ ref('int_session_minutes') }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }}

),

filled as (

    select
        contract_days.instrument_id,
        contract_days.trade_date,
        contract_days.return_sign,
        {{ fill_gaps('contract_days.prices') }} as prices
    from contract_days
    inner join instrument_days using (contract_id, trade_date)

),

returns as (

    select
        instrument_id,
        trade_date,
        {{ log_returns('prices', 'return_sign') }} as returns
    from filled

),

final as (

    select
        returns.instrument_id,
        returns.trade_date,
        sessions.n_intervals as n_session_intervals,
        cast(list_count(returns.returns) as smallint) as n_returns,
        returns.returns,
        -- The fast list products take no NULL anywhere in the column.
        list_transform(returns.returns, lambda r: coalesce(r, 0)) as returns_or_zero
    from returns
    inner join sessions using (trade_date)

)

select * from final
