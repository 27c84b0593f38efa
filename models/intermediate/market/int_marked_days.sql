-- On a whole day the five-minute grid is read off directly: the closes of the bars that end on its marks.
{% set interval = var('interval_minutes') %}
{% set on_a_mark = 'end_minute > 0 and end_minute % ' ~ interval ~ ' = 0' %}

with

sessions as (

    select
        trade_date,
        {{ grid_minutes('n_intervals') }} as grid
    from {{ ref('int_session_minutes') }}

),

bars as (

    select * from {{ ref('int_bars_session') }} where exclusion is null

),

repeated_days as (

    select distinct
        contract_id,
        bar_date as trade_date
    from {{ ref('int_bar_copies') }}

),

-- Two lists in the same order: that of the bars.
days as (

    select
        contract_id,
        bar_date as trade_date,
        count(*) as n_bars,
        sum(volume) as session_volume,
        {{ opening_grid_price() }} as opening_grid_price,
        list(end_minute) filter (where {{ on_a_mark }}) as mark_minutes,
        list(close) filter (where {{ on_a_mark }}) as mark_closes
    from bars
    group by all

),

read_off as (

    select
        days.*,
        {{ grid_closes('days.mark_minutes', 'days.mark_closes', 'sessions.grid') }} as grid_closes
    from days
    inner join sessions using (trade_date)

),

final as (

    select
        read_off.contract_id,
        read_off.trade_date,
        read_off.n_bars,
        read_off.session_volume,
        list_prepend(read_off.opening_grid_price, read_off.grid_closes) as prices,
        read_off.grid_closes is not null and repeated_days.contract_id is null as is_whole
    from read_off
    left join repeated_days using (contract_id, trade_date)

)

select * from final
