"""Bars in: nothing is silently dropped, and the correlations are those of an independent path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from builds import Build, assemble_real_root, run_dbt

# The bar path alone: unit tests do not depend on the data and run with the small build.
# Data tests run on the most hostile of these roots, and where one of them must stop the build.
BAR_PATH = [
    "build",
    "--indirect-selection",
    "buildable",
    "--exclude-resource-type",
    "unit_test",
    "--select",
    "+fct_realized_correlation_daily",
    "+rpt_quarantine_summary",
    "+rpt_quarantined_bars",
]
DAY = "2008-12-01"  # opens at 14:30 UTC
NEXT_DAY = "2008-12-02"


def day_of_bars(instrument: str, day: str, seed: int) -> pd.DataFrame:
    """A session of one-minute canonical bars, 09:25 to 16:00 New York (winter), prices in quarters."""
    random = np.random.default_rng(seed)
    start = pd.date_range(f"{day} 14:25", f"{day} 20:59", freq="min")
    close = 1000 + 0.25 * random.integers(-3, 4, len(start)).cumsum()
    return pd.DataFrame(
        {
            "instrument": instrument,
            "contract": f"{instrument}Z08",
            "bar_start_utc": start,
            "bar_minutes": 1,
            "open": close,
            "high": close + 0.5,
            "low": close - 0.5,
            "close": close,
            "volume": random.integers(1, 100, len(start)),
        }
    )


def market(*days: str) -> pd.DataFrame:
    """ES and TY on the given days."""
    frames = [
        day_of_bars(name, day, seed)
        for seed, (name, day) in enumerate((name, day) for day in days for name in ("ES", "TY"))
    ]
    return pd.concat(frames, ignore_index=True)


def write(frame: pd.DataFrame, root: Path, name: str) -> None:
    """Write bars as a canonical Parquet file of a data root."""
    path = root / "bars" / "canonical" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_parquet(path, index=False)


def grid_prices(bars: pd.DataFrame, open_at: pd.Timestamp, n_intervals: int) -> npt.NDArray[np.float64]:
    """The methodology's grid, point by point: close of the last bar that ended in (g - 5 min, g]."""
    end = bars["bar_start_utc"] + pd.to_timedelta(bars["bar_minutes"], unit="min")
    prices = np.full(n_intervals + 1, np.nan)
    for point in range(n_intervals + 1):
        mark = open_at + pd.Timedelta(minutes=5 * point)
        inside = bars[(end > mark - pd.Timedelta(minutes=5)) & (end <= mark)]
        if len(inside):
            prices[point] = inside.loc[end[inside.index].idxmax(), "close"]
    first = bars[
        (bars["bar_start_utc"] >= open_at) & (bars["bar_start_utc"] < open_at + pd.Timedelta(minutes=5))
    ]
    if np.isnan(prices[0]) and len(first):
        prices[0] = first.sort_values("bar_start_utc")["open"].iloc[0]
    return prices


def correlation(prices_a: npt.NDArray[np.float64], prices_b: npt.NDArray[np.float64]) -> tuple[float, int]:
    """Pearson's correlation over the intervals that both legs have, and their number."""
    returns = np.diff(np.log([prices_a, prices_b]), axis=1)
    both = returns[:, ~np.isnan(returns).any(axis=0)]
    return float(np.corrcoef(both)[0, 1]), both.shape[1]


def reference_correlation(bars: pd.DataFrame, day: str) -> tuple[float, int]:
    """ES against TY on one of this module's days."""
    open_at = pd.Timestamp(f"{day} 14:30")
    today = bars[bars["bar_start_utc"].dt.strftime("%Y-%m-%d") == day]
    legs = [
        grid_prices(today[today["instrument"] == name].reset_index(drop=True), open_at, 78)
        for name in ("ES", "TY")
    ]
    return correlation(*legs)


def build_bars(root: Path, scratch: Path, with_tests: bool = False, **variables: Any) -> Build:
    """Build the bar path of a root; fails the calling test, with dbt's words, unless everything passed."""
    arguments = BAR_PATH if with_tests else [*BAR_PATH, "--exclude-resource-type", "test"]
    done = run_dbt(arguments, root, scratch / f"{root.name}.duckdb", **variables)
    if done.exit_code != 0:
        pytest.fail(done.log, pytrace=False)
    return done


def correlations_of(done: Build) -> dict[str, tuple[float, int]]:
    """Trade date -> (correlation, intervals) of pair ust."""
    return {
        str(day): (value, n)
        for day, value, n in done.rows(
            "select trade_date, realized_correlation, n_intervals from marts.fct_realized_correlation_daily"
            " where pair_id = 'ust' and realized_correlation is not null"
        )
    }


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the module's warehouses, so that dbt parses the project once."""
    return tmp_path_factory.mktemp("bars")


def test_correlations_equal_an_independent_path(small_build: Build, small_root: Path) -> None:
    """All days of the small market, the gap day and the half days too, against plain pandas and numpy."""
    bars = pd.concat(pd.read_parquet(path) for path in sorted((small_root / "bars").rglob("*.parquet")))
    bars = bars[bars["instrument"].isin(["ES", "TY"])]
    sessions = small_build.query("select * from marts.dim_trading_days")
    found = small_build.query("select * from marts.fct_realized_correlation_daily where pair_id = 'ust'")
    by_day = dict(iter(bars.groupby([bars["bar_start_utc"].dt.normalize(), "instrument"])))
    sessions = sessions.set_index("trade_date")
    rank: dict[str, list[str]] = {"ES": [], "TY": []}
    checked = 0
    for row in found.sort_values("trade_date").itertuples():
        session = sessions.loc[row.trade_date]
        open_at, close_at = session["session_open_at_utc"], session["session_close_at_utc"]
        n_intervals = int((close_at - open_at) / pd.Timedelta(minutes=5))
        legs = []
        for name in ("ES", "TY"):
            today = by_day.get((row.trade_date, name))
            if today is None:
                break
            end = today["bar_start_utc"] + pd.Timedelta(minutes=1)
            inside = today[(end > open_at - pd.Timedelta(minutes=5)) & (end <= close_at)]
            leader = inside.groupby("contract")["volume"].sum().idxmax()
            if leader not in rank[name]:
                rank[name].append(leader)
            own = inside[inside["contract"] == rank[name][-1]].reset_index(drop=True)
            legs.append(grid_prices(own, open_at, n_intervals))
        if len(legs) < 2:
            assert row.null_reason == "no_data"
            continue
        expected, n = correlation(*legs)
        assert row.n_intervals == n, row.trade_date
        if row.null_reason is None or pd.isna(row.null_reason):
            assert row.realized_correlation == pytest.approx(expected, abs=1e-12), row.trade_date
            checked += 1
    assert checked > 100


def test_two_real_days_to_nine_digits(real_build: Build) -> None:
    """Real S&P 500 and 10-year note quotes; the expected values are METHODOLOGY's."""
    found = correlations_of(real_build)
    assert set(found) == {"2008-12-01", "2019-08-01"}
    assert found["2008-12-01"] == (pytest.approx(-0.431946397828, abs=1e-9), 78)
    assert found["2019-08-01"] == (pytest.approx(-0.672371034013, abs=1e-9), 78)


def test_reordered_and_extra_columns_of_a_csv_change_nothing(real_data: Path, scratch: Path) -> None:
    """OANDA files are read by header name."""
    root = assemble_real_root(real_data, scratch / "reordered", series=False)
    for path in sorted((root / "bars").rglob("*2008-12.csv")):
        path.chmod(0o644)
        frame = pd.read_csv(path, dtype=str)
        frame.assign(note="x")[["note", "open", "time", "volume", "low", "close", "high"]].to_csv(
            path, index=False
        )
    done = build_bars(root, scratch)
    assert correlations_of(done)["2008-12-01"] == (pytest.approx(-0.431946397828, abs=1e-9), 78)


def test_any_types_order_and_split_of_canonical_files(scratch: Path) -> None:
    """Integer and float types, a contract column without values, time zones, shuffled rows, many files."""
    root = scratch / "types"
    bars = market(DAY)
    shuffled = bars.sample(frac=1, random_state=1)
    es, ty = (shuffled[shuffled["instrument"] == name] for name in ("ES", "TY"))
    write(
        es.iloc[:200].assign(contract=None, bar_start_utc=es["bar_start_utc"].dt.tz_localize("UTC"), extra=1),
        root,
        "deep/er/a.parquet",
    )
    write(es.iloc[200:].assign(contract=pd.array([None] * len(es[200:]), dtype="Int32")), root, "b.parquet")
    columns = list(reversed(ty.columns))
    write(
        ty[columns].astype({"close": "float32", "bar_minutes": "int8", "volume": "float64"}),
        root,
        "c.parquet",
    )
    done = build_bars(root, scratch)
    assert correlations_of(done)[DAY] == pytest.approx(reference_correlation(bars, DAY), abs=1e-9)


def test_an_offset_in_a_text_is_not_dropped(scratch: Path) -> None:
    """New York's times as text with their offset, Chicago's in another file: the correlations are those of
    the same bars in UTC."""
    root = scratch / "offsets"
    bars = market(DAY, NEXT_DAY)
    for name, zone in (("ES", "America/New_York"), ("TY", "America/Chicago")):
        own = bars[bars["instrument"] == name]
        local = own["bar_start_utc"].dt.tz_localize("UTC").dt.tz_convert(zone)
        write(
            own.assign(bar_start_utc=local.map(lambda time: time.isoformat(sep=" "))), root, f"{name}.parquet"
        )
    done = build_bars(root, scratch)
    for day in (DAY, NEXT_DAY):
        assert correlations_of(done)[day] == pytest.approx(reference_correlation(bars, day), abs=1e-9)


def at(bars: pd.DataFrame, instrument: str, time: str) -> pd.Index:
    """Index of the bar of an instrument that starts at a time (UTC)."""
    return bars.index[(bars["instrument"] == instrument) & (bars["bar_start_utc"] == pd.Timestamp(time))]


def test_every_bar_that_is_not_used_is_in_quarantine(scratch: Path) -> None:
    """Each defect and each kind of copy planted once; the correlation is that of the bars that remain."""
    root = scratch / "quarantine"
    bars = market(DAY, NEXT_DAY)
    sound = bars.copy()
    defects: dict[str, tuple[str, dict[str, Any]]] = {
        "missing_price": (f"{DAY} 15:00", {"close": np.nan}),
        "non_positive_price": (f"{DAY} 15:10", {"low": 0.0}),
        "high_below_low": (f"{DAY} 15:20", {"high": 1.0}),
        "close_outside_range": (f"{DAY} 15:30", {"close": 5000.0}),
        "bad_volume": (f"{DAY} 15:40", {"volume": -1}),
        "off_the_minute": (f"{DAY} 15:50", {"bar_start_utc": pd.Timestamp(f"{DAY} 15:50:30")}),
    }
    for time, change in defects.values():
        where = at(bars, "ES", time)
        assert len(where) == 1
        for column, value in change.items():
            bars.loc[where, column] = value
        sound = sound.drop(at(sound, "ES", time))
    identical = bars.loc[at(bars, "TY", f"{DAY} 16:00")]
    contradicting = bars.loc[at(bars, "TY", f"{DAY} 16:10")]
    sound = sound.drop(at(sound, "TY", f"{DAY} 16:10"))
    unmapped = bars.loc[bars["instrument"] == "ES"].head(3).assign(instrument="ZZ'; drop table x; --")
    first = pd.concat([bars, identical, contradicting.assign(close=contradicting["close"] + 0.25), unmapped])
    write(first, root, "a.parquet")
    corrected = bars.loc[at(bars, "ES", f"{NEXT_DAY} 16:04")]
    corrected = corrected.assign(close=corrected["close"] + 0.5)
    again = bars.loc[at(bars, "ES", f"{NEXT_DAY} 16:05")]
    write(pd.concat([corrected, again]), root, "b.parquet")
    sound.loc[at(sound, "ES", f"{NEXT_DAY} 16:04"), "close"] += 0.5

    done = build_bars(root, scratch, with_tests=True)

    counts = {
        (file.rsplit("/", 1)[1], reason): n
        for file, reason, n in done.rows("select file, reason, n_rows from reports.rpt_quarantine_summary")
    }
    assert counts == {
        **{("a.parquet", reason): 1 for reason in defects},
        ("a.parquet", "identical_copy"): 2,  # once within the file, once against b.parquet
        ("a.parquet", "conflicting_copy"): 2,
        ("a.parquet", "superseded"): 1,
        ("a.parquet", "unmapped_symbol"): 3,
    }
    content = dict(done.rows("select reason, row_content from reports.rpt_quarantined_bars"))
    assert '"close":5000.0' in content["close_outside_range"].replace(" ", "")
    assert "15:50:30" in content["off_the_minute"]
    assert "identical_copy" not in content
    assert "drop table x" in done.log  # the unmapped symbol is named in a warning
    found = correlations_of(done)
    for day in (DAY, NEXT_DAY):
        assert found[day] == pytest.approx(reference_correlation(sound, day), abs=1e-12)


@pytest.mark.parametrize("gap_fill", ["none", "previous_tick"])
def test_a_gap_is_missing_or_carries_the_previous_tick(scratch: Path, gap_fill: str) -> None:
    """An empty interval loses two returns and none spans it; the option fills the price instead."""
    root = scratch / f"gap_{gap_fill}"
    bars = market(DAY)
    bars = bars[
        ~((bars["instrument"] == "TY") & bars["bar_start_utc"].between(f"{DAY} 17:00", f"{DAY} 17:04"))
    ]
    write(bars, root, "a.parquet")
    variables = {} if gap_fill == "none" else {"gap_fill": gap_fill}  # none is the default
    done = build_bars(root, scratch, **variables)
    open_at = pd.Timestamp(f"{DAY} 14:30")
    es, ty = (
        grid_prices(bars[bars["instrument"] == name].reset_index(drop=True), open_at, 78)
        for name in ("ES", "TY")
    )
    assert np.isnan(ty).sum() == 1
    if gap_fill == "previous_tick":
        ty = pd.Series(ty).ffill().to_numpy()
    value, n = correlation(es, ty)
    assert n == (76 if gap_fill == "none" else 78)
    assert correlations_of(done)[DAY] == (pytest.approx(value, abs=1e-12), n)


def stopped(root: Path, scratch: Path) -> str:
    """What a build that must stop says; it names no Python code."""
    done = run_dbt(BAR_PATH, root, scratch / f"{root.name}.duckdb")
    assert done.exit_code != 0
    assert "Traceback" not in done.log
    return done.log


def test_a_file_with_too_many_bad_rows_stops_the_build_by_name(scratch: Path) -> None:
    root = scratch / "bad_rows"
    bars = market(DAY)
    bars.loc[bars.index[:8], "low"] = -1.0  # 8 of 790 rows
    write(bars, root, "mostly_good.parquet")
    write(market(NEXT_DAY), root, "good.parquet")
    log = stopped(root, scratch)
    assert "bars/canonical/mostly_good.parquet: 8 of 790 rows (1.01 %)" in log
    assert "max_bad_row_share" in log
    assert "good.parquet: 0" not in log


def test_a_csv_with_a_bad_number_stops_the_build_by_name(scratch: Path) -> None:
    root = scratch / "bad_number"
    path = root / "bars" / "oanda" / "SPX500_USD" / "2008" / "oanda-SPX500_USD-2008-12.csv"
    path.parent.mkdir(parents=True)
    path.write_text("time,close,high,low,open,volume\n2008-12-01 14:30:00,8.x,9,8,8,1\n", encoding="utf-8")
    log = stopped(root, scratch)
    assert "bars/oanda/SPX500_USD/2008/oanda-SPX500_USD-2008-12.csv" in log
    assert "close 8.x" in log
    assert "Expected" in log
