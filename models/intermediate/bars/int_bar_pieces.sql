{{ config(materialized='from_spark' if vectors_from() else 'by_file') }}

-- One pass over every bar that arrived, and all that later models read of it: what a file holds of a contract's day. A
-- file's rows depend on that file, the calendar and the hours of the vector, on nothing else.
with

received as (

    select
        *,
        cast(bar_start_at_utc as date) as bar_date,
        {{ minute_of_day('bar_start_at_utc') }} as start_minute,
        {{ is_sound_bar() }} as is_sound
    from {{ files_to_read(ref('int_bars_received')) }}

),

placed as (

    select * from {{ bars_in_sessions('received', ref('int_sessions')) }}

),

days as (

    select
        vendor,
        file,
        symbol,
        contract,
        bar_minutes,
        bar_date,
        count(*) - count(n_rows_not_bars) as n_rows,
        coalesce(cast(sum(n_rows_not_bars) as bigint), 0) as n_rows_not_bars,
        count(unreadable) as n_unreadable,
        min(unreadable) as unreadable_example,
        min(bar_start_at_utc) as first_bar_at_utc,
        max(bar_start_at_utc) as last_bar_at_utc,
        -- Of trades: the last of each second of the session.
        {{ ticks_in_order() }} as ticks,
        {{ day_aggregates() }}
    from placed
    group by vendor, file, symbol, contract, bar_minutes, bar_date

),

marked as (

    select
        *,
        {{ is_contiguous('start_minutes') }} as is_contiguous
    from days

),

-- Most days have a bar on every minute, in order: only the others are sorted and looked through for gaps.
ordered as (

    select
        *,
        case
            when not is_contiguous then {{ bars_in_order('start_minutes', 'closes', 'n_sound = n_rows') }}
        end as bars
    from marked

),

by_minute as (

    select
        * {{ exclude('start_minutes, closes, bars, is_contiguous') }},
        case
            when is_contiguous then {{ element('start_minutes', 1) }} else {{ element('bars.start_minutes', 1) }}
        end as first_minute,
        -- The first bar ends so many minutes after the vector begins; below zero it ends before.
        cast(first_minute + bar_minutes - vector_open_minute_utc as smallint) as lead,
        case
            when is_contiguous then closes
            else {{ closes_by_minute('bars.start_minutes', 'bars.closes') }}
        end as closes,
        -- Which minutes have a bar: where none is missing the first one and n_sound tell it, in any order of bars.
        case
            when not {{ is_contiguous('bars.start_minutes') }} then bars.start_minutes
        end as start_minutes,
        coalesce({{ list_unique('bars.start_minutes') }} < n_sound, false) as has_copies
    from ordered

),

final as (

    select
        * {{ exclude('closes, vector_open_minute_utc, lead') }},
        {{ minute_vector('closes', 'lead') }} as prices,
        greatest(lead, 0) as prices_at
    from by_minute

)

select * from final
