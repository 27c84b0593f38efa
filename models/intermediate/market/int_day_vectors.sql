-- One list of returns per instrument-day: everything after this is list arithmetic on a few thousand rows a leg.
with

instrument_days as (

    select * from {{ ref('int_instrument_days') }}

),

contract_days as (

    select * from {{ ref('int_contract_days') }}

),

filled as (

    select
        contract_days.instrument_id,
        contract_days.trade_date,
        contract_days.return_sign,
        contract_days.is_whole,
        {{ fill_gaps('contract_days.prices') }} as prices
    from contract_days
    inner join instrument_days using (contract_id, trade_date)

),

returns as (

    select
        instrument_id,
        trade_date,
        is_whole,
        {{ log_returns('prices', 'return_sign') }} as returns
    from filled

),

final as (

    select
        instrument_id,
        trade_date,
        cast(case when is_whole then len(returns) else list_count(returns) end as smallint) as n_returns,
        returns
    from returns

)

select * from final
