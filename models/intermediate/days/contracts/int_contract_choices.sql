-- Of a vendor's dated contracts the one that a day belongs to: a fold over the days in order, whose state is the last
-- contract chosen. Only days on which this vendor's dated contracts serve take part.
with

days as (

    select * from {{ ref('int_serving_contracts') }}

),

places as (

    select * from {{ ref('int_contract_places') }}

),

-- Where one contract alone serves, the day is its own, and a second such day in a row changes nothing: it is spared the
-- fold. (By calendar only while no roll day passes.)
marked as (

    select
        *,
        {{ list_length('places') }} = 1
        and {{ list_length('lag(places) over days_in_order') }} = 1
        and {{ element('places', 1) }} = lag({{ element('places', 1) }}) over days_in_order
        and is_by_calendar = lag(is_by_calendar) over days_in_order
        and (not is_by_calendar or place_past_roll = lag(place_past_roll) over days_in_order) as is_like_the_day_before
    from days
    window days_in_order as (partition by instrument, vendor order by trade_date)

),

folded as (

    select
        instrument,
        vendor,
        {{ fold_of_contracts() }}  -- noqa: PRS
    from marked
    where is_like_the_day_before is not true
    group by instrument, vendor

),

stated as (

    select
        marked.*,
        coalesce({{ quotient('folded.choice', places_apart()) }}, {{ element('marked.places', 1) }}) as place,
        {{ last_known('folded.choice % ' ~ places_apart()) }} over (
            partition by marked.instrument, marked.vendor order by marked.trade_date
        ) as place_after
    from marked
    left join folded using (instrument, vendor, trade_date)

),

placed as (

    select
        *,
        lag(place_after) over (partition by instrument, vendor order by trade_date) as place_before
    from stated

),

final as (

    select
        placed.instrument,
        placed.vendor,
        placed.trade_date,
        chosen.series,
        before.series as series_before,
        after.series as series_after,
        placed.place < placed.place_after as is_before_state,
        placed.is_by_calendar,
        not placed.is_by_calendar and placed.place > {{ element('placed.places', 1) }} as is_kept
    from placed
    {% for name in ['chosen', 'after', 'before'] -%}
        left join places as {{ name }}
            on
                placed.instrument = {{ name }}.instrument
                and placed.vendor = {{ name }}.vendor
                and placed.place{{ '' if name == 'chosen' else '_' ~ name }} = {{ name }}.place
    {% endfor %}

)

select * from final
