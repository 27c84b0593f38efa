"""The interval of a day, the probability of its label, and the other estimators, against numpy forms."""

from __future__ import annotations

from statistics import NormalDist

import day_reference as reference
import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray
from rendering import model, render

Array = NDArray[np.float64]
DAYS = [
    (n, correlation, tails)
    for n in (10, 60, 78)
    for correlation in (-0.95, -0.4, 0.0, 0.7)
    for tails in (2.5, 4, 50)
]


def legs(number: int) -> tuple[Array, Array]:
    """Returns of a day: heavy tails, a leg far calmer than the other, a mean that is not zero."""
    n, correlation, tails = DAYS[number]
    rng = np.random.default_rng(number)
    x = rng.standard_normal(n)
    y = correlation * x + np.sqrt(1 - correlation**2) * rng.standard_normal(n)
    scale = np.sqrt(tails / rng.chisquare(tails, n))
    return 2e-3 * x * scale + 1e-4, 3e-5 * y * scale


NOTHING_GIVEN = """
    create table int_given_correlations (
        pair_id text, observation_date date, correlation double, n_intervals int, is_superseded boolean,
        is_in_the_future boolean
    )
"""


@pytest.fixture(scope="module")
def measured() -> duckdb.DuckDBPyConnection:
    """The models of the daily correlation and of the estimators of its returns, on made-up days."""
    connection = duckdb.connect()
    connection.execute(
        "create table int_pair_days (number int, pair_id text, trade_date date, is_early_close boolean,"
        " n_session_intervals int, is_without_contract boolean, returns_a double[], returns_b double[])"
    )
    for number, (n, _, _) in enumerate(DAYS):
        x, y = legs(number)
        connection.execute(
            "insert into int_pair_days values"
            " ($1, 'ust', date '2010-01-01' + $1::int, false, $2, false, $3, $4)",
            [number, n, x.tolist(), y.tolist()],
        )
    # A leg without bars has no list.
    connection.execute(
        "insert into int_pair_days values"
        " (-1, 'ust', date '2009-12-31', false, 4, false, [0.1, 0.2, 0.3, 0.1], null)"
    )
    connection.execute(NOTHING_GIVEN)
    for name in ("int_pair_correlations", "fct_realized_correlation_daily", "int_interval_correlations"):
        connection.execute(f"create table {name} as {model(name)}")
    return connection


@pytest.mark.parametrize("number", range(len(DAYS)), ids=[str(day) for day in DAYS])
def test_the_interval_is_that_of_the_jackknife_by_its_definition(
    measured: duckdb.DuckDBPyConnection, number: int
) -> None:
    x, y = legs(number)
    r, s, low, high, reason = measured.execute(
        "select realized_correlation, correlation_std_error, correlation_ci_low, correlation_ci_high,"
        " interval_null_reason from fct_realized_correlation_daily"
        " where trade_date = date '2010-01-01' + $1::int",
        [number],
    ).fetchall()[0]
    expected = max(1 / np.sqrt(len(x) - 3), reference.jackknife_error(x, y))
    z = np.arctanh(np.corrcoef(x, y)[0, 1])
    assert reason is None
    assert r == pytest.approx(np.tanh(z), abs=1e-12)
    assert s == pytest.approx(expected, abs=1e-12)
    assert low == pytest.approx(np.tanh(z - reference.Z_95 * expected), abs=1e-12)
    assert high == pytest.approx(np.tanh(z + reference.Z_95 * expected), abs=1e-12)


def test_both_errors_decide_on_some_days() -> None:
    """Else the days above would not tell the larger from either."""
    larger = [reference.jackknife_error(*legs(n)) > 1 / np.sqrt(DAYS[n][0] - 3) for n in range(len(DAYS))]
    assert 5 < sum(larger) < len(DAYS)


def test_an_undefined_error_says_why() -> None:
    """Legs that move as one; a leg that moves once; legs that move as one but for once; three returns."""
    calm, once = [0.5, -0.5, 0.25, -0.25, 0.1, -0.1], [0.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    cases = {
        "perfect_correlation": (calm, [2 * r for r in calm]),
        "one_interval_decides": (calm, once),
        "too_few_intervals": (calm[:3], [0.1, 0.3, 0.2]),
    }
    almost = ([*calm, 3.0], [*calm, -2.0])
    connection = duckdb.connect()
    rows = [*cases.items(), ("one_interval_decides", almost)]
    for number, (_, (x, y)) in enumerate(rows):
        day = (
            f"select 'ust' as pair_id, date '2010-01-01' + {number} as trade_date, false as is_early_close,"
            f" {len(x)} as n_session_intervals, false as is_without_contract,"
            f" {x}::double[] as returns_a, {y}::double[] as returns_b"
        )
        connection.execute(
            f"create table int_pair_days as {day}" if not number else f"insert into int_pair_days {day}"
        )
    connection.execute(NOTHING_GIVEN)
    connection.execute(f"create table int_pair_correlations as {model('int_pair_correlations')}")
    query = model("fct_realized_correlation_daily")
    found = connection.execute(
        "select interval_null_reason, correlation_std_error, correlation_ci_low, correlation_ci_high"
        f" from ({query}) order by trade_date"
    ).fetchall()
    assert found == [(reason, None, None, None) for reason, _ in rows]


@pytest.mark.parametrize("number", range(len(DAYS)), ids=[str(day) for day in DAYS])
def test_estimators_are_those_of_numpy(measured: duckdb.DuckDBPyConnection, number: int) -> None:
    x, y = legs(number)
    rows = measured.execute(
        "select estimator, value, std_error from int_interval_correlations"
        " where trade_date = date '2010-01-01' + $1::int",
        [number],
    ).fetchall()
    found = {estimator: (value, error) for estimator, value, error in rows}
    expected = {
        "uncentred": float(reference.uncentred(x, y)),
        "threshold": reference.threshold(x, y),
        "bipower": reference.bipower(x, y),
        "semi_positive": float(reference.uncentred(np.maximum(x, 0), np.maximum(y, 0))),
        "semi_negative": float(reference.uncentred(np.minimum(x, 0), np.minimum(y, 0))),
        "bns": float(reference.correlation(x, y)),
    }
    assert {name: value for name, (value, _) in found.items()} == pytest.approx(
        expected, abs=1e-12, nan_ok=True
    )
    error = float(reference.bns_errors(x, y))
    assert found["bns"][1] == (pytest.approx(error, rel=1e-10) if error > 0 else None)


@pytest.mark.parametrize("n", [1, 5, 30, 300, 390])
def test_the_kernel_is_a_double_sum(n: int) -> None:
    rng = np.random.default_rng(n)
    x, y = rng.standard_normal((2, n)) * 1e-4
    connection = duckdb.connect()
    connection.execute(
        "create table legs as select $1::double[] as x, $2::double[] as y", [x.tolist(), y.tolist()]
    )
    zeros = "{{ zeros_behind('%s', kernel_bandwidth('x')) }} as %s_ahead"
    connection.execute(
        render(f"create table d as select *, {zeros % ('x', 'x')}, {zeros % ('y', 'y')} from legs")
    )
    query = render(
        "select {{ realized_kernel('x', 'y', 'x_ahead', 'y_ahead') }},"
        " {{ realized_kernel('x', 'x', 'x_ahead', 'x_ahead') }} from d"
    )
    both, alone = connection.execute(query).fetchall()[0]
    assert both == pytest.approx(float(reference.realized_kernel(x, y)), rel=1e-10)
    assert alone == pytest.approx(float(reference.realized_kernel(x, x)), rel=1e-10)
    assert alone > 0


def test_the_normal_distribution_has_fifteen_digits() -> None:
    points = [*np.linspace(-9, 9, 721).tolist(), -40.0, 40.0]
    query = render("select {{ normal_cdf('x') }} from (select unnest($1::double[]) as x)")
    found = [row[0] for row in duckdb.connect().execute(query, [points]).fetchall()]
    assert found == pytest.approx([NormalDist().cdf(x) for x in points], abs=2e-15)
    assert duckdb.connect().execute(query, [[None]]).fetchall() == [(None,)]
