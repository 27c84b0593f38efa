-- Prices and funds that are read and that no table uses: no seed lists their symbol.
-- List it in seeds/series/assets.csv, etf_funds.csv or macro_series_sources.csv.
{{ config(severity = 'warn') }}

select distinct
    prices.source_column as symbol,
    prices.file
from {{ ref('int_price_readings') }} as prices
left join {{ ref('assets') }} as assets on prices.source_column = assets.symbol
left join {{ ref('macro_series_sources') }} as sources
    on prices.source_column = sources.source_column and sources.source_format = 'prices'
left join {{ ref('instruments') }} as instruments
    on prices.source_column = instruments.instrument and instruments.leg in ('SPX', 'UST')
where assets.symbol is null and sources.source_column is null and instruments.instrument is null
union all
select distinct
    readings.ticker as symbol,
    readings.file
from {{ ref('int_fund_readings') }} as readings
left join {{ ref('etf_funds') }} as funds on readings.ticker = funds.ticker
where funds.ticker is null
