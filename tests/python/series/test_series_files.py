"""Daily series as their publishers write them, and what happens to files that cannot be read."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builds import Build, run_dbt

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
    # A later download beside an older one, as browsers count: the higher number counts.
    "fred/DGS7.csv": "observation_date,DGS7\n2004-01-02,7\n2004-01-05,7\n",
    "fred/DGS7 (2).csv": "observation_date,DGS7\n2004-01-02,7.25\n",
    "fred/DGS7(10).csv": "observation_date,DGS7\n2004-01-02,7.5\n",
    "custom/move (1).csv": "date,value\n2004-01-02,80\n",
    # Vintages of ALFRED, in columns and in lines of their own: 01-05 came on 01-06 and was revised on 01-08.
    "fred/wide.csv": (
        "observation_date,DGS2_20040105,DGS2_20040106,DGS2_20040108,DGS2_20040112\n"
        "2004-01-02,2,2,2,2\n2004-01-05,.,2.5,2.75,2.75\n2004-01-09,,,,3\n"
    ),
    "fred/long.csv": (
        "period_start_date,DGS3,realtime_start_date,realtime_end_date\n2004-01-02,2,2004-01-05,2004-01-07\n"
        "2004-01-05,2.5,2004-01-06,2004-01-07\n2004-01-02,2.25,2004-01-08,9999-12-31\n"
        "2004-01-05,2.75,2004-01-08,9999-12-31\n2004-01-09,3,2004-01-12,9999-12-31\n"
    ),
    # The same as ALFRED's own download has it, with tabs; the README that comes with it is no series.
    "fred/DGS5_2_Vintages_Starting_2004_01_05.txt": (
        "observation_date\tDGS5_20040105\tDGS5_20040106\tDGS5_20040108\tDGS5_20040112\r\n"
        "2004-01-02\t2\t2\t2.5\t2.5\r\n2004-01-05\t.\t2.5\t2.75\t2.75\r\n2004-01-09\t\t\t\t3\r\n"
    ),
    "fred/DGS20.txt": (
        "period_start_date\tDGS20\trealtime_start_date\trealtime_end_date\n2004-01-02\t2\t2004-01-05\t2004-01-07\n"
        "2004-01-05\t2.5\t2004-01-06\t2004-01-07\n2004-01-02\t2.25\t2004-01-08\t9999-12-31\n"
        "2004-01-05\t2.75\t2004-01-08\t9999-12-31\n2004-01-09\t3\t2004-01-12\t9999-12-31\n"
    ),
    "fred/README.txt": "Vintage dates specified:\n2004-01-05\n",
    # A correlation that the user has; a Saturday has none.
    "correlations/ust (1).csv": "date,n_intervals,correlation\n2004-01-02,78,-0.25\n2004-01-05,,0.5\n",
    "correlations/ust.csv": "date,correlation\n2004-01-02,-0.75\n2004-01-06,1\n2004-01-07,.\n",
    # Daily prices of a leg.
    "prices/ES.csv": "date,close,high,low\n2004-01-02,100,102,99\n2004-01-05,110,,\n2004-01-07,121,121,121\n",
    # A day that was not over when the build speaks: counted, not used.
    "custom/MY_INDEX.csv": "date,value\n2004-01-02,7\n2999-01-02,8\n",
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
    "fred/LONG.csv": (
        "period_start_date,DGS3,realtime_start_date\n2004-01-02,2,soon\n",
        "line 2: 'soon' is not the first day of a vintage",
    ),
    "correlations/ust.csv": (
        "date,correlation\n2004-01-02,1.5\n",
        "line 2: a correlation of 1.5; expected one from -1 to 1",
    ),
    "correlations/usd.csv": (
        "date,correlation,n_intervals\n2004-01-02,0.5,7.5\n",
        "line 2: n_intervals is '7.5'; expected a whole number above zero",
    ),
    "correlations/ust2y.csv": (
        "date,correlation\n2004-01-03,0.5\n",
        "line 2: 2004-01-03 is a Saturday without a session",
    ),
    "correlations/gold.csv": (
        "date,correlation\n2004-01-02,0.5\n",
        "line 2: the file's name 'gold' is no pair; expected one of ust, usd, ust2y, ust3m",
    ),
    "correlations/ust3m.csv": (
        "date,correlation,comment\n2004-01-02,0.5,x\n",
        'line 1: expected the header "date,correlation[,n_intervals]"',
    ),
    "custom/TWO_VALUES.csv": (
        "date,value\n2004-01-02,1\n2004-01-02,2\n",
        "two values for 2004-01-02: 1.0 and 2.0",
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
    selection = [
        "--select",
        "+fct_macro_daily",
        "+int_series_files",
        "+fct_realized_correlation_daily",
        "+fct_realized_volatility_daily",
        "+fct_daily_returns",
        "+rpt_quarantine_summary",
        "resource_type:seed",
        "warn_series_not_listed",
    ]
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
        ("DGS2", "2004-01-02", 2.0, "fred"),
        ("DGS2", "2004-01-05", 2.75, "fred"),
        ("DGS2", "2004-01-09", 3.0, "fred"),
        ("DGS20", "2004-01-02", 2.25, "fred"),
        ("DGS20", "2004-01-05", 2.75, "fred"),
        ("DGS20", "2004-01-09", 3.0, "fred"),
        ("DGS3", "2004-01-02", 2.25, "fred"),
        ("DGS3", "2004-01-05", 2.75, "fred"),
        ("DGS3", "2004-01-09", 3.0, "fred"),
        ("DGS5", "2004-01-02", 2.5, "fred"),
        ("DGS5", "2004-01-05", 2.75, "fred"),
        ("DGS5", "2004-01-09", 3.0, "fred"),
        ("DGS7", "2004-01-02", 7.5, "fred"),
        ("DGS7", "2004-01-05", 7.0, "fred"),
        ("MADEUP", "2004-01-02", 3.0, "fred"),
        ("MOVE", "2004-01-02", 80.0, "custom"),
        ("MY_INDEX", "2004-01-02", 7.0, "custom"),
        ("USD_PER_JPY", "2004-01-02", 0.01, "fred"),
        ("VIX", "2004-01-02", 18.5, "fred"),
        ("VIX", "2004-01-05", 17.25, "cboe"),
        ("VIX", "2004-01-06", 16.75, "custom"),
    ]


def test_what_another_file_says_for_the_day_is_counted(good_build: Build) -> None:
    found = good_build.rows(
        "select file, n_rows from reports.rpt_quarantine_summary where reason = 'superseded' order by file"
    )
    assert found == [
        ("series/cboe/VIX_History.csv", 1),
        ("series/correlations/ust.csv", 1),
        ("series/custom/vix.csv", 1),
        ("series/fred/DGS7 (2).csv", 1),
        ("series/fred/DGS7.csv", 1),
        ("series/fred/VIXCLS.csv", 1),
    ]


def test_what_is_known_on_a_day_is_of_that_days_vintage(good_build: Build) -> None:
    # Nobody knew a yield of 01-02 before 01-05; that of 01-02 as revised on 01-08 was no longer the latest.
    known = [None, 2.0, 2.5, 2.5, 2.75, 2.75]
    for series_id, first in (("DGS2", 2.0), ("DGS3", 2.25), ("DGS5", 2.5), ("DGS20", 2.25)):
        rows = good_build.rows(f"""
            select value, value_point_in_time from marts.fct_macro_daily
            where series_id = '{series_id}' order by trade_date
        """)
        assert [row[0] for row in rows] == [first, 2.75, 2.75, 2.75, 2.75, 3.0]
        assert [row[1] for row in rows] == known


def test_a_given_correlation_stands_where_bars_give_none(good_build: Build) -> None:
    rows = good_build.rows("""
        select cast(trade_date as varchar), realized_correlation, n_intervals, is_given, null_reason,
            interval_null_reason
        from marts.fct_realized_correlation_daily where pair_id = 'ust' order by trade_date
    """)
    assert rows == [
        ("2004-01-02", -0.25, 78, True, None, None),
        ("2004-01-05", 0.5, 0, True, None, "intervals_not_told"),
        ("2004-01-06", 1.0, 0, True, None, "intervals_not_told"),
    ]
    error, low, high = good_build.rows("""
        select correlation_std_error, correlation_ci_low, correlation_ci_high
        from marts.fct_realized_correlation_daily where is_given and correlation_std_error is not null
    """)[0]
    z = np.arctanh(-0.25)
    assert error == pytest.approx(1 / np.sqrt(75))
    assert (low, high) == pytest.approx(
        (np.tanh(z - 1.96 / np.sqrt(75)), np.tanh(z + 1.96 / np.sqrt(75))), abs=1e-4
    )
    assert good_build.rows(
        "select distinct null_reason from marts.fct_realized_correlation_daily where not is_given"
    ) == [("no_data",)]


def test_daily_prices_stand_in_for_bars_and_say_so(good_build: Build) -> None:
    returns = good_build.rows(
        "from marts.fct_daily_returns select trade_date, instrument, log_return, is_proxy"
    )
    assert returns == [(date(2004, 1, 5), "ES", pytest.approx(np.log(1.1)), True)]
    volatilities = good_build.rows("""
        select cast(trade_date as varchar), instrument, realized_volatility_pct, n_intervals, is_proxy, null_reason
        from marts.fct_realized_volatility_daily order by trade_date
    """)
    parkinson = 100 * np.sqrt(252 * np.log(102 / 99) ** 2 / (4 * np.log(2)))
    assert volatilities == [
        ("2004-01-02", "ES", pytest.approx(parkinson), 0, True, None),
        ("2004-01-07", "ES", 0.0, 0, True, None),
    ]


def test_values_of_days_to_come_are_counted_and_not_used(good_build: Build) -> None:
    found = good_build.rows(
        "select file, n_rows, n_rows_in_the_future from intermediate.int_series_files"
        " where n_rows_in_the_future > 0"
    )
    assert found == [("series/custom/MY_INDEX.csv", 2, 1)]
    assert "series/custom/MY_INDEX.csv: 1 lines of days until 2999-01-02" in good_build.log


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
