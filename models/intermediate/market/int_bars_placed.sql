{{ config(materialized='view') }}
{% set interval = var('interval_minutes') %}

-- Each bar under its integer keys, in its place in the session, with the reason if it cannot be used. A view: of
-- the columns only those that a reader asks for are computed.
with

received as (

    select
        *,
        {{ bar_defect() }} as defect
    from {{ ref('int_bars_received') }}

),

slices as (

    select
        *,
        try_cast(bar_minutes as smallint) as n_bar_minutes
    from {{ ref('int_bar_slices') }}
    where contract_id is not null

),

sessions as (

    select * from {{ ref('int_session_minutes') }}

),

-- end_minute: minutes from the session's open to the bar's end (from midnight UTC on days without a session).
placed as (

    select
        received.*,
        slices.slice_id,
        slices.contract_id,
        slices.n_bar_minutes,
        sessions.n_minutes,
        cast(received.bar_start_at_utc as date) as bar_date,
        cast(
            {{ minute_of_day('received.bar_start_at_utc') }}
            - coalesce(sessions.open_minute_utc, 0)
            + slices.n_bar_minutes
            as smallint
        ) as end_minute
    from received
    inner join slices
        on
            received.file = slices.file
            and received.symbol = slices.symbol
            and received.contract is not distinct from slices.contract
            and received.bar_minutes is not distinct from slices.bar_minutes
    left join sessions
        on cast(received.bar_start_at_utc as date) = sessions.trade_date

),

excluded as (

    select
        *,
        case
            when defect is not null then defect
            when coalesce(end_minute <= -{{ interval }} or end_minute > n_minutes, true) then 'outside_session'
        end as exclusion
    from placed

),

final as (

    select
        *,
        -- The point of the five-minute grid on which the bar ends, if it ends on one.
        case
            when exclusion is null and end_minute >= 0 and end_minute % {{ interval }} = 0
                then cast(end_minute // {{ interval }} as smallint)
        end as grid_point,
        -- The grid needs an open only where no bar ended before the session: those of its first interval.
        case when end_minute - n_bar_minutes between 0 and {{ interval - 1 }} then open end as opening_price,
        {{ bar_content() }} as row_content
    from excluded

)

select * from final
