-- Whose day it is: the first vendor by priority with a candidate that serves, and of this vendor the dated contracts
-- before the continuous series.
with

candidates as (

    select * from {{ ref('int_contract_candidates') }}

),

vendors as (

    select
        instrument,
        trade_date,
        vendor,
        vendor_priority,
        coalesce(bool_or(is_serving), false) as is_serving,
        coalesce(bool_or(is_serving and is_dated), false) as has_dated,
        -- A serving contract of unknown volume: the day is decided by calendar.
        coalesce(bool_or(is_serving and is_dated and known_volume is null), false) as lacks_volume
    from candidates
    group by instrument, trade_date, vendor, vendor_priority

),

final as (

    select
        vendors.* {{ exclude('is_serving') }},
        instruments.contract_rule,
        vendors.lacks_volume or instruments.contract_rule = 'front' as is_by_calendar
    from vendors
    inner join {{ ref('instruments') }} as instruments using (instrument)
    where vendors.is_serving
    qualify
        row_number() over (
            partition by vendors.instrument, vendors.trade_date order by vendors.vendor_priority, vendors.vendor
        ) = 1

)

select * from final
