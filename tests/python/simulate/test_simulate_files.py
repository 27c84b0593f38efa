"""The simulated data root: its files, their bytes, and what it refuses to overwrite."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from calibration_measures import Root, read_csv

import stockbond_simulator as package
from stockbond_simulator import SimulationError, simulate

# Both changes of the clocks, half days, SIFMA holidays, two rolls of every instrument.
START, END = date(2012, 10, 1), date(2013, 3, 28)
TICKS = {"ES": 0.25, "TY": 1 / 64, "TU": 1 / 256, "RATE3M": 0.0025, "USD": 0.005}


def contents(root: Path) -> dict[str, str]:
    """Every file's sha256 by path relative to the root."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Root:
    out = tmp_path_factory.mktemp("small") / "simulated"
    simulate(out, START, END)
    return Root(out)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that no test changes."""
    out = tmp_path_factory.mktemp("week") / "simulated"
    simulate(out, date(2013, 3, 4), date(2013, 3, 8), bar_minutes=5)
    return out


def test_same_seed_same_bytes(small: Root, tmp_path: Path) -> None:
    simulate(tmp_path / "again", START, END)
    assert contents(tmp_path / "again") == contents(small.path)


def test_another_seed_differs_in_every_data_file(week: Path, tmp_path: Path) -> None:
    simulate(tmp_path / "other", date(2013, 3, 4), date(2013, 3, 8), bar_minutes=5, seed=1)
    one, other = contents(week), contents(tmp_path / "other")
    assert one.keys() == other.keys()
    assert not set(one.values()) & set(other.values())


def test_manifest_lists_every_data_file(small: Root) -> None:
    manifest = json.loads((small.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["simulated"] is True
    assert (manifest["start"], manifest["end"], manifest["bar_minutes"]) == (str(START), str(END), 1)
    assert {"seed", "generator_version"} <= manifest.keys()
    listed = {entry["path"]: entry for entry in manifest["files"]}
    on_disk = {
        path: sha
        for path, sha in contents(small.path).items()
        if path.startswith(("bars/", "events/", "series/"))
    }
    assert list(listed) == sorted(on_disk)
    for path, sha in on_disk.items():
        assert listed[path]["sha256"] == sha
        assert listed[path]["size"] == (small.path / path).stat().st_size


@pytest.mark.parametrize("instrument", TICKS)
def test_bars_are_valid(small: Root, instrument: str) -> None:
    table = pq.read_table(small.path / "bars/canonical" / instrument)
    assert table.schema.field("bar_start_utc").type == pa.timestamp("us")
    bars = small.bars(instrument)
    assert (bars["low"] > 0).all()
    assert (bars["low"] <= np.minimum(bars["open"], bars["close"])).all()
    assert (bars["high"] >= np.maximum(bars["open"], bars["close"])).all()
    for price in ("open", "high", "low", "close"):
        ticks = bars[price] / TICKS[instrument]
        assert np.allclose(ticks, np.rint(ticks), atol=1e-6)
    assert (bars["volume"] >= 1).all()
    assert (np.diff(bars["start"].astype(int)) >= 0).all()
    keys = set(zip(bars["contract"].tolist(), bars["start"].tolist(), strict=True))
    assert len(keys) == len(bars["start"])


def test_bars_stay_in_the_session_in_new_york_time(small: Root) -> None:
    bars = small.bars("ES")
    day = np.searchsorted(small.dates, bars["day"])
    assert (small.dates[day] == bars["day"]).all()
    start = (bars["start"] - small.open[day]).astype(int)
    length = (small.close - small.open).astype(int)
    assert start.min() == -5
    assert (start < length[day]).all()
    assert {210, 390} == set(length.tolist())
    # 09:30 in New York is 13:30 UTC in summer and 14:30 in winter: both occur, and each day has its 09:25.
    first = {str(stamp)[11:] for stamp in bars["start"][start == -5]}
    assert first == {"13:25", "14:25"}


def test_rolls_are_visible_and_clean(small: Root) -> None:
    for instrument in TICKS:
        bars = small.bars(instrument)
        day = np.searchsorted(small.dates, bars["day"])
        names, contract = bars["contracts"], bars["contract"]
        volume = np.zeros((len(small.dates), len(names)))
        np.add.at(volume, (day, contract), bars["volume"])
        last = np.full(volume.shape, np.nan)
        last[day, contract] = bars["close"]
        expiry = [(name[-2:], "HMUZ".index(name[-3])) for name in names]
        own = volume.argmax(axis=1)
        rolls = np.flatnonzero(own[1:] != own[:-1]) + 1
        assert len(rolls) == 2, instrument
        for roll in rolls:
            old, new = own[roll - 1], own[roll]
            assert expiry[new] > expiry[old]
            assert 5 <= (volume[:roll, new] > 0).sum() <= 8
            assert (volume[roll : roll + 3, old] > 0).all()
            assert (own[roll : roll + 20] == new).all()
            # The day before, both have a closing price, and a return across them is far from any true one.
            step = abs(np.log(last[roll - 1, new] / last[roll - 1, old]))
            assert step > (0.0009 if instrument in ("RATE3M", "TU") else 0.0019), (instrument, step)


def test_few_bars_are_missing_and_no_day_is_lost(small: Root) -> None:
    full = (small.close - small.open).astype(int) == 390
    for instrument in TICKS:
        leg = small.leg(instrument)
        n_intervals = (~np.isnan(leg.returns[full])).sum(axis=1)
        assert n_intervals.min() >= 60
        assert (n_intervals == 78).mean() > 0.9
        assert (~np.isnan(leg.log_return[1:])).all()


def test_vix_has_freds_layout(small: Root) -> None:
    rows = read_csv(small.path / "series/fred/VIXCLS.csv")
    assert list(rows[0]) == ["observation_date", "VIXCLS"]
    value = {row["observation_date"]: row["VIXCLS"] for row in rows}
    assert value["2012-11-22"] == ""  # Thanksgiving
    assert "2012-11-24" not in value  # a Saturday
    assert all(float(value[str(day)]) >= 8 for day in small.dates)


def test_rates_series_stop_on_bond_holidays(small: Root) -> None:
    for name in ("MOVE", "HPW_NOISE"):
        values = small.series(f"series/custom/{name}.csv")
        missing = [str(day) for day in small.dates[np.isnan(values)]]
        assert missing == ["2012-10-08", "2012-11-12"], name  # Columbus Day, Veterans Day (observed)


@pytest.mark.parametrize("bar_minutes", [2, 3, 5, 10, 15, 30])
def test_other_bar_lengths(tmp_path: Path, bar_minutes: int) -> None:
    simulate(tmp_path / "out", date(2012, 12, 21), date(2013, 1, 4), bar_minutes=bar_minutes)
    root = Root(tmp_path / "out")
    bars = root.bars("ES")
    assert set(bars["bar_minutes"].tolist()) == {bar_minutes}
    day = np.searchsorted(root.dates, bars["day"])
    ends = (bars["start"] - root.open[day]).astype(int) + bar_minutes
    assert (ends % bar_minutes == 0).all()
    assert 0 in ends  # the 09:30 price
    assert (ends <= (root.close - root.open).astype(int)[day]).all()


def test_spans_without_events_or_regimes(tmp_path: Path) -> None:
    one_day = simulate(tmp_path / "day", date(2013, 3, 5), date(2013, 3, 5))
    assert one_day.n_sessions == 1
    assert Root(tmp_path / "day").truth("event_study") == []


def test_progress_is_reported(tmp_path: Path) -> None:
    seen: list[tuple[str, float]] = []
    simulate(
        tmp_path / "out",
        date(2013, 3, 5),
        date(2013, 3, 6),
        progress=lambda step, done: seen.append((step, done)),
    )
    shares = [done for _, done in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"start": date(2013, 3, 9), "end": date(2013, 3, 10)}, "no NYSE session"),
        ({"start": date(2013, 3, 9), "end": date(2013, 3, 1)}, "after the end"),
        ({"start": date(1996, 1, 4), "end": date(1996, 2, 1)}, "beyond the calendar seed"),
        ({"start": date(2013, 3, 4), "end": date(2013, 3, 8), "bar_minutes": 7}, "--bar-minutes 7"),
        ({"start": date(2013, 3, 4), "end": date(2013, 3, 8), "seed": -1}, "--seed -1"),
    ],
)
def test_impossible_requests_say_why(tmp_path: Path, arguments: dict, message: str) -> None:
    with pytest.raises(SimulationError, match=message):
        simulate(tmp_path / "out", **arguments)
    assert list(tmp_path.iterdir()) == []


def refuses(out: Path, message: str) -> None:
    before = contents(out.parent)
    with pytest.raises(SimulationError, match=message):
        simulate(out, date(2013, 3, 4), date(2013, 3, 8), bar_minutes=5)
    assert contents(out.parent) == before


def test_refuses_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    out = tmp_path / "real"
    (out / "series/fred").mkdir(parents=True)
    (out / "series/fred/VIXCLS.csv").write_text("observation_date,VIXCLS\n")
    refuses(out, "has no manifest.json")
    (out / "manifest.json").write_text('{"simulated": false}')
    refuses(out, "holds real data")
    (out / "manifest.json").write_text("{")
    refuses(out, "not a readable manifest")
    refuses(out / "manifest.json", "is a file")


def test_replaces_an_earlier_simulation_and_keeps_the_users_notes(week: Path, tmp_path: Path) -> None:
    out = tmp_path / "simulated"
    simulate(out, date(2012, 12, 27), date(2013, 1, 4), bar_minutes=5)
    (out / "notes.txt").write_text("mine")
    simulate(out, date(2013, 3, 4), date(2013, 3, 8), bar_minutes=5)
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()
    assert contents(out) == contents(week)
    assert [path.name for path in tmp_path.iterdir()] == ["simulated"]
    (out / "bars/canonical/ES/real.parquet").write_bytes(b"")
    refuses(out, "real.parquet is not listed")


def test_a_run_that_dies_leaves_the_old_root_whole(
    week: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "simulated"
    simulate(out, date(2013, 3, 4), date(2013, 3, 8), bar_minutes=5)

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("stockbond_simulator.truth.write_truth", fail)
    with pytest.raises(OSError, match="no space"):
        simulate(out, date(2012, 12, 27), date(2013, 1, 4), bar_minutes=5)
    assert contents(out) == contents(week)
    assert [path.name for path in tmp_path.iterdir()] == ["simulated"]


def test_importing_the_package_is_light() -> None:
    """The command line imports it before it knows what is asked."""
    text = Path(package.__file__).read_text(encoding="utf-8")
    top = text.split("def simulate(")[0]
    assert "numpy" not in top and "pyarrow" not in top
