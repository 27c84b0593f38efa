"""A data root of trades alone, through the SQL of a build: the numbers of bars cut from them, however files are cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from day_reference import realized_kernel

from stockbond.doctor.bars import bars
from stockbond.paths import project_root
from stockbond.project import Project
from stockbond.quick.correlate import correlate

DAYS = {"2008-10-31": "13:25", "2008-11-03": "14:25", "2008-11-04": "14:25"}  # UTC: summer time ends on 11-02
SECONDS = 395 * 60  # from five minutes before the open
CUT = pd.Timestamp("2008-11-03 16:10:31")  # within a minute that has trades on both sides
ACCOUNTS = project_root() / "tests/singular/bars/assert_every_bar_is_accounted_for.sql"
FACTS = "trade_date, instrument, contract, n_bars, session_volume, first_open, prices"


def leg(name: str, common: np.ndarray, seed: int) -> pd.DataFrame:
    """Trades of one contract at random times: several in a second, none in some minutes."""
    random = np.random.default_rng(seed)
    days = []
    for number, (day, start) in enumerate(DAYS.items()):
        second = np.sort(random.integers(0, SECONDS, 4_000))
        sign = 1 if name == "ES" else -1
        path = np.cumsum(sign * common[number] + random.normal(0, 1, SECONDS))
        days.append(
            pd.DataFrame(
                {
                    "instrument": name,
                    "contract": f"{name}Z08",
                    "ts_event_utc": pd.Timestamp(f"{day} {start}") + pd.to_timedelta(second, unit="s"),
                    "price": np.round(4_000 * np.exp(path[second] * 1e-4)) / 4,
                    "size": random.integers(1, 50, len(second)),
                }
            )
        )
    return pd.concat(days, ignore_index=True).sort_values("ts_event_utc", kind="stable")


@pytest.fixture(scope="module")
def trades() -> pd.DataFrame:
    common = np.random.default_rng(1).normal(0, 1, (len(DAYS), SECONDS))
    return pd.concat([leg("ES", common, 2), leg("TY", common, 3)], ignore_index=True)


def bars_of(trades: pd.DataFrame) -> pd.DataFrame:
    """One-minute bars by pandas, in the canonical columns."""
    cut = trades.groupby(["instrument", "contract", trades["ts_event_utc"].dt.floor("min")])
    bars = cut["price"].agg(open="first", high="max", low="min", close="last")
    bars["volume"] = cut["size"].sum()
    return bars.reset_index().rename(columns={"ts_event_utc": "bar_start_utc"}).assign(bar_minutes=1)


def write(table: pd.DataFrame, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_parquet(path, index=False)
    return path


def test_trades_alone_give_the_correlations_of_their_bars(trades: pd.DataFrame, tmp_path: Path) -> None:
    write(trades, tmp_path / "one/trades/canonical/all.parquet")
    write(bars_of(trades), tmp_path / "other/bars/canonical/all.parquet")
    found, expected = (correlate([tmp_path / root], "ust").of("ust") for root in ("one", "other"))
    assert [day["n_intervals"] for day in found] == [78, 78, 78]
    assert all(day["realized_correlation"] < -0.2 for day in found)
    for name in ("realized_correlation", "correlation_std_error"):
        assert [d[name] for d in found] == pytest.approx([d[name] for d in expected], abs=1e-12)


def days_of(root: Path) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    """The contract-days of a data root, and the bars that were left out, by reason; every bar is one or the other."""
    with duckdb.connect() as connection:
        project = Project(connection, root, root.parent)
        project.preflight()
        days, bars = project.make("int_contract_days"), project.make("int_bars_quarantined")
        accounts = ACCOUNTS.read_text(encoding="utf-8")
        assert connection.execute(project.template(accounts).render()).fetchall() == []
        reasons = connection.sql(f"select reason, count(*) from {bars} group by all").fetchall()
        return connection.sql(f"select {FACTS} from {days} order by all").fetchall(), dict(reasons)


@pytest.fixture(scope="module")
def whole(trades: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    root = tmp_path_factory.mktemp("whole") / "data"
    write(trades, root / "trades/canonical/all.parquet")
    days, left_out = days_of(root)
    assert (len(days), left_out) == (2 * len(DAYS), {})
    return days


def test_a_minute_in_two_files_is_one_bar(
    trades: pd.DataFrame, whole: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    """Neither doubled nor lost; the order of the names does not matter, and a copy of a part is a copy."""
    before, after = trades[trades["ts_event_utc"] < CUT], trades[trades["ts_event_utc"] >= CUT]
    minute = trades[trades["ts_event_utc"].dt.floor("min") == CUT.floor("min")]
    assert minute.groupby("instrument")["ts_event_utc"].agg(lambda at: 0 < (at < CUT).sum() < len(at)).all()
    folder = tmp_path / "data/trades/canonical"
    write(before, folder / "z.parquet")
    write(after, folder / "a.parquet")
    assert days_of(tmp_path / "data") == (whole, {})
    write(after, folder / "a_again.parquet")
    n_copies = after.groupby(["instrument", after["ts_event_utc"].dt.floor("min")]).ngroups
    assert days_of(tmp_path / "data") == (whole, {"identical_copy": n_copies})


def corrected(trades: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ten minutes once more, each without its first trade, which was broken; and all trades as they are then."""
    again = trades["ts_event_utc"].dt.floor("min").between("2008-11-03 15:00", "2008-11-03 15:09")
    first = ~trades.assign(minute=trades["ts_event_utc"].dt.floor("min")).duplicated(["instrument", "minute"])
    return trades[again & ~first], trades[~(again & first)]


def test_trades_that_overlap_are_a_correction(trades: pd.DataFrame, tmp_path: Path) -> None:
    """Minutes that a later file has again are the later file's, as of bars."""
    again, as_they_are = corrected(trades)
    write(trades, tmp_path / "data/trades/canonical/a.parquet")
    write(again, tmp_path / "data/trades/canonical/b.parquet")
    write(as_they_are, tmp_path / "expected/trades/canonical/a.parquet")
    n_minutes = again.groupby(["instrument", again["ts_event_utc"].dt.floor("min")]).ngroups
    found, left_out = days_of(tmp_path / "data")
    assert (found, left_out) == (days_of(tmp_path / "expected")[0], {"superseded": n_minutes})


def changes(trades: pd.DataFrame, leg: str, day: str) -> tuple[np.ndarray, ...]:
    """Begin, end and log change of a leg's price between the last trades of its seconds."""
    of_day = trades[(trades["instrument"] == leg) & (trades["ts_event_utc"].dt.strftime("%Y-%m-%d") == day)]
    of_day = of_day[of_day["ts_event_utc"] >= pd.Timestamp(f"{day} {DAYS[day]}") + pd.Timedelta(minutes=5)]
    last = of_day.groupby(of_day["ts_event_utc"].dt.floor("s")).last()
    at, price = last["ts_event_utc"].to_numpy(), np.log(last["price"].to_numpy())
    return at[:-1], at[1:], np.diff(price)


def covariance(trades: pd.DataFrame, day: str) -> float:
    """Every change of one leg with every change of the other that overlaps it: the definition, to the letter."""
    begin_a, end_a, change_a = changes(trades, "ES", day)
    begin_b, end_b, change_b = changes(trades, "TY", day)
    overlap = (begin_a[:, None] < end_b[None, :]) & (begin_b[None, :] < end_a[:, None])
    return float(change_a @ overlap @ change_b)


def test_hayashi_yoshida(trades: pd.DataFrame, tmp_path: Path) -> None:
    """All products that overlap, over noise-free variances; the same of files that are cut, copied and corrected."""
    at = trades["ts_event_utc"] + pd.to_timedelta(
        np.random.default_rng(4).integers(0, 900_000, len(trades)), unit="us"
    )
    trades = trades.assign(ts_event_utc=at).sort_values(["instrument", "ts_event_utc"], kind="stable")
    again, as_they_are = corrected(trades)
    folder = tmp_path / "data/trades/canonical"
    write(trades[trades["ts_event_utc"] < CUT], folder / "a.parquet")
    write(trades[trades["ts_event_utc"] >= CUT], folder / "b.parquet")
    write(again, folder / "c.parquet")
    with duckdb.connect() as connection:
        project = Project(connection, tmp_path / "data", tmp_path)
        project.preflight()
        mart = project.make("fct_realized_estimators_daily")
        found = connection.sql(
            "select cast(mart.trade_date as varchar), mart.value, mart.n_returns,"
            " coalesce(grid_1m_common_a, grid_1m_a), coalesce(grid_1m_common_b, grid_1m_b),"
            f" int_trade_covariances.covariance from {mart} as mart"
            " join intermediate.int_trade_covariances using (trade_date, pair_id)"
            " join intermediate.int_pair_grids as grids using (trade_date, pair_id)"
            " where estimator = 'hayashi_yoshida' order by 1"
        ).fetchall()
    assert [day for day, *_ in found] == list(DAYS)
    for day, value, n_returns, *returns, ours in found:
        expected = covariance(as_they_are, day)
        assert ours == pytest.approx(expected, rel=1e-9)
        assert n_returns == min(len(changes(as_they_are, leg, day)[2]) for leg in ("ES", "TY"))
        variances = [realized_kernel(leg, leg) for leg in map(np.array, returns)]
        assert value == pytest.approx(expected / np.sqrt(np.prod(variances)), rel=1e-9)
        assert -0.7 < value < -0.3  # -0.5 by construction


@pytest.mark.parametrize("vendor", ["canonical", "databento"])
def test_doctor_looks_at_trades(trades: pd.DataFrame, tmp_path: Path, vendor: str) -> None:
    """What the trades cover, and a damaged file by name; of Databento two layouts take it."""
    sound = write(trades, tmp_path / "trades/canonical/all.parquet")
    assert [finding.found.partition(",")[0] for finding in bars(tmp_path)][:2] == [
        f"{leg}: 2008-10-31 to 2008-11-04" for leg in ("ES", "TY")
    ]
    damaged = tmp_path / "trades" / vendor / "cut.parquet"
    damaged.parent.mkdir(exist_ok=True)
    damaged.write_bytes(sound.read_bytes()[:-20])
    [finding] = bars(tmp_path)
    assert finding.status == "problem"
    assert finding.found.startswith(f"trades/{vendor}/cut.parquet: a Parquet file cut off")
