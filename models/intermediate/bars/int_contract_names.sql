-- Which contract the bars of a month under a name belong to. A year of one digit depends on when the bar started, so
-- one name may be several contracts. The reason where no contract can be told, or none that trades then.
with

months as (

    select distinct
        vendor,
        symbol,
        contract,
        cast(date_trunc('month', bar_date) as date) as bar_month
    from {{ ref('int_bar_pieces') }}
    where bar_date is not null

),

readings as (

    select * from {{ ref('int_contract_readings') }}

),

vendor_symbols as (

    select * from {{ ref('int_vendor_symbols') }}

),

instruments as (

    select * from {{ ref('instruments') }}

),

named as (

    select
        months.*,
        instruments.instrument_id,
        instruments.instrument,
        vendor_symbols.return_sign,
        vendor_symbols.priority as symbol_priority,
        vendor_symbols.vendor_priority,
        instruments.max_months_to_expiry,
        nullif(readings.spelling, '') as name,
        case
            when months.contract is null then 'continuous'
            -- A contract of another instrument has not this one's prices.
            when coalesce(readings.instrument = instruments.instrument, true) or readings.kind = 'calendar_spread'
                then readings.kind
        end as kind,
        readings.root,
        coalesce(readings.last_trade_months_after, 0) as last_trade_months_after,
        readings.said_month,
        readings.said_year,
        readings.said_decade
    from months
    inner join vendor_symbols on months.vendor = vendor_symbols.vendor and months.symbol = vendor_symbols.symbol
    inner join instruments on vendor_symbols.instrument = instruments.instrument
    left join readings on months.symbol = readings.symbol and months.contract = readings.contract

),

-- Months are counted since year 0, so that they can be added.
dated as (

    select
        *,
        case
            when kind in ('dated', 'last_day')
                then
                    12 * {{ contract_year(
                        'said_year', 'said_decade', 'said_month', 'last_trade_months_after', 'bar_month'
                    ) }}
                    + said_month - 1 - case when kind = 'last_day' then last_trade_months_after else 0 end
        end as contract_month,
        12 * extract(year from bar_month) + extract(month from bar_month) - 1 as bar_month_number
    from named

),

placed as (

    select
        *,
        contract_month + last_trade_months_after as last_trading_month,
        cast(contract_month + last_trade_months_after - bar_month_number as integer) as months_to_expiry
    from dated

),

final as (

    select
        vendor,
        symbol,
        contract,
        bar_month,
        instrument_id,
        instrument,
        return_sign,
        symbol_priority,
        vendor_priority,
        contract_month is not null as is_dated,
        -- The one name of a contract or of a continuous series, within its instrument and vendor.
        coalesce(
            root || substr('FGHJKMNQUVXZ', cast(contract_month % 12 + 1 as integer), 1)
            || right(cast({{ quotient('contract_month', 12) }} as string), 2),
            concat_ws(' ', symbol, name)
        ) as series,
        name,
        cast({{ quotient('contract_month', 12) }} * 100 + contract_month % 12 + 1 as integer) as contract_month,
        cast({{ quotient('last_trading_month', 12) }} * 100 + last_trading_month % 12 + 1 as integer) as expiry_month,
        months_to_expiry,
        case
            when kind is null then 'unreadable_contract'
            when kind in ('calendar_spread', 'not_the_front') then kind
            when months_to_expiry < 0 or months_to_expiry > max_months_to_expiry then 'implausible_expiry'
        end as set_aside
    from placed

)

select * from final
