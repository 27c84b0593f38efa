"""The explorer's computations: labels, counts and event study against independent ones."""

from __future__ import annotations

import io
import math
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import duckdb
import numpy as np
import pandas as pd
import pytest
import yaml
from builds import PROJECT_ROOT
from explorer_files import changed_copy, explored, keep_days
from numpy.typing import NDArray
from pyarrow import parquet

from stockbond.explorer import charts, exports, queries
from stockbond.explorer.choices import Choices
from stockbond.explorer.study import study
from stockbond.explorer.view import Identity, ReleaseChangedError, read_contents, read_view
from stockbond.explorer.words import entering_names
from stockbond.published import open_published

SETTINGS = queries.ProjectSettings.read()
N_DAYS = 700
FIRST_DAY = date(2010, 1, 4)


def at(path: Path) -> tuple[Path, Identity, Choices]:
    """The arguments of `read_view` for the default choices."""
    return *explored(path), Choices()


@pytest.fixture(scope="module")
def market() -> duckdb.DuckDBPyConnection:
    """Tables of 700 sessions made up here: missing days, ties, an event every fifth session."""
    rng = np.random.default_rng(7)
    correlation = pd.Series(np.round(rng.normal(-0.3, 0.25, N_DAYS).clip(-0.99, 0.99), 2))
    correlation[rng.random(N_DAYS) < 0.05] = np.nan
    days = pd.DataFrame(
        {
            "trade_date": [FIRST_DAY + timedelta(days=n) for n in range(N_DAYS)],
            "realized_correlation": correlation,
            "session_number": np.arange(N_DAYS) + 10,
        }
    )
    days["null_reason"] = np.where(days["realized_correlation"].isna(), "early_close", None)
    events = days.iloc[4::5].assign(event_id=lambda day: "e" + day["session_number"].astype(str))
    events["change"] = np.where(np.arange(len(events)) % 11 == 0, np.nan, rng.normal(0.1, 1, len(events)))
    connection = duckdb.connect()
    for statement in (
        "create schema marts",
        "create table marts.fct_realized_correlation_daily as select *, 'ust' as pair_id, 78 as n_intervals,"
        " 0.0 as correlation_ci_low, 0.0 as correlation_ci_high, null::double as label_probability,"
        " null::double as label_probability_point_in_time from days",
        # The paper's sample: the second half of the days.
        "create table marts.fct_regimes_daily as"
        " select *, 'full' as sample from marts.fct_realized_correlation_daily union all"
        " select *, 'paper' as sample from marts.fct_realized_correlation_daily where session_number >= 360",
        "create table marts.dim_trading_days as select trade_date, session_number from days",
        "create table marts.fct_event_set_members as select 'fomc_announcement' as event_type,"
        " 'all' as event_subset, 'full' as sample, event_id, trade_date as event_date from events",
        "create table marts.fct_event_changes as select event_id, 'rho_ust' as outcome,"
        " trade_date - 1 as previous_date, 0.0 as previous_level, change as level, change,"
        " case when change is null then 'no_value_on_event_day' end as null_reason from events",
    ):
        connection.execute(statement)
    return connection


def expected_labels(value: float, known: NDArray[np.float64], choices: Choices, needed: int) -> set[str]:
    """The label of a correlation by numpy's percentiles of the known ones; two where it lies on a threshold,
    for percentiles of two programs differ in their last bits."""
    known = known[~np.isnan(known)]
    if math.isnan(value) or len(known) < needed:
        return {"none"}
    safety, risky = np.quantile(known, [choices.safety_percentile / 100, choices.risky_percentile / 100])
    on_threshold = {"other"} if min(abs(value - safety), abs(value - risky)) < 1e-12 else set()
    if value <= safety + 1e-12:
        return {"safety"} | on_threshold
    return {"risky"} | on_threshold if value >= risky - 1e-12 else {"other"}


@pytest.mark.parametrize("sample", ["full", "paper"])
@pytest.mark.parametrize("percentiles", [(20, 80), (5, 90), (45, 55)])
@pytest.mark.parametrize("basis", ["hindsight", "point_in_time"])
def test_labels_are_those_of_numpys_percentiles(
    market: duckdb.DuckDBPyConnection, sample: str, percentiles: tuple[int, int], basis: str
) -> None:
    choices = Choices(
        sample=sample, safety_percentile=percentiles[0], risky_percentile=percentiles[1], basis=basis
    )
    queries.label_days(market, choices, SETTINGS)
    days = queries.read_days(market)
    everything = market.execute(
        "select realized_correlation from marts.fct_realized_correlation_daily order by trade_date"
    ).df()["realized_correlation"].to_numpy()  # fmt: skip
    start = N_DAYS - len(days)
    assert start == (0 if sample == "full" else 350)
    for n, label in enumerate(days["regime"], start):
        known = everything[start:] if basis == "hindsight" else everything[:n]
        needed = SETTINGS.min_days if basis == "hindsight" else SETTINGS.min_days_point_in_time
        assert label in expected_labels(everything[n], known, choices, needed), days.iloc[n - start]
    assert set(days["regime"]) == {"safety", "other", "risky", "none"}


def test_ties_belong_to_the_tails() -> None:
    """101 correlations 0.00 ... 1.00: the percentiles are days themselves, and count."""
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.fct_realized_correlation_daily as"
        " select date '2010-01-01' + n::int as trade_date,"
        " n / 100 as realized_correlation, 'ust' as pair_id, 'full' as sample, 78 as n_intervals,"
        " null::varchar as null_reason, 0 as correlation_ci_low, 0 as correlation_ci_high,"
        " null::double as label_probability, null::double as label_probability_point_in_time"
        " from range(101) as days(n)"
    )
    connection.execute("create table marts.fct_regimes_daily as from marts.fct_realized_correlation_daily")
    queries.label_days(connection, Choices(sample="full"), SETTINGS)
    assert queries.read_days(connection)["regime"].value_counts().to_dict() == {
        "safety": 21, "other": 59, "risky": 21,
    }  # fmt: skip


def test_dates_narrow_what_is_shown_and_change_no_label(market: duckdb.DuckDBPyConnection) -> None:
    whole = Choices(sample="full")
    queries.label_days(market, whole, SETTINGS)
    days = queries.read_days(market)
    span = (FIRST_DAY + timedelta(days=100), FIRST_DAY + timedelta(days=149))
    queries.label_days(market, replace(whole, dates=span), SETTINGS)
    narrowed = queries.read_days(market)
    pd.testing.assert_frame_equal(narrowed, days.iloc[100:150].reset_index(drop=True))
    events = queries.read_events(market, replace(whole, dates=span))
    assert len(events) == 10
    assert events["event_date"].dt.date.between(*span).all()


def test_counts_years_and_bins_add_up_to_the_days(market: duckdb.DuckDBPyConnection) -> None:
    queries.label_days(market, Choices(sample="full"), SETTINGS)
    days = queries.read_days(market)
    expected = days["regime"].value_counts().to_dict()
    by_regime = queries.read_by_regime(market).set_index("regime")
    assert by_regime["n_days"].to_dict() == expected
    assert by_regime["share"].sum() == pytest.approx(1)
    means = days.groupby("regime")["realized_correlation"].mean()
    assert by_regime["mean_correlation"].drop("none").to_dict() == pytest.approx(means.drop("none").to_dict())
    assert queries.read_by_year(market).groupby("regime")["n_days"].sum().to_dict() == expected
    bins = queries.read_histogram(market)
    assert bins["n_days"].sum() == days["realized_correlation"].notna().sum()
    assert bins["bin_start"].between(-1, 0.95).all()


def test_twenty_day_mean_is_that_of_days_with_a_value(market: duckdb.DuckDBPyConnection) -> None:
    queries.label_days(market, Choices(sample="full"), SETTINGS)
    days = queries.read_days(market).dropna(subset="realized_correlation")
    expected = days["realized_correlation"].rolling(20).mean()
    np.testing.assert_allclose(days["correlation_mean_20d"], expected, atol=1e-12)


def newey_west_t(x: NDArray[np.float64]) -> float:
    """The t of a mean by the textbook's formula."""
    n = len(x)
    lags = int(n**0.25 + 1e-9)
    e = x - x.mean()
    variance = e @ e + 2 * sum((1 - j / (lags + 1)) * (e[j:] @ e[:-j]) for j in range(1, lags + 1))
    return float(x.mean() / math.sqrt(variance / n**2 * n / (n - 1)))


def test_event_study_splits_by_the_label_of_the_session_before(market: duckdb.DuckDBPyConnection) -> None:
    choices = Choices(sample="full", safety_percentile=30, risky_percentile=60)
    queries.label_days(market, choices, SETTINGS)
    labels = queries.read_days(market).set_index("trade_date")["regime"]
    events = queries.read_events(market, choices)
    before = labels.reindex(events["event_date"] - pd.Timedelta(days=1)).to_list()
    assert events["entering_regime"].to_list() == before
    rows = study(events).set_index("entering_regime")
    assert list(rows.index) == ["all", "safety", "other", "risky", "none"]
    for regime, row in rows.iterrows():
        group = events if regime == "all" else events[np.array(before) == regime]
        changes = group["change"].dropna().to_numpy()
        assert (row["n_events"], row["n_events_in_set"]) == (len(changes), len(group))
        assert row["mean_change"] == pytest.approx(changes.mean(), abs=1e-12)
        assert row["t_stat"] == pytest.approx(newey_west_t(changes), rel=1e-9)
        half = (row["change_ci_high"] - row["change_ci_low"]) / 2
        assert half == pytest.approx(1.96 * row["std_error"], rel=1e-4)


def test_thresholds_change_the_split_and_not_the_row_of_all_events(market: duckdb.DuckDBPyConnection) -> None:
    tables = []
    for percentiles in ((20, 80), (40, 60)):
        choices = Choices(sample="full", safety_percentile=percentiles[0], risky_percentile=percentiles[1])
        queries.label_days(market, choices, SETTINGS)
        tables.append(study(queries.read_events(market, choices)))
    pd.testing.assert_frame_equal(tables[0].head(1), tables[1].head(1))
    assert not tables[0].equals(tables[1])


@pytest.mark.parametrize("basis", ["hindsight", "point_in_time"])
def test_labels_at_the_default_thresholds_are_those_of_the_mart(small_published: Path, basis: str) -> None:
    column = "regime" if basis == "hindsight" else "regime_point_in_time"
    with open_published(small_published) as connection:
        samples = connection.execute(
            "select distinct pair_id, sample from marts.fct_regimes_daily"
        ).fetchall()
        assert len(samples) == 8
        for pair, sample in samples:
            queries.label_days(connection, Choices(pair=pair, sample=sample, basis=basis), SETTINGS)
            differing = connection.execute(
                f"select count(*), count(*) filter (days.regime != coalesce(marts.{column}, 'none')),"
                f" count(marts.{column}) from labelled_days as days"
                " full join (from marts.fct_regimes_daily where pair_id = $1 and sample = $2) as marts"
                " using (trade_date)",
                [pair, sample],
            ).fetchall()
            n_days, n_different, n_labelled = differing[0]
            assert n_different == 0
            assert n_days > 100
            # Five months are too short for labels as known that evening.
            assert (n_labelled > 60) == (basis == "hindsight")


def test_the_row_of_all_events_is_that_of_the_report(small_published: Path) -> None:
    columns = ["n_events", "n_events_in_set", "mean_change", "std_error", "t_stat", "p_value",
               "newey_west_lags", "first_event_date", "last_event_date", "null_reason"]  # fmt: skip
    compared = 0
    with open_published(small_published) as connection:
        queries.label_days(connection, Choices(sample="full"), SETTINGS)
        reported = connection.execute("from reports.rpt_event_study where sample = 'full' order by all").df()
        for key, row in reported.groupby(["event_type", "event_subset", "outcome"]):
            choices = Choices(sample="full", event_type=key[0], event_subset=key[1], outcome=key[2])
            ours = study(queries.read_events(connection, choices)).head(1)
            pd.testing.assert_frame_equal(
                ours[columns].reset_index(drop=True), row[columns].reset_index(drop=True),
                check_exact=True, check_dtype=False, obj=str(key),
            )  # fmt: skip
            compared += int(row["t_stat"].notna().sum())
    assert compared >= 20


def test_a_view_follows_the_file_even_while_another_request_reads_the_old_one(
    small_published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed_copy(small_published, tmp_path / "published.duckdb")
    opened, proceed = Event(), Event()
    read_events = queries.read_events

    def slow(connection: duckdb.DuckDBPyConnection, choices: Choices) -> pd.DataFrame:
        opened.set()
        assert proceed.wait(30)
        return read_events(connection, choices)

    monkeypatch.setattr(queries, "read_events", slow)
    with ThreadPoolExecutor(2) as pool:
        before = pool.submit(read_view, *at(path))
        assert opened.wait(30)
        changed_copy(path, tmp_path / "next", *keep_days("2008-12-01", "2008-12-02")).replace(path)
        after = pool.submit(read_view, *at(path))
        time.sleep(0.3)  # time enough to open the file beside the first, were that allowed
        proceed.set()
        assert before.result().days["realized_correlation"].notna().sum() > 100
        assert after.result().days["realized_correlation"].notna().sum() == 2


def test_a_file_replaced_while_it_is_read_is_noticed(small_published: Path, tmp_path: Path) -> None:
    path = changed_copy(small_published, tmp_path / "published.duckdb")
    _, old, choices = at(path)
    changed_copy(small_published, tmp_path / "next").replace(path)
    with pytest.raises(ReleaseChangedError):
        read_view(path, old, choices)
    with pytest.raises(ReleaseChangedError):
        read_contents(path, old)


def test_downloads_hold_what_is_shown(small_published: Path) -> None:
    view = read_view(*at(small_published))
    risky = view.days_listed("risky")
    assert 0 < len(risky) < len(view.days)
    read_back = pd.read_csv(io.BytesIO(exports.as_csv(risky)), parse_dates=["trade_date"])
    pd.testing.assert_frame_equal(
        read_back, risky.reset_index(drop=True), check_dtype=False, check_exact=True
    )
    release = {"release_id": "20260101T000000Z-abc", "is_simulated": True}
    table = parquet.read_table(io.BytesIO(exports.as_parquet(view.events, release, Choices())))
    assert str(table.schema.field("event_date").type) == "date32[day]"
    assert table["change"].to_pylist() == view.events["change"].astype(object).where(
        view.events["change"].notna(), None
    ).to_list()  # fmt: skip
    assert table.schema.metadata[b"stockbond_is_simulated"] == b"true"
    assert table.schema.metadata[b"stockbond_release_id"] == b"20260101T000000Z-abc"
    assert b'"pair": "ust"' in table.schema.metadata[b"stockbond_choices"]


def test_paths_and_other_tests_are_those_of_the_reports(small_published: Path) -> None:
    view = read_view(*at(small_published))
    whole = view.study[view.study["entering_regime"] == "all"].iloc[0]
    on_event = view.paths.set_index("session_offset").loc[0]
    assert on_event["n_events"] == whole["n_events"]
    assert on_event["mean_change"] == pytest.approx(whole["mean_change"], abs=1e-12)
    assert view.paths["session_offset"].tolist() == list(range(-5, 6))
    assert view.robust is not None
    assert all(0 < p <= 1 for p in view.robust)
    assert view.robust[2] <= view.robust[3]  # Holm never makes a p-value smaller


def test_charts_draw_what_they_are_given_and_say_simulated(small_published: Path) -> None:
    view = read_view(*at(small_published))
    made = [
        charts.daily_series(view.days, Choices(), True),
        charts.distribution(view.histogram, view.days, "ust", True),
        charts.days_by_year(view.by_year, "ust", True),
        charts.event_means(view.study, entering_names("ust"), "correlation", True),
        charts.event_path(view.paths, "correlation", True),
    ]
    for chart in made:
        drawn = chart.to_dict()
        assert drawn["title"]["text"].startswith("SIMULATED")
        assert any(drawn["datasets"].values())
    assert charts.days_by_year(view.by_year, "ust", False).to_dict()["title"]["text"] == "Days by year"


def test_exposure_names_the_tables_that_the_explorer_reads() -> None:
    described = yaml.safe_load(
        (PROJECT_ROOT / "models/reports/published/_published__explorer.yml").read_text(encoding="utf-8")
    )
    named = set()
    for reference in described["exposures"][0]["depends_on"]:
        named.add(re.findall(r"'(\w+)'", reference)[-1])
    code = "".join(
        path.read_text(encoding="utf-8") for path in (PROJECT_ROOT / "src/stockbond/explorer").rglob("*.py")
    )
    assert named == set(re.findall(r"(?:from|join) (?:marts|reports)\.(\w+)", code))
