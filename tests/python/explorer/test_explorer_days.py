"""One day from its open on, returns on and after the days, and what stands side by side."""

from __future__ import annotations

import io
import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from explorer_files import explored

from stockbond.explorer import charts, exports, queries
from stockbond.explorer.choices import Choices
from stockbond.explorer.day_section import event_in_words, sentence, timed
from stockbond.explorer.sections import agreement, beside_table
from stockbond.explorer.study import means_ahead
from stockbond.explorer.view import Hours, read_ahead, read_contents, read_hours, read_view
from stockbond.explorer.words import regime_names
from stockbond.published import open_published

FOMC = date(2009, 3, 18)


@pytest.fixture(scope="module")
def hours(small_published: Path) -> Hours:
    """The day of an announcement."""
    return read_hours(*explored(small_published), "ust", FOMC)


def test_hours_of_a_day_end_at_its_correlation_and_begin_at_the_open(
    hours: Hours, small_published: Path
) -> None:
    with open_published(small_published) as connection:
        [(daily,)] = connection.execute(
            "select realized_correlation from marts.fct_realized_correlation_daily"
            " where pair_id = 'ust' and trade_date = $1",
            [FOMC],
        ).fetchall()
    times = hours.times
    assert times["running_correlation"].iloc[-1] == pytest.approx(daily, abs=1e-12)
    clock = times["new_york_time"].dt.strftime("%H:%M")
    assert (clock.iloc[0], clock.iloc[-1], len(times)) == ("09:35", "16:00", 78)
    # Values of a few intervals, and two hours that are not over, say nothing.
    assert clock[times["running_correlation"].notna()].iloc[0] == "10:00"
    assert clock[times["rolling_correlation_2h"].notna()].iloc[0] == "11:30"


def test_prices_of_both_legs_give_the_correlation(hours: Hours) -> None:
    """Their steps are the returns: to the two digits that they have."""
    steps = hours.times[["return_a_bp", "return_b_bp"]].diff()
    steps.iloc[0] = hours.times[["return_a_bp", "return_b_bp"]].iloc[0]
    found = steps["return_a_bp"].corr(steps["return_b_bp"])
    assert found == pytest.approx(hours.times["running_correlation"].iloc[-1], abs=2e-3)


def test_a_day_names_its_events_and_contracts(hours: Hours) -> None:
    assert list(map(event_in_words, hours.events.to_dict("records"))) == [
        "FOMC announcement, rate unchanged, 14:15"
    ]
    assert hours.contracts["instrument"].to_list() == ["ES", "TY"]
    assert hours.contracts["contract"].to_list() == ["ESM09", "TYM09"]
    [time] = timed(hours.events, FOMC)["new_york_time"]
    assert time == pd.Timestamp("2009-03-18 14:15")


def test_a_day_says_what_it_lacks(hours: Hours, small_published: Path) -> None:
    names = regime_names("ust")
    rows = read_view(*explored(small_published), Choices(sample="full")).labelled.set_index("trade_date")
    said = sentence(rows.loc[pd.Timestamp(FOMC)].to_dict(), hours, names)
    assert said.startswith("Correlation ")
    assert said.endswith("78 returns. Events: FOMC announcement, rate unchanged, 14:15.")
    half_day = rows.loc[pd.Timestamp("2008-11-28")].to_dict()
    none = Hours(hours.times.head(0), hours.events.head(0), hours.contracts.head(0))
    assert sentence(half_day, none, names) == "No correlation: early close."
    assert sentence(None, none, names) == "No session of this sample."


def test_charts_of_a_day_say_simulated_and_mark_its_events(hours: Hours) -> None:
    prices = charts.day_prices(hours.times, ["Stocks", "Bonds"], True).to_dict()
    correlations = charts.day_correlations(hours.times, timed(hours.events, FOMC), True).to_dict()
    for drawn in (prices, correlations):
        assert str(drawn["title"]["text"]).startswith("SIMULATED")
    assert "'return_b_bp': 'Bonds'" in str(prices)
    assert any(
        [row.get("event") for row in data] == ["FOMC announcement"]
        for data in correlations["datasets"].values()
    )


@pytest.fixture
def market() -> duckdb.DuckDBPyConnection:
    """Forty sessions with a weekend after each five, one return missing."""
    connection = duckdb.connect()
    days = [date(2010, 1, 4) + timedelta(days=7 * (n // 5) + n % 5) for n in range(40)]
    returns = pd.DataFrame({"trade_date": days, "log_return": [n / 1e4 for n in range(40)]})
    returns.loc[30, "log_return"] = math.nan
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.fct_daily_returns as select trade_date, 'ES' as instrument,"
        " if(isnan(log_return), null, log_return) as log_return from returns"
    )
    connection.execute("create table marts.dim_trading_days as select trade_date from returns")
    connection.execute(
        "create table marts.fct_asset_returns_daily as select trade_date, 'GOLD' as symbol,"
        " 5.0 as log_return_bp from returns"
    )
    return connection


def test_returns_ahead_count_sessions_and_leave_no_hole(market: duckdb.DuckDBPyConnection) -> None:
    found = queries.read_returns(market, "ES").set_index("trade_date").reset_index(drop=True)
    assert found["ahead_0"][7] == pytest.approx(7)
    assert found["ahead_1"][7] == pytest.approx(8)
    assert found["ahead_5"][7] == pytest.approx(8 + 9 + 10 + 11 + 12)
    assert found["ahead_20"][7] == pytest.approx(sum(range(8, 28)))
    # Each window that holds the missing return, or what is not over yet, has none.
    assert found.index[found["ahead_5"].isna()].to_list() == [*range(25, 30), *range(35, 40)]
    assert queries.read_returns(market, "GOLD")["ahead_20"].dropna().to_list() == [100.0] * 20


def test_means_ahead_span_the_overlap_of_their_windows() -> None:
    """The textbook's formula, with as many lags as windows overlap."""
    rng = np.random.default_rng(3)
    returns = pd.DataFrame({f"ahead_{n}": rng.normal(2, 5, 300) for n in queries.HORIZONS})
    returns["regime"] = np.where(np.arange(300) % 3 == 0, "safety", "other")
    rows = means_ahead(returns).set_index(["regime", "sessions"])
    assert list(dict.fromkeys(rows.index.get_level_values(0))) == ["all", "safety", "other"]
    for sessions, lags in ((0, 3), (1, 3), (5, 4), (20, 19)):
        x = returns.loc[returns["regime"] == "safety", f"ahead_{sessions}"].to_numpy()
        n, e = len(x), x - x.mean()
        variance = e @ e + 2 * sum((1 - j / (lags + 1)) * (e[j:] @ e[:-j]) for j in range(1, lags + 1))
        row = rows.loc[("safety", sessions)]
        assert row["n_days"] == n == 100
        assert row["mean_return_bp"] == pytest.approx(x.mean())
        assert row["std_error"] == pytest.approx(math.sqrt(variance / n**2 * n / (n - 1)), rel=1e-9)
        assert row["ci_high"] - row["ci_low"] == pytest.approx(2 * 1.959964 * row["std_error"], rel=1e-6)


def test_too_few_days_have_a_mean_and_no_error() -> None:
    one = pd.DataFrame({**{f"ahead_{n}": [2.0] for n in queries.HORIZONS}, "regime": ["risky"]})
    rows = means_ahead(one)
    assert rows["mean_return_bp"].to_list() == [2.0] * 8
    assert rows["std_error"].isna().all()
    none = one.assign(**{f"ahead_{n}": [math.nan] for n in queries.HORIZONS})
    assert means_ahead(none)["n_days"].sum() == 0


def test_returns_follow_labels_and_dates(small_published: Path) -> None:
    place = explored(small_published)
    whole = read_ahead(*place, Choices(sample="full"))
    counts = read_view(*place, Choices(sample="full")).by_regime.set_index("regime")["n_days"]
    of_day = whole[whole["sessions"] == 0].set_index("regime")["n_days"]
    assert of_day["safety"] in (counts["safety"], counts["safety"] - 1)  # the first day has no return
    narrowed = read_ahead(*place, Choices(sample="full", dates=(date(2008, 12, 1), date(2008, 12, 31))))
    assert narrowed["n_days"].max() == 22
    assert not whole.equals(read_ahead(*place, Choices(sample="full", asset="TY")))


def test_assets_are_the_legs_first(small_published: Path) -> None:
    catalogue = read_contents(*explored(small_published)).catalogue
    assert catalogue
    assert catalogue.assets[0] == ("ES", "S&P 500 E-mini futures")
    assert len(catalogue.assets) == len(dict(catalogue.assets)) > 5
    assert all(name for _, name in catalogue.assets)


def days_of(regimes: list[str], values: list[float]) -> pd.DataFrame:
    """Days with labels, as much as the comparison reads."""
    return pd.DataFrame(
        {
            "trade_date": pd.date_range("2010-01-04", periods=len(regimes)),
            "regime": regimes,
            "realized_correlation": values,
        }
    )


def test_agreement_counts_days_that_both_have() -> None:
    one = days_of(["safety", "safety", "other", "none", "risky"], [-0.8, -0.7, -0.3, np.nan, 0.1])
    other = days_of(["safety", "other", "other", "risky", "none"], [-0.4, -0.35, -0.15, 0.5, np.nan])
    assert agreement(one, other) == (
        "Of 3 days with a label in both, 67 % have the same; 1 are safety days of both."
        " The two series have a correlation of 1.00."
    )
    assert agreement(one, other.assign(regime="none")) == "No day has a label in both."


def test_side_by_side_has_a_column_for_each(small_published: Path) -> None:
    place = explored(small_published)
    both = [Choices(), Choices(pair="usd", sample="full")]
    table = beside_table(tuple((chosen, read_view(*place, chosen)) for chosen in both))
    assert list(table) == ["10-year Treasury note, Paper (2004-01 to 2022-06)", "US dollar, All days loaded"]
    days = read_view(*place, both[1]).days
    assert table.loc["Mean correlation"].iloc[1] == f"{days['realized_correlation'].mean():.3f}"
    assert table.loc["Safety days"].iloc[1] == str((days["regime"] == "safety").sum())


def test_downloads_say_in_name_and_columns_what_made_them(small_published: Path) -> None:
    place = explored(small_published)
    release: dict[str, Any] = {"release_id": "R", "is_simulated": True}
    span = (date(2008, 12, 1), date(2009, 1, 30))
    choices = Choices("usd", "full", 15, 70, "point_in_time", dates=span)
    view = read_view(*place, choices)
    assert exports.file_name(release, "days", "csv", choices) == (
        "stockbond_SIMULATED_R_days_usd_full_point_in_time_15_70_2008-12-01_2009-01-30.csv"
    )
    described = exports.described(view.days, "days", release, choices)
    read_back = pd.read_csv(io.BytesIO(exports.as_csv(described)), parse_dates=["trade_date"])
    pd.testing.assert_frame_equal(read_back[list(view.days)], view.days, check_dtype=False, check_exact=True)
    said = {
        "release_id": "R", "is_simulated": True, "pair_id": "usd", "sample": "full", "labels": "point_in_time",
        "safety_percentile": 15, "risky_percentile": 70, "first_date": "2008-12-01", "last_date": "2009-01-30",
    }  # fmt: skip
    assert {name: set(read_back[name]) for name in said} == {name: {value} for name, value in said.items()}
    of_events = exports.described(view.study, "event_study", release, choices)
    assert set(of_events["outcome"]) == {"rho_ust"}
    assert set(exports.described(view.calendar, "returns", release, choices)["asset"]) == {"ES"}
    hours = Choices(day=FOMC)
    assert (
        exports.file_name(release, "hours", "csv", hours) == "stockbond_SIMULATED_R_hours_ust_2009-03-18.csv"
    )
