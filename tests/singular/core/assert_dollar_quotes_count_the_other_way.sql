-- Every leg is a return of the thing named. A quote in dollars per euro (EUR_USD) falls when the dollar rises.
select
    'vendor_symbols' as place,
    symbol,
    null as trade_date
from {{ ref('vendor_symbols') }}
where
    instrument = 'USD'
    and return_sign <> case when regexp_matches(symbol, '^(EUR_?USD|6E|EC)$') then -1 else 1 end

union all

select
    'fct_daily_returns' as place,
    today.series,
    returns.trade_date
from {{ ref('fct_daily_returns') }} as returns
inner join {{ ref('int_market_days') }} as market_days using (trade_date)
inner join {{ ref('int_instrument_days') }} as today
    on returns.instrument = today.instrument and returns.trade_date = today.trade_date
inner join {{ ref('int_contract_candidates') }} as previous
    on
        today.instrument = previous.instrument
        and today.vendor = previous.vendor
        and today.series = previous.series
        and market_days.previous_trade_date = previous.trade_date
where sign(returns.log_return) <> today.return_sign * sign(today.closing_price - previous.closing_price)
