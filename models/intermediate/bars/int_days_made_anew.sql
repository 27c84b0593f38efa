-- Contract-days whose bars were looked at one by one, made anew from those that the comparison kept.
with

compared as (

    select * from {{ ref('int_bars_compared') }}

),

-- A minute whose trades lie in several files is one bar of all its parts; any other bar is its one part.
kept as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date,
        {{ minute_of_day('bar_start_at_utc') }} as start_minute,
        true as is_sound,
        min_by(open, part) as open,
        max_by(close, part) as close,
        sum(volume) as volume
    from compared
    where verdict in ('single', 'kept')
    group by vendor, instrument, series, bar_minutes, bar_date, bar_start_at_utc

),

placed as (

    select * from {{ bars_in_sessions('kept', ref('int_sessions')) }}

),

counted as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date,
        {{ day_aggregates() }}
    from placed
    group by vendor, instrument, series, bar_minutes, bar_date

),

ordered as (

    select
        *,
        {{ bars_in_order('start_minutes', 'closes', 'true') }} as bars
    from counted

),

by_minute as (

    select
        * {{ exclude('closes') }},
        {{ closes_by_minute('bars.start_minutes', 'bars.closes') }} as closes,
        cast({{ element('bars.start_minutes', 1) }} + bar_minutes - vector_open_minute_utc as smallint) as lead
    from ordered

),

final as (

    select
        vendor,
        instrument,
        series,
        bar_minutes,
        bar_date,
        n_bars,
        n_volumes,
        session_volume,
        first_open,
        first_open_minute,
        {{ minute_vector('closes', 'lead') }} as prices,
        greatest(lead, 0) as prices_at
    from by_minute

)

select * from final
