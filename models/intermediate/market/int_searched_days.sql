-- A day with a gap, or with copies of a bar, is searched bar by bar: the price at grid point g is the close of
-- the last bar that ended in (g - 5 min, g], and NULL where there is none.
{% set interval = var('interval_minutes') %}

with

broken_days as (

    select
        contract_id,
        bar_date as trade_date,
        n_intervals
    from {{ ref('int_bar_days') }}
    where n_bars > 0 and not is_whole

),

-- Few days out of many: the bars of the others fall away before anything is asked of them.
all_bars as (

    select bars.*
    from {{ ref('int_bars_session') }} as bars
    semi join broken_days on bars.contract_id = broken_days.contract_id and bars.bar_date = broken_days.trade_date
    where bars.exclusion is null

),

copies as (

    select * from {{ ref('int_bar_copies') }} where exclusion is null

),

broken_day_bars as (

    select * rename (bar_date as trade_date)
    from all_bars
    anti join copies using (contract_id, bar_date, end_minute)
    union all
    select * exclude (verdict, row_content) rename (bar_date as trade_date) from copies where verdict = 'kept'

),

days as (

    select
        contract_id,
        trade_date,
        count(*) as n_bars,
        sum(volume) as session_volume,
        {{ opening_grid_price() }} as opening_grid_price
    from broken_day_bars
    group by all

),

last_bars as (

    select
        contract_id,
        trade_date,
        cast((end_minute + {{ interval - 1 }}) // {{ interval }} as bigint) as grid_point,
        arg_max(close, end_minute) as price
    from broken_day_bars
    where end_minute > 0
    group by all

),

points as (

    select
        contract_id,
        trade_date,
        unnest(range(1, n_intervals + 1)) as grid_point
    from broken_days

),

grid as (

    select
        points.contract_id,
        points.trade_date,
        {{ ordered_list('last_bars.price', 'points.grid_point') }} as mark_prices
    from points
    left join last_bars using (contract_id, trade_date, grid_point)
    group by all

),

final as (

    select
        days.contract_id,
        days.trade_date,
        days.n_bars,
        days.session_volume,
        list_prepend(days.opening_grid_price, grid.mark_prices) as prices
    from days
    inner join grid using (contract_id, trade_date)

)

select * from final
