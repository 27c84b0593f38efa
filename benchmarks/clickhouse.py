"""ClickHouse, embedded (chdb): the same question, the tutorial's way; it reads files, checks nothing."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.contenders import GLOB, MIN_INTERVALS
from benchmarks.market import BASE_INSTRUMENT

# The package is half a gigabyte: `make bench` installs it, nothing else does.
WHY_NOT = "" if find_spec("chdb") else "chdb is not installed: `make bench` installs it"


def _correlations(root: Path) -> str:
    return f"""
with prices as (
    select instrument, toStartOfFiveMinutes(bar_start_utc) as bucket, argMax(close, bar_start_utc) as price
    from file('{root / GLOB}', Parquet)
    group by instrument, bucket
),

lagged as (
    select
        instrument,
        bucket,
        price,
        lagInFrame(price) over days as previous_price,
        lagInFrame(bucket) over days as previous_bucket
    from prices
    window days as (
        partition by instrument, toDate(bucket) order by bucket
        rows between unbounded preceding and current row
    )
),

returns as (
    select instrument, bucket, toDate(bucket) as day, log(price / previous_price) as move
    from lagged
    where bucket = previous_bucket + interval 5 minute
)

select other.instrument as instrument, other.day as trade_date, corr(base.move, other.move) as correlation
from returns as other
inner join returns as base on other.bucket = base.bucket
where base.instrument = '{BASE_INSTRUMENT}' and other.instrument <> '{BASE_INSTRUMENT}'
group by instrument, trade_date
having count() >= {MIN_INTERVALS}
"""


def clickhouse_arg_max(root: Path) -> Any:
    import chdb

    return chdb.query(_correlations(root), "ArrowTable")
