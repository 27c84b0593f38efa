"""`stockbond inspect`, and doctor beside it: what files are, and faults planted in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from click.testing import CliRunner, Result

from stockbond.cli import main
from stockbond.quick import inspection
from stockbond.quick.clock import read_clock
from stockbond.quick.correlate import correlate
from stockbond.quick.inspection import inspect
from stockbond_simulator.layouts import LAYOUTS

PRICES = ["open", "high", "low", "close"]


@pytest.fixture(scope="module")
def bars(small_root: Path) -> dict[str, pd.DataFrame]:
    """Six weeks around the end of summer time."""
    legs = {}
    for leg in ("ES", "TY"):
        files = sorted((small_root / "bars/canonical" / leg).iterdir())
        table = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
        table = table[table["bar_start_utc"] < "2008-12-01"].reset_index(drop=True)
        legs[leg] = table.astype({"instrument": object, "contract": object})
    return legs


def written(
    bars: dict[str, pd.DataFrame], root: Path, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> Path:
    """FirstRate's text files of changed bars, in a data root."""
    for table in bars.values():
        LAYOUTS["firstrate_sample"](change(table), root / "bars")
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def moved(minutes: int) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda table: table.assign(bar_start_utc=table["bar_start_utc"] + pd.Timedelta(minutes=minutes))


def in_est(table: pd.DataFrame) -> pd.DataFrame:
    """The clock of New York in summer is an hour before that of a zone without summer time."""
    local = table["bar_start_utc"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
    is_summer = local.map(lambda time: bool(time.dst()))
    return table.assign(bar_start_utc=table["bar_start_utc"] - pd.to_timedelta(is_summer.astype(int), "h"))


def scaled(factor: float) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda table: table.assign(**{name: table[name] * factor for name in PRICES})


def same(table: pd.DataFrame) -> pd.DataFrame:
    return table


@pytest.fixture(scope="module")
def sound(bars: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(bars, tmp_path_factory.mktemp("sound") / "data", same)


def test_sound_files_are_told(sound: Path, bars: dict[str, pd.DataFrame]) -> None:
    done = run("inspect", str(sound), "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == found["exit_code"] == 0
    assert [(one["symbol"], one["instrument"], one["format"]) for one in found["symbols"]] == [
        ("ES", "ES", "firstrate_sample"),
        ("ZN", "TY", "firstrate_sample"),
    ]
    for one, table in zip(found["symbols"], bars.values(), strict=True):
        assert one["n_bars"] == len(table)
        assert one["first_day"] == str(table["bar_start_utc"].min().date())
        assert one["last_day"] == str(table["bar_start_utc"].max().date())
        assert (one["zone"], one["label"], one["bar_minutes"]) == ("America/New_York", "start", 1)
        assert one["clocks"]["year"]["hours"] == one["clocks"]["year"]["bars"] == 0
        assert (one["lowest_close"], one["highest_close"]) == (table["close"].min(), table["close"].max())


def test_a_file_of_a_simulated_root_is_called_so(small_root: Path) -> None:
    done = run("inspect", str(min((small_root / "bars/canonical/ES").iterdir())))
    assert done.stdout.startswith("SIMULATED")
    assert "SIMULATED" in run("correlate", str(small_root), "--pair", "ust").stdout


def test_the_page_draws_the_day_and_says_what_is_next(sound: Path) -> None:
    page = run("inspect", str(sound)).stdout
    assert "Nothing looks wrong." in page
    assert "█" in page
    assert "from 16:00 to 09:25" in page
    assert f"stockbond correlate {sound}" in page
    assert "mkdir -p data/mine/bars/firstrate" in page


FAULTS = {
    "stamps of another zone": (moved(60), "an hour late"),
    "stamps of London": (moved(300), "5 hours late"),
    "ends read as starts": (moved(1), "the end of the bar, read as its start"),
    "no summer time": (in_est, "an hour early in summer only"),
    "cents": (scaled(100), "units of 1e-2"),
    "whole numbers": (scaled(1e9), "units of 1e-9"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_are_seen(
    fault: str, bars: dict[str, pd.DataFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, words = FAULTS[fault]
    root = written(bars, tmp_path / "data", change)
    found = inspect([root])
    assert found.exit_code == 1
    assert [words in problem for problem in found.problems()] == [True, True]
    monkeypatch.setenv("STOCKBOND_DATA", str(root))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(tmp_path / "none.duckdb"))
    looked = json.loads(run("doctor", "--json").stdout)
    assert looked["exit_code"] == 1
    problems = [one["found"] for one in looked["findings"] if one["status"] == "problem"]
    assert problems == found.problems()


def refusal_of(root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What doctor says a build would stop at."""
    monkeypatch.setenv("STOCKBOND_DATA", str(root))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(root / "none.duckdb"))
    done = run("doctor", "--json")
    looked = json.loads(done.stdout)
    assert done.exit_code == looked["exit_code"] == 2
    [refused] = [one for one in looked["findings"] if one["status"] == "refused"]
    return str(refused["found"])


def test_a_bad_header_is_seen(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = min((sound / "bars/firstrate").iterdir())
    copy = tmp_path / "data/bars/firstrate" / file.name
    copy.parent.mkdir(parents=True)
    copy.write_text(file.read_text().replace("close", "price", 1))
    found = inspect([copy])
    assert found.exit_code == 2
    assert "no close" in str(found.untold[0].nearest)
    assert "no close" in refusal_of(tmp_path / "data", monkeypatch)


def test_another_vendors_folder_is_seen(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = min((sound / "bars/firstrate").iterdir())
    copy = tmp_path / "data/bars/kibot" / file.name
    copy.parent.mkdir(parents=True)
    copy.write_bytes(file.read_bytes())
    found = inspect([copy])
    assert [one.format.vendor for one in found.seen] == ["firstrate"]
    assert "not of the layout that their folder says" in refusal_of(tmp_path / "data", monkeypatch)


def test_rows_that_are_no_bars_are_refused(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the first lines, where only the models find them."""
    file = min((sound / "bars/firstrate").iterdir())
    copy = tmp_path / "data/bars/firstrate" / file.name
    copy.parent.mkdir(parents=True)
    lines = file.read_text().splitlines(keepends=True)
    copy.write_text("".join([*lines[:3000], lines[3000].replace(",", ",x", 1), *lines[3001:]]))
    assert "values that are not numbers or times" in refusal_of(tmp_path / "data", monkeypatch)
    assert any("x" in str(one.example) for one in inspect([copy]).seen)


def test_filled_prices_are_seen(bars: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    def filled(table: pd.DataFrame) -> pd.DataFrame:
        table = table.sort_values(["contract", "bar_start_utc"]).reset_index(drop=True)
        before = table["close"].shift().fillna(table["close"])
        is_filled = pd.Series(np.arange(len(table)) % 3 > 0)
        changed = {name: table[name].mask(is_filled, before) for name in PRICES}
        last = table["close"].where(~is_filled).ffill().fillna(table["close"])
        return table.assign(**{name: changed[name].mask(is_filled, last) for name in PRICES})

    found = inspect([written(bars, tmp_path / "data", filled)])
    assert all("repeat the price before" in problem for problem in found.problems())
    assert len(found.problems()) == 2


@pytest.fixture
def unknown(bars: dict[str, pd.DataFrame], tmp_path: Path) -> list[Path]:
    """Files of a layout of nobody's: semicolons, days first, Chicago's clock, the end of the bar."""
    files = []
    for leg, table in bars.items():
        contract = table.groupby(table["bar_start_utc"].dt.date)["contract"].transform("min")
        front = table[table["contract"] == contract].sort_values("bar_start_utc")
        end = (
            (front["bar_start_utc"] + pd.Timedelta(minutes=1))
            .dt.tz_localize("UTC")
            .dt.tz_convert("America/Chicago")
        )
        text = front.assign(stamp=end.dt.strftime("%d.%m.%Y %H:%M"))
        file = tmp_path / "mine" / f"{leg}.csv"
        file.parent.mkdir(exist_ok=True)
        text[["stamp", *PRICES, "volume"]].rename(columns={"stamp": "Bar Timestamp"}).to_csv(
            file, sep=";", index=False
        )
        files.append(file)
    return files


def test_what_is_proposed_for_an_unknown_layout_reads_it(
    unknown: list[Path], bars: dict[str, pd.DataFrame], small_root: Path
) -> None:
    done = run("inspect", str(unknown[0]))
    assert done.exit_code == 2
    lines = [line[4:] for line in done.stdout.splitlines() if line.startswith("    ") and "#" not in line]
    words = yaml.safe_load("\n".join(lines))
    assert words == {
        "reader": "csv", "delimiter": "semicolon", "time": "Bar Timestamp", "time_format": "%d.%m.%Y %H:%M",
        "volume": "volume", "zone": "America/Chicago", "label": "end",
    }  # fmt: skip
    (unknown[0].parent / "format.yml").write_text("\n".join(lines))
    found = {row["trade_date"]: row["realized_correlation"] for row in correlate(unknown, "ust").of("ust")}
    expected = {
        row["trade_date"]: row["realized_correlation"] for row in correlate([small_root], "ust").of("ust")
    }
    # Days of one contract: before the roll both read the same bars.
    day = min(day for day in expected if expected[day] is not None)
    assert found[day] == pytest.approx(expected[day], abs=1e-12)


@pytest.mark.parametrize("content", [b"", b"a\n", bytes(range(256)) * 20, b"\r\r\n\0,;"])
def test_files_of_nobodys_are_named_whatever_is_in_them(content: bytes, tmp_path: Path) -> None:
    names = ["ES_1min.txt", "ES.csv", "ES.zip", "ES.parquet", "ES.csv.gz", "ES.dbn.zst", "ES.xlsx"]
    for name in names:
        (tmp_path / name).write_bytes(content)
    looked = run("inspect", str(tmp_path))
    assert looked.exit_code == 2
    assert [name for name in names if name not in looked.stdout] == []
    correlated = run("correlate", str(tmp_path))
    assert correlated.exit_code == 2
    assert [name for name in names if name not in correlated.stderr] == []


def test_a_large_file_is_read_in_pieces(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "LARGE", 100_000)
    monkeypatch.setattr(inspection, "PIECE", 20_000)
    file = max((sound / "bars/firstrate").iterdir(), key=lambda path: path.stat().st_size)
    found = inspect([file])
    assert found.is_sampled
    assert found.refusal is None
    [one] = found.seen
    lines = file.read_text().splitlines()
    assert one.sight.n_bad == 0  # whole lines
    assert 0.05 < one.sight.n_bars / len(lines) < 0.9
    assert str(one.sight.first) <= lines[1][:10]
    assert str(one.sight.last) >= lines[-1][:10]


def futures_day() -> np.ndarray[Any, np.dtype[np.float64]]:
    """A day of 23 hours with an open, a close and a halt."""
    minutes = np.arange(1440)
    volume = np.where((minutes >= 570) & (minutes < 960), 20.0, 2.0)
    return np.where((minutes >= 1020) & (minutes < 1080), 0.0, volume)


@pytest.mark.parametrize("hours", range(-12, 12))
@pytest.mark.parametrize("late", [-1, 0, 1])
def test_the_clock_is_read_off_the_day(hours: int, late: int) -> None:
    volume = np.roll(futures_day(), 60 * hours + late)
    clock = read_clock(volume, volume, 1)
    assert (clock.hours, clock.bars, clock.is_all_day) == (hours, late, True)


@pytest.mark.parametrize("hours", range(-9, 8))
def test_the_clock_of_a_session_without_volume_is_read(hours: int) -> None:
    """Sizes of moves, from five minutes before the open to the close: the open is a third louder, no more."""
    minutes = np.arange(1440)
    moves = np.where((minutes >= 565) & (minutes < 960), 1.0, 0.0) * np.where(minutes < 570, 0.75, 1.0)
    moves *= np.random.default_rng(hours + 9).uniform(0.8, 1.2, 1440)
    clock = read_clock(np.roll(moves, 60 * hours), np.roll(moves > 0, 60 * hours).astype(float), 1)
    assert clock.hours == hours


def test_a_day_without_edges_says_nothing() -> None:
    noise = np.random.default_rng(1).uniform(1, 2, 1440)
    assert read_clock(noise, noise, 1).is_right
