-- Every leg is a return of the thing named. A quote in dollars per euro (EUR_USD) falls when the dollar rises.
select
    'vendor_symbols' as place,
    symbol,
    null as trade_date
from {{ ref('vendor_symbols') }}
where
    instrument = 'USD'
    and return_sign <> case when regexp_matches(symbol, '^[A-Z]{3}_?USD$') then -1 else 1 end

union all

select
    'fct_daily_returns' as place,
    today.symbol,
    returns.trade_date
from {{ ref('fct_daily_returns') }} as returns
inner join {{ ref('int_market_days') }} as market_days using (trade_date)
inner join {{ ref('instruments') }} as instruments using (instrument)
inner join {{ ref('int_instrument_days') }} as instrument_days
    on instruments.instrument_id = instrument_days.instrument_id and returns.trade_date = instrument_days.trade_date
inner join {{ ref('int_contracts') }} as today using (contract_id)
inner join {{ ref('int_contract_days') }} as closes
    on instrument_days.contract_id = closes.contract_id and returns.trade_date = closes.trade_date
inner join {{ ref('int_contract_days') }} as previous
    on instrument_days.contract_id = previous.contract_id and market_days.previous_trade_date = previous.trade_date
where sign(returns.log_return) <> today.return_sign * sign(closes.closing_price - previous.closing_price)
