"""A new day on Spark: its files alone are read, and those whose bars are looked at one by one; every table is whole.

The files of the other days are damaged under their size and time: who opened one would fail, or find other bars.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from spark_builds import MODELS, run_dbt
from two_engines import KEYS, TwoEngines

AS_OF = "2009-12-07"
QUIET, WITH_COPIES, NEW = "2009-12-01", "2009-12-02", "2009-12-03"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days of five instruments, a file a day; the second has bars twice, and one without a price."""
    from stockbond_simulator import simulate

    place = tmp_path_factory.mktemp("sound")
    simulate(place / "simulated", date(2009, 12, 1), date(2009, 12, 3))
    bars = place / "data" / "bars" / "canonical"
    bars.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"""
            create table bars as
            select *, cast(bar_start_utc as date) as date
            from read_parquet('{place}/simulated/bars/canonical/*/*.parquet')
        """)
        some = f"from bars where date = date '{WITH_COPIES}' and instrument = 'TY' order by all limit 3"
        connection.execute(f"insert into bars {some}")
        connection.execute(f"insert into bars select * replace (cast('nan' as double) as close) {some}")
        connection.execute(f"copy bars to '{bars}' (format parquet, partition_by (date))")
    return place


def folder(place: Path, day: str) -> Path:
    return place / "data" / "bars" / "canonical" / f"date={day}"


def damage(path: Path) -> None:
    """All bytes of data are others; the footer, which says what columns there are, its size and its time stay."""
    before, content = path.stat(), bytearray(path.read_bytes())
    footer = 8 + int.from_bytes(content[-8:-4], "little")
    for place in range(4, len(content) - footer):
        content[place] ^= 0x5A
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def on_spark(place: Path, *words: str, **variables: Any) -> str:
    return run_dbt(place, place / "data", "spark", *MODELS, *words, as_of=AS_OF, **variables)


def differences(place: Path, sound: Path, tables: list[str]) -> dict[str, list[str]]:
    """What Spark has that a DuckDB build of the sound root has not."""
    run_dbt(sound, sound / "data", "local", *MODELS, "--select", "+tag:bar_path", as_of=AS_OF)
    engines = TwoEngines(sound / "working.duckdb", place / "spark")
    found = {table: list(engines.differences(table))[:10] for table in tables}
    engines.connection.close()
    return found


def test_a_new_day_and_a_changed_one(tmp_path: Path, sound: Path) -> None:
    of_bars = ("--select", "+int_bars_quarantined")
    for day in (QUIET, WITH_COPIES):
        shutil.copytree(folder(sound, day), folder(tmp_path, day))
    assert "bars: all files are read" in on_spark(tmp_path, *of_bars)

    shutil.copytree(folder(sound, NEW), folder(tmp_path, NEW))
    for path in folder(tmp_path, QUIET).iterdir():
        damage(path)
    assert "bars: files read or gone: 1" in on_spark(tmp_path, "--selector", "bar_path")
    assert not any(differences(tmp_path, sound, list(KEYS)).values())

    # What it says of a file that changed, of one that is gone, and of one that came, is what it would say of all anew.
    with duckdb.connect() as connection:
        [path] = folder(sound, WITH_COPIES).iterdir()
        connection.execute(f"create table bars as from read_parquet('{path}', hive_partitioning = false)")
        some = "from bars where instrument <> 'ES' order by all limit 500"
        connection.execute(f"copy ({some}) to '{path}' (format parquet)")
    shutil.copy(path, folder(tmp_path, WITH_COPIES) / path.name)
    for place in (tmp_path, sound):
        shutil.rmtree(folder(place, NEW))
    assert "bars: files read or gone: 2" in on_spark(tmp_path, *of_bars)
    assert "bars: files read or gone: 0" in on_spark(tmp_path, "--select", "int_bar_pieces")
    tables = [f"intermediate.int_{name}" for name in ("bar_pieces", "bars_compared", "bars_quarantined")]
    assert not any(differences(tmp_path, sound, tables).values())

    # Another version of the calendar or of the SQL: all are read, and the damage is found.
    with pytest.raises(pytest.fail.Exception, match="int_bar_pieces"):
        on_spark(tmp_path, "--select", "int_sessions", "int_bar_pieces", vector_open="05:59")
