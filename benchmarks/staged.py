"""The fastest way that we know: bars under integer keys in a table, correlations in one query, gaps too."""

from pathlib import Path
from typing import Any

import duckdb

from benchmarks.contenders import GLOB, MIN_INTERVALS
from benchmarks.market import BASE_INSTRUMENT, FULL_DAY

INTERVAL = 5
N_POINTS = FULL_DAY // INTERVAL  # from the interval before the open to the close

MAKE = """
create table instruments as
select cast(row_number() over (order by instrument) as smallint) as instrument_id, instrument
from (select distinct instrument from read_parquet($1));

create table bars as
select
    instruments.instrument_id,
    cast(bars.bar_start_utc as date) as trade_date,
    cast(
        date_diff(
            'minute', time_bucket(interval 5 minute, min(bars.bar_start_utc) over one_day), bars.bar_start_utc
        ) as smallint
    ) as minute,
    bars.close
from read_parquet($1) as bars
inner join instruments using (instrument)
window one_day as (partition by cast(bars.bar_start_utc as date))
order by instruments.instrument_id, bars.bar_start_utc;
"""

# Whole days, nearly all, are lists of the bars that end on the grid; others take each interval's last bar.
CORRELATIONS = f"""
with on_grid as (
    select instrument_id, trade_date, list(minute) as minutes, list(close) as prices
    from bars
    where minute % {INTERVAL} = {INTERVAL - 1}
    group by instrument_id, trade_date
),

marked as (
    select *, minutes = cast(range({INTERVAL - 1}, {FULL_DAY}, {INTERVAL}) as smallint []) as is_whole
    from on_grid
),

with_gaps as (
    select instrument_id, trade_date from marked where not is_whole
),

last_bars as (
    select instrument_id, trade_date, minute // {INTERVAL} as point, arg_max(close, minute) as price
    from bars
    semi join with_gaps using (instrument_id, trade_date)
    group by instrument_id, trade_date, point
),

points as (
    select instrument_id, trade_date, list(point) as points, list(price) as prices
    from last_bars
    group by instrument_id, trade_date
),

vectors as (
    select instrument_id, trade_date, prices from marked where is_whole
    union all
    select
        instrument_id,
        trade_date,
        list_transform(range({N_POINTS}), lambda point: prices[list_position(points, point)])
    from points
),

returns as (
    select
        instrument_id,
        trade_date,
        list_transform(range(2, {N_POINTS} + 1), lambda i: ln(prices[i] / prices[i - 1])) as returns
    from vectors
),

-- The fast list products take no NULL: zeros stand for gaps until a pair's are taken out.
filled as (
    select
        instrument_id,
        trade_date,
        list_transform(returns, lambda r: coalesce(r, 0)) as returns,
        case
            when list_count(returns) < {N_POINTS - 1}
                then list_filter(range(1, {N_POINTS}), lambda i: returns[i] is null)
            else []
        end as gaps
    from returns
),

pairs as (
    select
        other.instrument_id,
        other.trade_date,
        base.returns as x,
        other.returns as y,
        list_concat(base.gaps, other.gaps) as gaps
    from filled as other
    inner join filled as base using (trade_date)
    where other.instrument_id > 1 and base.instrument_id = 1
),

kept as (
    select *, list_filter(range(1, {N_POINTS}), lambda i: not list_contains(gaps, i)) as places
    from pairs
    where len(gaps) > 0
),

complete as (
    select instrument_id, trade_date, x, y from pairs where len(gaps) = 0
    union all
    select
        instrument_id,
        trade_date,
        list_transform(places, lambda i: x[i]),
        list_transform(places, lambda i: y[i])
    from kept
),

sums as (
    select
        *,
        list_dot_product(x, y) - list_sum(x) * list_sum(y) / len(x) as xy,
        list_dot_product(x, x) - list_sum(x) * list_sum(x) / len(x) as xx,
        list_dot_product(y, y) - list_sum(y) * list_sum(y) / len(y) as yy
    from complete
    where len(x) >= {MIN_INTERVALS}
)

select instruments.instrument, sums.trade_date, sums.xy / sqrt(sums.xx * sums.yy) as correlation
from sums
inner join instruments using (instrument_id)
"""


def stage(root: Path) -> Path:
    """The table of a market, made once; its making is not timed."""
    file = root.parent / "staged.duckdb"
    if not file.exists():
        with duckdb.connect(str(file)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            for statement in MAKE.split(";")[:-1]:
                connection.execute(statement, [str(root / GLOB)])
            base = connection.execute("select instrument from instruments where instrument_id = 1").fetchall()
            assert base == [(BASE_INSTRUMENT,)]
    return file


def staged_connection(root: Path) -> Any:
    connection = duckdb.connect(str(stage(root)), read_only=True)
    connection.execute("set TimeZone = 'UTC'")
    return connection
