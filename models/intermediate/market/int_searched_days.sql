-- A day with a gap, or with copies of a bar, is searched bar by bar: the price at grid point g is the close of the
-- last bar that ended in (g - 5 min, g], and NULL where there is none. Sources without bars before the session have no
-- price at 09:30: there the open of the first bar that starts in the first interval stands in.
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

single_bars as (

    select * from all_bars
    anti join copies using (contract_id, bar_date, end_minute)
    union all by name
    select * exclude (verdict, row_content) from copies where verdict = 'kept'

),

-- The next grid point at or after a bar's end.
bars as (

    select
        * rename (bar_date as trade_date),
        cast((end_minute + {{ interval - 1 }}) // {{ interval }} as smallint) as next_point
    from single_bars

),

on_grid as (

    select
        contract_id,
        trade_date,
        grid_point,
        close as price
    from bars
    where grid_point is not null

),

-- Most points have a bar of their own: only for the others is the last bar before them looked up.
before_gaps as (

    select
        bars.contract_id,
        bars.trade_date,
        bars.next_point as grid_point,
        arg_max(bars.close, bars.end_minute) as price
    from bars
    anti join on_grid
        on bars.contract_id = on_grid.contract_id and bars.trade_date = on_grid.trade_date
        and bars.next_point = on_grid.grid_point
    group by all

),

points as (

    select * from on_grid
    union all
    select * from before_gaps

),

openings as (

    select
        contract_id,
        trade_date,
        arg_min(opening_price, end_minute) as opening_price
    from bars
    where opening_price is not null
    group by all

),

days as (

    select
        contract_id,
        trade_date,
        list(grid_point) as grid_points,
        list(price) as prices
    from points
    group by all

),

filled as (

    select
        days.contract_id,
        days.trade_date,
        openings.opening_price,
        {{ prices_on_grid('days.grid_points', 'days.prices', 'broken_days.n_intervals') }} as prices
    from days
    inner join broken_days using (contract_id, trade_date)
    left join openings using (contract_id, trade_date)

),

final as (

    select
        contract_id,
        trade_date,
        false as is_whole,
        list_prepend(coalesce(prices[1], opening_price), prices[2:]) as prices
    from filled

)

select * from final
