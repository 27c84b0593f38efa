"""The right contract on every day: each example was once a day lost in silence, or a wrong number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builds import Build, run_dbt
from contract_examples import day_of_bars, days_of_bars, sessions, write, write_oanda

BAR_PATH = [
    "build", "--indirect-selection", "buildable", "--exclude-resource-type", "unit_test", "--select",
    "+fct_realized_correlation_daily", "+fct_daily_returns", "+fct_contract_days", "+dim_contract_rolls",
    "+rpt_quarantine_summary", "+rpt_quarantined_bars",
]  # fmt: skip
SPELLINGS = (
    "ESM22", "ESM2022", "ESM2", "esm22", "ESM22 ", "ES M22", "ES 2022-06", "ES 202206", "ES 06-22",
    "20220617", "ESM22-CME", "ESM22_FUT_CME", "ESM2 Index", "ESM2^2", "ES   JUN 22", "/ESM22",
    "es_minute_trade_202206",
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All examples in one data root."""
    folder = tmp_path_factory.mktemp("contracts") / "root"

    far = sessions("2005-02-07", 8)
    write(
        folder, "a_far_contract.parquet",
        days_of_bars("TY", "TYH05", far), day_of_bars("TY", "TYZ29", far[2], 1000),
        day_of_bars("TY", "TYZ05", far[4], 1000),
    )  # fmt: skip
    for year in ("2011", "2021"):
        write(folder, f"one_digit_{year}.parquet", days_of_bars("ES", "ESH1", sessions(f"{year}-02-01", 3)))
    write(
        folder, "spellings.parquet",
        *(
            day_of_bars("ES", name, day)
            for name, day in zip(SPELLINGS, sessions("2022-05-02", len(SPELLINGS)), strict=True)
        ),
    )  # fmt: skip
    turns = sessions("2006-02-01", 6)
    names = ["DXH06", "", None, "DXH06", None, ""]
    write(
        folder, "named_in_turns.parquet",
        *(day_of_bars("USD", name, day) for name, day in zip(names, turns, strict=True)),
    )  # fmt: skip
    spreads = sessions("2008-08-04", 3)
    write(
        folder, "spreads.parquet",
        days_of_bars("ES", "ESU8", spreads), days_of_bars("ES", "ESU8-ESZ8", spreads, 1000),
    )  # fmt: skip
    generics = sessions("2012-08-06", 3)
    write(
        folder, "generics.parquet",
        days_of_bars("TU", "TU1 Comdty", generics), days_of_bars("TU", "TU2 Comdty", generics, 1000),
    )  # fmt: skip
    words = sessions("2020-02-24", 8)
    write(
        folder, "months_in_words.parquet",
        *(day_of_bars("TY", "ZN   MAR 20", day, 10 if i < 4 else 5) for i, day in enumerate(words)),
        *(day_of_bars("TY", "ZN   JUN 20", day, 5 if i < 4 else 10) for i, day in enumerate(words)),
    )  # fmt: skip
    write(folder, "last_days.parquet", days_of_bars("ES", "20201211", sessions("2020-11-16", 3)))
    unknown = sessions("2012-11-19", 8)
    write(
        folder, "no_volume.parquet",
        *(
            day_of_bars("TY", "TYZ12", day, None, only=slice(10 if i == 1 else 0, None))
            for i, day in enumerate(unknown)
        ),
        days_of_bars("TY", "TYH13", unknown, None),
    )  # fmt: skip
    twice = sessions("2013-05-06", 3)
    # Two spellings of the same bars, and a continuous series beside the contract.
    one = day_of_bars("ES", "ESM13", twice[0])
    write(folder, "two_spellings.parquet", one, one.assign(contract="ESM3"))
    write(
        folder, "continuous_beside_dated.parquet",
        day_of_bars("ES", "ESM13", twice[1]), day_of_bars("ES", "ES.v.0", twice[1]),
    )  # fmt: skip
    stray = sessions("2009-03-02", 2)
    write(
        folder, "stray_minute.parquet",
        days_of_bars("TU", "TUM09", stray),
        *(day_of_bars("TU", "TUM09", day, minutes=1, only=slice(100, 101)) for day in stray),
    )  # fmt: skip
    write(folder, "a_broken_day.parquet", day_of_bars("ES", "ESZ08", "2008-12-01", only=slice(0, 20)))
    write_oanda(folder, "SPX500_USD", "2008-12-01")
    rolls = sessions("2016-03-07", 7)
    volumes = [(10, 1), (10, 20), (200, 19), (10, 5), (0.5, 20), (10, 6), (None, 20)]
    write(
        folder, "rolls.parquet",
        *(day_of_bars("ES", "ESH16", day, h) for day, (h, _) in zip(rolls, volumes, strict=True)),
        *(day_of_bars("ES", "ESM16", day, m) for day, (_, m) in zip(rolls, volumes, strict=True)),
    )  # fmt: skip
    write(
        folder, "reference_quarter.parquet",
        days_of_bars("RATE3M", "SR3H0", sessions("2020-02-03", 3)),
        days_of_bars("RATE3M", "SR3H0-SR3M0", sessions("2020-02-03", 3)),
        days_of_bars("RATE3M", "SR3H0", sessions("2020-05-04", 2)),
    )  # fmt: skip
    write(folder, "no_usable.parquet", days_of_bars("USD", "DXH14", sessions("2014-02-03", 3)),
          day_of_bars("USD", "DXZ29", sessions("2014-02-03", 4)[3]))  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def built(root: Path) -> Build:
    done = run_dbt(BAR_PATH, root, root.parent / "warehouse.duckdb")
    if done.exit_code != 0:
        pytest.fail(done.log, pytrace=False)
    return done


def days(built: Build, instrument: str, first: str, n: int, column: str = "contract") -> list[Any]:
    """A column of fct_contract_days on the first n sessions from a day on; None where there is no row."""
    found = dict(
        built.rows(
            f"select cast(trade_date as varchar), {column} from marts.fct_contract_days"
            f" where instrument = '{instrument}'"
        )
    )
    return [found.get(day) for day in sessions(first, n)]


def quarantined(built: Build, file: str) -> dict[str, int]:
    return dict(
        built.rows(
            "select reason, n_rows from reports.rpt_quarantine_summary"
            f" where file = 'bars/canonical/{file}.parquet'"
        )
    )


def test_a_mistyped_year_takes_no_other_day(built: Build) -> None:
    """TYZ29 on one day of 2005 cannot trade; TYZ05 can, is the day's, and loses no later day."""
    assert days(built, "TY", "2005-02-07", 8) == ["TYH05"] * 4 + ["TYZ05"] + ["TYH05"] * 3
    assert days(built, "TY", "2005-02-07", 8, "chosen_because")[3:6] == ["only_one", "volume", "only_one"]
    assert quarantined(built, "a_far_contract") == {"implausible_expiry": 78}


def test_a_year_of_one_digit_comes_again_after_ten(built: Build) -> None:
    for year, yy in (("2011", "11"), ("2021", "21")):
        assert days(built, "ES", f"{year}-02-01", 3) == [f"ESH{yy}"] * 3
        assert days(built, "ES", f"{year}-02-01", 3, "expiry_month") == [int(f"{year}03")] * 3


def test_one_contract_under_every_spelling(built: Build) -> None:
    """And so every return from day to day is there."""
    assert days(built, "ES", "2022-05-02", len(SPELLINGS)) == ["ESM22"] * len(SPELLINGS)
    returns = built.rows(
        "select count(*), count(log_return) from marts.fct_daily_returns"
        f" where instrument = 'ES' and trade_date between '{sessions('2022-05-02', 2)[1]}'"
        f" and '{sessions('2022-05-02', len(SPELLINGS))[-1]}'"
    )
    assert returns == [(len(SPELLINGS) - 1, len(SPELLINGS) - 1)]


def test_names_in_turns_with_none(built: Build) -> None:
    """'' is no name. A return of the continuous series may cross a roll, one between the two is NULL."""
    assert days(built, "USD", "2006-02-01", 6) == ["DXH06", None, None, "DXH06", None, None]
    returns = built.rows(
        "select may_cross_roll, log_return is not null from marts.fct_daily_returns where instrument = 'USD'"
        f" and trade_date between '2006-02-01' and '{sessions('2006-02-01', 6)[-1]}' order by trade_date"
    )
    assert returns == [
        (False, False), (True, False), (True, True), (False, False), (True, False), (True, True)
    ]  # fmt: skip


def test_a_calendar_spread_is_no_contract(built: Build) -> None:
    assert days(built, "ES", "2008-08-04", 3) == ["ESU08"] * 3
    assert quarantined(built, "spreads") == {"calendar_spread": 3 * 78}


def test_the_second_generic_is_not_the_front(built: Build) -> None:
    """TU2 is no contract of September 2012."""
    assert days(built, "TU", "2012-08-06", 3) == ["TU1 COMDTY"] * 3
    assert quarantined(built, "generics") == {"not_the_front": 3 * 78}


def test_months_in_words_are_in_the_order_of_time(built: Build) -> None:
    assert days(built, "TY", "2020-02-24", 8) == ["TYH20"] * 4 + ["TYM20"] * 4


def test_a_last_trading_day_is_no_november(built: Build) -> None:
    assert days(built, "ES", "2020-11-16", 3) == ["ESZ20"] * 3


def test_without_volume_the_calendar_decides(built: Build) -> None:
    """Ten missing bars roll nothing: TYZ12 stays until three sessions before December."""
    assert sessions("2012-11-19", 8)[4] == "2012-11-27"
    assert days(built, "TY", "2012-11-19", 8) == ["TYZ12"] * 4 + ["TYH13"] * 4
    assert set(days(built, "TY", "2012-11-19", 8, "chosen_because")) == {"calendar"}
    assert set(days(built, "TY", "2012-11-19", 8, "volume_share")) == {None}


def test_no_volume_counts_twice(built: Build) -> None:
    """Neither under two spellings nor in a continuous series beside the contract."""
    first, second = sessions("2013-05-06", 2)
    volumes = built.rows(
        "select session_volume from marts.fct_daily_returns"
        f" where instrument = 'ES' and trade_date in ('{first}', '{second}')"
    )
    assert volumes == [(780.0,), (780.0,)]
    assert quarantined(built, "two_spellings") == {"identical_copy": 78}
    assert days(built, "ES", "2013-05-06", 2) == ["ESM13", "ESM13"]


def test_a_stray_minute_bar_hides_no_day(built: Build) -> None:
    assert days(built, "TU", "2009-03-02", 2, "bar_minutes") == [5, 5]
    assert days(built, "TU", "2009-03-02", 2, "n_grid_points") == [79, 79]


def test_a_broken_day_of_the_first_vendor_is_the_second_vendors(built: Build) -> None:
    assert built.rows(
        "select vendor, chosen_because, n_grid_points from marts.fct_contract_days"
        " where instrument = 'ES' and trade_date = '2008-12-01'"
    ) == [("oanda", "stand_in", 79)]


def test_a_roll_is_not_taken_back_but_for_its_two_reasons(built: Build) -> None:
    """It stays where the earlier contract leads, is undone under a tenth of its volume, and comes again."""
    assert days(built, "ES", "2016-03-07", 7) == [
        "ESH16", "ESM16", "ESH16", "ESH16", "ESM16", "ESM16", "ESM16"
    ]  # fmt: skip
    assert days(built, "ES", "2016-03-07", 7, "chosen_because") == [
        "volume", "volume", "volume", "volume", "volume", "rolled", "calendar"
    ]  # fmt: skip
    day = sessions("2016-03-07", 5)
    assert built.rows(
        "select cast(trade_date as varchar), from_contract, to_contract from marts.dim_contract_rolls"
        f" where instrument = 'ES' and trade_date between '{day[1]}' and '2016-03-31' order by 1"
    ) == [(day[1], "ESH16", "ESM16"), (day[2], "ESM16", "ESH16"), (day[4], "ESH16", "ESM16")]


def test_a_sofr_contract_trades_after_the_month_of_its_name(built: Build) -> None:
    assert days(built, "RATE3M", "2020-02-03", 3) == ["SR3H20"] * 3
    assert days(built, "RATE3M", "2020-05-04", 2) == ["SR3H20"] * 2
    assert days(built, "RATE3M", "2020-05-04", 2, "expiry_month") == [202006] * 2
    assert quarantined(built, "reference_quarter") == {"calendar_spread": 3 * 78}


def test_a_day_without_a_usable_contract_says_so(built: Build) -> None:
    day = sessions("2014-02-03", 4)[3]
    assert days(built, "USD", day, 1) == [None]
    assert built.rows(
        "select null_reason from marts.fct_realized_correlation_daily"
        f" where pair_id = 'usd' and trade_date = '{day}'"
    ) == [("no_usable_contract",)]
    assert f"USD on {day}: 78 bars of DXZ29" in built.log


def test_a_file_of_names_that_cannot_be_told_stops_the_build(tmp_path: Path) -> None:
    folder = tmp_path / "root"
    day = sessions("2014-02-03", 1)[0]
    write(folder, "fine.parquet", day_of_bars("ES", "ESH14", day))
    write(folder, "broken.parquet", day_of_bars("TY", "front month", day), day_of_bars("TY", "TYZ99", day))
    done = run_dbt(BAR_PATH, folder, tmp_path / "warehouse.duckdb")
    assert done.exit_code != 0
    assert "bars/canonical/broken.parquet: 156 of 156 bars: " in done.log
    assert "front month (unreadable_contract)" in done.log
    assert "TYZ99 (implausible_expiry)" in done.log
    assert "fine.parquet" not in done.log
