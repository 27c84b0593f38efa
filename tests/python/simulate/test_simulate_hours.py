"""Longer hours: the paper's session as ever, bars around it, and livelier minutes after the news."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from stockbond.cli import main
from stockbond_simulator import SimulationError, simulate

START, END = date(2008, 11, 3), date(2008, 12, 31)
HALF_DAYS = {"2008-11-28", "2008-12-24"}
NEWS = ("08:30", "10:00", "14:00")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of 06:00 to 17:00, by the command line."""
    root = tmp_path_factory.mktemp("hours") / "data"
    arguments = ["--start", f"{START}", "--end", f"{END}", "--hours", "06:00-17:00", "--out", str(root)]
    done = CliRunner().invoke(main, ["simulate", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return root


@pytest.fixture(scope="module")
def stocks(root: Path) -> pd.DataFrame:
    """The day's own contract of ES, with New York's clock."""
    bars = pd.concat(pd.read_parquet(path) for path in (root / "bars/canonical/ES").iterdir())
    local = bars["bar_start_utc"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    bars = bars.assign(day=local.dt.strftime("%Y-%m-%d"), clock=local.dt.strftime("%H:%M"))
    volume = bars.groupby(["day", "contract"])["volume"].transform("sum")
    bars = bars[volume == volume.groupby(bars["day"]).transform("max")].sort_values("bar_start_utc")
    return bars.assign(moved=bars.groupby("day")["close"].pct_change() ** 2)


def test_bars_run_through_the_hours_and_half_days_end_early(stocks: pd.DataFrame) -> None:
    for day, bars in stocks.groupby("day"):
        assert bars["clock"].iloc[0] == "06:00"
        assert bars["clock"].iloc[-1] == ("12:59" if day in HALF_DAYS else "16:59")
        assert not bars["clock"].duplicated().any()


@pytest.mark.parametrize("news", NEWS)
def test_volatility_and_volume_rise_after_news(stocks: pd.DataFrame, news: str) -> None:
    """Ten minutes after it against the half hour before: planted are 6 times the variance, 4 the volume."""
    full = stocks[~stocks["day"].isin(HALF_DAYS)]
    at = pd.to_datetime(full["clock"], format="%H:%M") - pd.to_datetime(news, format="%H:%M")
    minutes = at / pd.Timedelta(minutes=1)
    after, before = full[(minutes >= 0) & (minutes < 10)], full[(minutes >= -30) & (minutes < 0)]
    assert after["moved"].mean() > 2.5 * before["moved"].mean()
    assert after["volume"].mean() > 2.5 * before["volume"].mean()


def test_manifest_names_the_hours(root: Path) -> None:
    assert json.loads((root / "manifest.json").read_text(encoding="utf-8"))["hours"] == "06:00-17:00"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("6-17", "expected two times in New York, like 06:00-17:00"),
        ("09:30-16:00", "expected a beginning by 09:25 and an end from 16:00 to 19:00"),
        ("06:00-15:00", "expected a beginning by 09:25"),
        ("06:00-19:30", "to 19:00"),
    ],
)  # fmt: skip
def test_hours_that_make_no_market_are_refused(tmp_path: Path, hours: str, expected: str) -> None:
    with pytest.raises(SimulationError, match=expected):
        simulate(tmp_path / "data", START, END, hours=hours)
    assert not (tmp_path / "data").exists()


def test_hours_are_whole_bars(tmp_path: Path) -> None:
    with pytest.raises(SimulationError, match="whole bars of 30 minutes"):
        simulate(tmp_path / "data", START, END, bar_minutes=30, hours="06:15-17:00")
