-- A day's dated contracts that serve, of the vendor whose day it is, as the fold wants them: their places, and what the
-- calendar says. Of an instrument by calendar those of March, June, September and December, where there is one.
with

vendor_days as (

    select * from {{ ref('int_vendor_days') }} where has_dated

),

places as (

    select * from {{ ref('int_contract_places') }}

),

candidates as (

    select * from {{ ref('int_contract_candidates') }} where is_dated and is_serving

),

serving as (

    select
        candidates.instrument,
        candidates.vendor,
        candidates.trade_date,
        candidates.known_volume,
        candidates.n_grid_points,
        places.place,
        coalesce(places.roll_date <= candidates.trade_date, false) as is_past_roll,
        vendor_days.is_by_calendar,
        vendor_days.contract_rule <> 'front' or places.contract_month % 100 in (3, 6, 9, 12) as is_of_the_cycle
    from candidates
    inner join vendor_days using (instrument, vendor, trade_date)
    inner join places using (instrument, vendor, series)

),

in_cycle as (

    select *
    from serving
    qualify is_of_the_cycle or not bool_or(is_of_the_cycle) over (partition by instrument, vendor, trade_date)

),

-- The one that leads by volume first.
days as (

    select
        instrument,
        vendor,
        trade_date,
        any_value(is_by_calendar) as is_by_calendar,
        {{ places_by_volume('place', 'known_volume', 'n_grid_points') }} as contracts,
        coalesce(min(case when not is_past_roll then place end), max(place)) as place_by_calendar
    from in_cycle
    group by instrument, vendor, trade_date

),

-- The last contract, served that day or not, whose roll day has come: where the calendar decides.
past_roll as (

    select
        days.instrument,
        days.vendor,
        days.trade_date,
        max(places.place) as place_past_roll
    from days
    inner join places
        on
            days.instrument = places.instrument
            and days.vendor = places.vendor
            and days.trade_date >= places.roll_date
    where days.is_by_calendar
    group by days.instrument, days.vendor, days.trade_date

),

final as (

    select
        days.* {{ exclude('contracts') }},
        {{ list_transform('days.contracts', 'contract', 'contract.place') }} as places,
        {{ list_transform('days.contracts', 'contract', 'contract.volume') }} as volumes,
        coalesce(past_roll.place_past_roll, 0) as place_past_roll
    from days
    left join past_roll using (instrument, vendor, trade_date)

)

select * from final
