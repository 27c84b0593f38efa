"""
The same question put to other engines and to plain SQL: five-minute returns, correlation with the base
instrument per day. Each reads the raw Parquet files and checks nothing: no session, no defects, no copies, no
contracts, all of which the product handles. In this market nothing but the gaps can go wrong, so the answers
can be compared.
"""

from pathlib import Path
from typing import Any

from benchmarks.market import BASE_INSTRUMENT

MIN_INTERVALS = 60
GLOB = "bars/canonical/*/*.parquet"

SCAN_ONE_COLUMN = "select sum(close) from bars"

# No engine can answer without reading these three columns to the last value.
SCAN_THREE_COLUMNS = """
select
    instrument,
    count(*) as n_bars,
    min(bar_start_utc) as first_bar,
    max(bar_start_utc) as last_bar,
    sum(close) as total
from bars
group by instrument
"""

# What a tutorial shows: bucket, last price, lag, self-join, corr.
TUTORIAL = f"""
with prices as (
    select
        instrument,
        time_bucket(interval 5 minute, bar_start_utc) as bucket,
        arg_max(close, bar_start_utc) as price
    from bars
    group by all
),

lagged as (
    select
        instrument,
        bucket,
        price,
        lag(price) over days as previous_price,
        lag(bucket) over days as previous_bucket
    from prices
    window days as (partition by instrument, cast(bucket as date) order by bucket)
),

returns as (
    select instrument, bucket, cast(bucket as date) as trade_date, ln(price / previous_price) as return
    from lagged
    where bucket = previous_bucket + interval 5 minute
)

select other.instrument, other.trade_date, corr(base.return, other.return) as correlation
from returns as other
inner join returns as base on other.bucket = base.bucket and base.instrument = '{BASE_INSTRUMENT}'
where other.instrument <> '{BASE_INSTRUMENT}'
group by all
having count(*) >= {MIN_INTERVALS}
"""


def duckdb_connection(root: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"create view bars as select * from read_parquet('{root / GLOB}')")
    return connection


def _polars_correlations(returns: Any) -> Any:
    import polars as pl

    base = returns.filter(pl.col("instrument") == BASE_INSTRUMENT).select("day", "bucket", base="return")
    answer = (
        returns.filter(pl.col("instrument") != BASE_INSTRUMENT)
        .join(base, on=["day", "bucket"])
        .group_by("instrument", "day")
        .agg(correlation=pl.corr("return", "base"), n=pl.len())
        .filter(pl.col("n") >= MIN_INTERVALS)
        .select("instrument", trade_date="day", correlation="correlation")
    )
    return answer.collect(engine="streaming").to_arrow()


def _polars_bars(root: Path) -> Any:
    import polars as pl

    minute = (pl.col("bar_start_utc").dt.epoch("s") // 60 % 1440).cast(pl.Int16)
    bars = pl.scan_parquet(root / GLOB).select("instrument", "bar_start_utc", "close")
    return bars.with_columns(
        day=pl.col("bar_start_utc").dt.date(), bucket=minute // 5, minute_in_bucket=minute % 5
    )


def polars_group_and_shift(root: Path) -> Any:
    """The last price of each bucket that has a bar; a return only between neighbouring buckets."""
    import polars as pl

    returns = (
        _polars_bars(root)
        .group_by("instrument", "day", "bucket")
        .agg(price=pl.col("close").last())
        .sort("instrument", "day", "bucket")
        .with_columns(
            pl.when(
                (pl.col("instrument") == pl.col("instrument").shift())
                & (pl.col("day") == pl.col("day").shift())
                & (pl.col("bucket") == pl.col("bucket").shift() + 1)
            )
            .then((pl.col("price") / pl.col("price").shift()).log())
            .alias("return")
        )
        .drop_nulls("return")
    )
    return _polars_correlations(returns)


def polars_filter_and_shift(root: Path) -> Any:
    """The bars that end on the grid, each against the one before: wrong wherever one is missing."""
    import polars as pl

    returns = (
        _polars_bars(root)
        .filter(pl.col("minute_in_bucket") == 4)
        .with_columns(
            pl.when(
                (pl.col("instrument") == pl.col("instrument").shift())
                & (pl.col("day") == pl.col("day").shift())
            )
            .then((pl.col("close") / pl.col("close").shift()).log())
            .alias("return")
        )
        .drop_nulls("return")
    )
    return _polars_correlations(returns)


def pandas_vectorised(root: Path) -> Any:
    """Integer keys, the last bar of each bucket, shifted arrays, correlations from sums by group."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(
        sorted(map(str, root.glob(GLOB))), columns=["instrument", "bar_start_utc", "close"],
        read_dictionary=["instrument"],
    )  # fmt: skip
    column = table["instrument"].unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    names = column.dictionary.to_numpy(zero_copy_only=False)
    codes = column.indices.to_numpy()
    buckets = table["bar_start_utc"].to_numpy().astype("datetime64[m]").astype("int64") // 5
    close = table["close"].to_numpy()

    # The files are sorted by instrument and time: a bucket's last bar is the one before the next bucket.
    is_last = np.append((buckets[1:] != buckets[:-1]) | (codes[1:] != codes[:-1]), True)
    codes, buckets, price = codes[is_last], buckets[is_last], close[is_last]
    follows = (codes[1:] == codes[:-1]) & (buckets[1:] == buckets[:-1] + 1)
    returns = pd.DataFrame(
        {"code": codes[1:], "bucket": buckets[1:], "y": np.log(price[1:] / price[:-1])}
    )[follows]  # fmt: skip
    is_base = names[returns["code"]] == BASE_INSTRUMENT
    base = returns.loc[is_base, ["bucket", "y"]].rename(columns={"y": "x"})
    both = returns[~is_base].merge(base, on="bucket")
    both = both.assign(
        day=both["bucket"] // 288, xx=both["x"] ** 2, yy=both["y"] ** 2, xy=both["x"] * both["y"], n=1
    )
    sums = both.groupby(["code", "day"], sort=False)[["n", "x", "y", "xx", "yy", "xy"]].sum()
    sums = sums[sums["n"] >= MIN_INTERVALS]
    covariance = sums["xy"] - sums["x"] * sums["y"] / sums["n"]
    variances = (sums["xx"] - sums["x"] ** 2 / sums["n"]) * (sums["yy"] - sums["y"] ** 2 / sums["n"])
    keys = sums.index.to_frame(index=False)
    return pa.table(
        {
            "instrument": names[keys["code"]],
            "trade_date": keys["day"].to_numpy().astype("datetime64[D]"),
            "correlation": (covariance / np.sqrt(variances)).to_numpy(),
        }
    )
