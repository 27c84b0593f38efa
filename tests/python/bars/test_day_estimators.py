"""Other estimators of a day's correlation: against R's highfrequency, and on other grids with gaps."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import day_reference as reference
import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from rendering import model, render

Array = NDArray[np.float64]
Golden = dict[tuple[str, str], float]


def run(returns: Array, expression: str) -> float:
    """An expression of macros over x and y (returns of the two legs) and their minutes' log prices."""
    connection = duckdb.connect()
    connection.execute("create table d (x double[], y double[])")
    connection.execute("insert into d values ($1, $2)", [leg.tolist() for leg in returns])
    return float(connection.execute(render(f"select {expression} from d")).fetchall()[0][0])


@pytest.fixture(scope="module")
def golden(real_data: Path) -> dict[str, tuple[Array, Golden]]:
    """Of each of eleven days the log prices (2, 391) and what R computed."""
    folder = real_data / "r_highfrequency"
    prices = pd.read_csv(folder / "one_minute_prices.csv")
    prices["day"] = prices["DT"].str[:10]
    computed: dict[str, Golden] = defaultdict(dict)
    with (folder / "golden.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            computed[row["date"]][row["estimator"], row["statistic"]] = float(row["value"])
    logs = {
        day: np.log(rows[["MARKET", "STOCK"]].to_numpy().T)
        for day, rows in prices.groupby("day")
        if day in computed
    }
    assert len(logs) == len(computed) == 11
    return {day: (logs[day], computed[day]) for day in logs}


BIPOWER = "{{ bipower_variation('list_transform(x, lambda r: abs(r))') }}"
THRESHOLD = (
    "{{ uncentred_correlation("
    "without_jumps('x', jump_size('x', bipower_variation('list_transform(x, lambda r: abs(r))'))),"
    " without_jumps('y', jump_size('y', bipower_variation('list_transform(y, lambda r: abs(r))')))) }}"
)
SIDE = (
    "{{ uncentred_correlation('list_transform(x, lambda r: %s(r, 0))',"
    " 'list_transform(y, lambda r: %s(r, 0))') }}"
)
PEARSON = (
    "({{ list_comoment('x', 'y') }})"
    " / sqrt(({{ list_comoment('x', 'x') }}) * ({{ list_comoment('y', 'y') }}))"
)


def test_estimators_are_those_of_r(golden: dict[str, tuple[Array, Golden]]) -> None:
    for day, (logs, r) in golden.items():
        five, one = np.diff(logs[:, ::5]), np.diff(logs)
        close = {
            "uncentred": (run(five, "{{ uncentred_correlation('x', 'y') }}"), r["rCov", "cor"]),
            "one minute": (run(one, "{{ uncentred_correlation('x', 'y') }}"), r["rCov_1min", "cor"]),
            "plain": (
                run(five, PEARSON),
                r["pearson_5min", "cor"],
            ),
            "bipower": (run(five, BIPOWER) / r["rBPCov_returns78", "var_market"], 1),
            "threshold": (run(five, THRESHOLD), r["rThresholdCov_returns78", "cor"]),
            "positive": (run(five, SIDE % ("greatest", "greatest")), r["rSemiCov_positive", "cor"]),
            "negative": (run(five, SIDE % ("least", "least")), r["rSemiCov_negative", "cor"]),
        }
        found = {name: ours for name, (ours, _) in close.items()}
        assert found == pytest.approx({name: theirs for name, (_, theirs) in close.items()}, abs=1e-10), day


def test_bipower_covariation_is_that_of_r(golden: dict[str, tuple[Array, Golden]]) -> None:
    """The table's value is the covariation over the root of the variations."""
    for day, (logs, r) in golden.items():
        x, y = np.diff(logs[:, ::5])
        name = "rBPCov_returns78"
        theirs = r[name, "cov"] / np.sqrt(r[name, "var_market"] * r[name, "var_stock"])
        assert reference.bipower(x, y) == pytest.approx(theirs, abs=1e-10), day


def test_pooled_offsets_are_those_of_r(golden: dict[str, tuple[Array, Golden]]) -> None:
    """R averages five grids: variances with a factor 78 / 77 for the four that are one return shorter,
    covariances without it. Without its factor the sums are those of all overlapping returns, as ours."""
    for day, (logs, r) in golden.items():
        x, y = overlapping = logs[:, 5:] - logs[:, :-5]

        def pooled(name: str, r: Golden = r) -> float:
            first = r["rCov", name]
            return first + (5 * r["rAVGCov", name] - first) * 77 / 78

        assert x @ x == pytest.approx(pooled("var_market"), rel=1e-10), day
        assert y @ y == pytest.approx(pooled("var_stock"), rel=1e-10), day
        theirs = 5 * r["rAVGCov", "cov"] / np.sqrt(pooled("var_market") * pooled("var_stock"))
        assert run(overlapping, "{{ uncentred_correlation('x', 'y') }}") == pytest.approx(
            theirs, abs=1e-10
        ), day


N_MINUTES, OPEN = 390, 40  # the vector begins forty minutes before the open


def made_up_prices(number: int, n_gaps: int) -> Array:
    rng = np.random.default_rng(number)
    prices = np.exp(rng.normal(0, 4e-4, OPEN + N_MINUTES + 10).cumsum()) * 100
    prices[rng.integers(0, len(prices), n_gaps)] = np.nan
    return prices


def on_grid(prices: Array, minutes: int, step: int, first_open: float) -> Array:
    """Prices by the rule: the last that ended in the interval, at the open else the first open."""
    points = []
    for point in range(0, N_MINUTES + 1, step):
        window = prices[max(0, OPEN + point - minutes + 1) : OPEN + point + 1]
        there = window[~np.isnan(window)]
        points.append(there[-1] if len(there) else first_open if point == 0 else np.nan)
    return np.array(points)


GRIDS = {
    "grid_1m": (1, 1),
    "grid_10m": (10, 10),
    "grid_15m": (15, 15),
    "grid_30m": (30, 30),
    "subsampled": (5, 1),
}


@pytest.mark.parametrize("n_gaps", [0, 12, 60])
def test_other_grids_are_cut_as_the_rule_says(n_gaps: int) -> None:
    """Both legs with gaps of their own, the second quoted the other way round, no bar before the open."""
    legs, signs, first_open = [made_up_prices(n_gaps + n, n_gaps) for n in (1, 2)], (1, -1), 101.0
    if n_gaps:
        legs[0][: OPEN + 1] = np.nan
    connection = duckdb.connect()
    day = "date '2010-01-04'"
    connection.execute(
        f"create table int_sessions as select {day} as trade_date, {N_MINUTES} as n_minutes,"
        f" {300 + OPEN} as open_minute_utc, 300 as vector_open_minute_utc"
    )
    for table, columns in (
        ("int_instrument_days", "return_sign int"),
        ("int_contract_days", "first_open double, first_open_minute int, prices double[], prices_at int"),
    ):
        connection.execute(
            f"create table {table} (instrument_id int, instrument text, vendor text, series text,"
            f" bar_minutes int, trade_date date, {columns})"
        )
    for n, (prices, sign) in enumerate(zip(legs, signs, strict=True), start=1):
        key = f"{n}, 'i{n}', 'v', 's', 1, {day}"
        connection.execute(f"insert into int_instrument_days values ({key}, {sign})")
        listed = [None if np.isnan(price) else float(price) for price in prices]
        connection.execute(f"insert into int_contract_days values ({key}, {first_open}, 0, $1, 0)", [listed])
    connection.execute("alter table int_contract_days drop instrument_id")
    connection.execute(
        "create table int_instrument_pairs as"
        " select 'ust' as pair_id, 1 as instrument_a_id, 2 as instrument_b_id"
    )
    for name in (
        "int_session_minutes",
        "int_grid_returns",
        "int_pair_grids",
        "int_pair_moments",
        "int_grid_correlations",
    ):
        connection.execute(f"create view {name} as {model(name)}")
    rows = connection.execute(
        "select estimator, value, std_error, n_returns, n_session_intervals from int_grid_correlations"
    ).fetchall()
    found = {name: rest for name, *rest in rows}
    assert set(found) == {*GRIDS, "noise_robust"}
    for name, (minutes, step) in GRIDS.items():
        lag = minutes // step
        returns = [
            sign * np.log(points[lag:] / points[:-lag])
            for prices, sign in zip(legs, signs, strict=True)
            for points in [on_grid(prices, minutes, step, first_open)]
        ]
        x, y = np.array(returns)[:, ~np.isnan(returns).any(axis=0)]
        measure = reference.uncentred if name == "subsampled" else reference.correlation
        value, error, n, n_session = found[name]
        assert value == pytest.approx(float(measure(x, y)), abs=1e-11), name
        assert (n, n_session) == (len(x), len(returns[0])), name
        if minutes > 5:
            assert error == pytest.approx(float(reference.std_errors(x, y)), rel=1e-8), name
        else:
            assert error is None
        if name == "grid_1m":
            assert found["noise_robust"][:3] == [
                pytest.approx(float(reference.noise_robust(x, y)), abs=1e-11), None, len(x),
            ]  # fmt: skip
