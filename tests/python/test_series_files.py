"""Daily series as their publishers write them, and what happens to files that cannot be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import Build, run_dbt

GOOD_FILES = {
    # The new header, blanks for missing, Windows line ends.
    "fred/VIXCLS.csv": "observation_date,VIXCLS\r\n2004-01-02,18.5\r\n2004-01-05,\r\n2004-01-06,17.5\r\n",
    # The old header, a dot for missing, several series, a byte-order mark, a column that no seed lists.
    "fred/H15.csv": "\ufeffDATE,DGS1,DGS10,MADEUP\n2004-01-02,1.25,.,3\n2004-01-05,1.5,4.25,.\n",
    # Yen per dollar is held as dollars per yen.
    "fred/DEXJPUS.csv": "observation_date,DEXJPUS\n2004-01-02,100\n",
    # American dates; columns are found by name.
    "cboe/VIX_History.csv": "DATE,CLOSE,OPEN\n01/05/2004,17.25,1\n1/6/2004,17,1\n",
    # Quoted, columns in another order, the same date twice with the same value, a missing value.
    "custom/vix.csv": '"value","date"\n16.75,"2004-01-06"\n16.75,"2004-01-06"\nNA,"2004-01-07"\n',
    "custom/MY_INDEX.csv": "date,value\n2004-01-02,7\n",
}

BAD_FILES = {
    "fred/HTML.csv": ("<!DOCTYPE html>\n<html>\n", 'line 1: expected the header "observation_date,<SERIES>'),
    "fred/VIXCLS.csv": ("observation_date,VIXCLS\n2004-01-02,18,5\n", "line 2: found 3 field(s), expected 2"),
    "cboe/VIX_History.csv": (
        "DATE,OPEN\n01/02/2004,1\n",
        'line 1: expected the header "DATE,OPEN,HIGH,LOW,CLOSE"',
    ),
    "custom/NO_ROWS.csv": ("date,value\n", "line 1: no line below the header"),
    "custom/NO_VALUE.csv": ("date,close\n2004-01-02,1\n", 'line 1: expected the header "date,value"'),
    "custom/NO_NUMBER.csv": ("date,value\n2004-01-02,x1\n", "line 2: 'x1' is not a number"),
    "custom/NO_DATE.csv": (
        "date,value\n02.01.2004,1\n",
        "line 2: '02.01.2004' is not a date; expected YYYY-MM-DD",
    ),
    "custom/TWO_VALUES.csv": (
        "date,value\n2004-01-02,1\n2004-01-02,2\n",
        "two values for 2004-01-02: 1.0 and 2.0",
    ),
    "custom/YEAR_2999.csv": (
        "date,value\n2999-01-02,1\n",
        "line 2: later than the end of the trading calendar",
    ),
}


def build_series(files: dict[str, str], folder: Path) -> Build:
    """Build the macro tables, with their data tests, from a data root of these files alone."""
    for path, text in files.items():
        target = folder / "data" / "series" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    return build_macro_tables(folder)


def build_macro_tables(folder: Path) -> Build:
    selection = ["--select", "+fct_macro_daily", "resource_type:seed", "warn_series_not_listed"]
    return run_dbt(
        ["build", *selection, "--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"],
        folder / "data",
        folder / "warehouse.duckdb",
    )


@pytest.fixture(scope="module")
def good_build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = build_series(GOOD_FILES, tmp_path_factory.mktemp("series"))
    assert done.exit_code == 0, done.log
    return done


def test_every_layout_is_read_and_each_date_has_one_value(good_build: Build) -> None:
    rows = good_build.rows(
        """
        select series_id, cast(observation_date as varchar), value, source_format
        from intermediate.int_macro_observations order by all
        """
    )
    assert rows == [
        ("DGS1", "2004-01-02", 1.25, "fred"),
        ("DGS1", "2004-01-05", 1.5, "fred"),
        ("DGS10", "2004-01-05", 4.25, "fred"),
        ("MADEUP", "2004-01-02", 3.0, "fred"),
        ("MY_INDEX", "2004-01-02", 7.0, "custom"),
        ("USD_PER_JPY", "2004-01-02", 0.01, "fred"),
        ("VIX", "2004-01-02", 18.5, "fred"),
        ("VIX", "2004-01-05", 17.25, "cboe"),
        ("VIX", "2004-01-06", 16.75, "custom"),
    ]


def test_series_that_the_seed_does_not_list_load_with_a_warning(good_build: Build) -> None:
    unlisted = good_build.rows(
        "select series_id, unit, files from marts.dim_macro_series where not is_listed order by all"
    )
    assert unlisted == [
        ("MADEUP", "unknown", "series/fred/H15.csv"),
        ("MY_INDEX", "unknown", "series/custom/MY_INDEX.csv"),
    ]
    assert "Warning in test warn_series_not_listed" in good_build.log


def test_files_that_cannot_be_read_stop_the_build_by_name(tmp_path: Path) -> None:
    done = build_series({path: text for path, (text, _) in BAD_FILES.items()}, tmp_path)
    assert done.exit_code != 0
    assert "Traceback" not in done.log
    for path, (_, message) in BAD_FILES.items():
        found = [line for line in done.log.splitlines() if f"series/{path}, line " in line]
        assert any(message in line for line in found), f"{path}: {found}\n{done.log}"
    assert "What to do:" in done.log


def test_real_files_are_read_whole(real_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "series" / "fred"
    folder.mkdir(parents=True)
    expected = {}
    for name in ("DTWEXBGS", "DEXUSEU", "THREEFYTP10", "H15_multi_series", "VIXCLS"):
        shutil.copy(real_data / "fred" / f"{name}.csv", folder)
        table = pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", na_values=["."], index_col=0)
        for column in table:
            values = table[column].dropna()
            series_id = {"THREEFYTP10": "KW_TP10", "VIXCLS": "VIX"}.get(str(column), str(column))
            expected[series_id] = (
                len(values), values.index[0], values.iloc[0], values.index[-1], values.iloc[-1]
            )  # fmt: skip
    done = build_macro_tables(tmp_path)
    assert done.exit_code == 0, done.log
    rows = done.rows(
        """
        select
            series_id,
            count(*),
            cast(min(observation_date) as varchar),
            arg_min(value, observation_date),
            cast(max(observation_date) as varchar),
            arg_max(value, observation_date)
        from intermediate.int_macro_observations
        group by all
        """
    )
    assert {series_id: tuple(values) for series_id, *values in rows} == expected
