"""Least squares with robust errors against closed forms and linearmodels."""

from __future__ import annotations

import math
from statistics import NormalDist

import duckdb
import jinja2
import numpy as np
import pandas as pd
import pytest
from builds import PROJECT_ROOT
from numpy.typing import NDArray

from stockbond.econometrics.clustered import MIN_CLUSTERS, ols_clustered
from stockbond.econometrics.day_types import capm_alpha, mean_on_days
from stockbond.econometrics.estimates import (
    ESTIMATE_COLUMNS,
    Estimate,
    Regression,
    by_sample,
    tidy,
    to_arrow,
    two_sided_p_value,
)
from stockbond.econometrics.newey_west import newey_west_lags, newey_west_mean
from stockbond.econometrics.regression import MIN_DEGREES_OF_FREEDOM, ols_hac

Array = NDArray[np.float64]
NAMES = ["dummy", "slope", "intercept"]


def sample(n_obs: int, seed: int = 0) -> tuple[Array, Array]:
    """An outcome with persistent, heteroskedastic errors, and a design of a dummy, a slope and a constant."""
    rng = np.random.default_rng(seed)
    slope = rng.standard_normal(n_obs).cumsum() * 0.1
    dummy = (rng.random(n_obs) < 0.3).astype(float)
    error = np.convolve(rng.standard_t(4, n_obs + 3), [1, 0.5, 0.3, 0.2], "valid") * (1 + dummy)
    return 0.5 - dummy + 0.2 * slope + error, np.column_stack([dummy, slope, np.ones(n_obs)])


def closed_form_hac(y: Array, x: Array, lags: int) -> tuple[Array, Array]:
    """Coefficients and covariance matrix of Newey and West, term by term."""
    n, k = x.shape
    bread = np.linalg.inv(x.T @ x)
    b = bread @ x.T @ y
    scores = x * (y - x @ b)[:, None]
    meat = np.zeros((k, k))
    for t in range(n):
        for s in range(max(0, t - lags), min(n, t + lags + 1)):
            meat += (1 - abs(t - s) / (lags + 1)) * np.outer(scores[t], scores[s])
    return b, n / (n - k) * bread @ meat @ bread


@pytest.mark.parametrize("n_obs", [16, 147, 1000])
@pytest.mark.parametrize("lags", [None, 0, 3])
def test_hac_equals_the_closed_form(n_obs: int, lags: int | None) -> None:
    y, x = sample(n_obs, n_obs)
    fit = ols_hac(y, x, NAMES, lags)
    b, covariance = closed_form_hac(y, x, newey_west_lags(n_obs) if lags is None else lags)
    np.testing.assert_allclose(fit.coefficients, b, rtol=1e-10)
    np.testing.assert_allclose(fit.covariance_matrix, covariance, rtol=1e-10)
    assert (fit.n_obs, fit.correction) == (n_obs, n_obs / (n_obs - 3))
    assert fit.r_squared == pytest.approx(1 - (y - x @ b).var() / y.var(), rel=1e-10)


def test_hac_equals_linearmodels() -> None:
    from linearmodels.iv import IV2SLS

    y, x = sample(4604)
    other = IV2SLS(y, x, None, None).fit(cov_type="kernel", kernel="bartlett", bandwidth=8, debiased=True)
    fit = ols_hac(y, x, NAMES)
    assert fit.lags == 8
    np.testing.assert_allclose(fit.covariance_matrix, np.asarray(other.cov), rtol=1e-6)
    assert fit.r_squared == pytest.approx(other.rsquared, rel=1e-10)


def test_terms_carry_how_they_were_estimated() -> None:
    y, x = sample(300)
    result = ols_hac(y, x, NAMES).tidy()
    assert result.columns.tolist() == ESTIMATE_COLUMNS[3:]
    assert result["term"].tolist() == NAMES
    assert set(result["covariance"]) == {"newey_west_bartlett"}
    assert set(result["lags"]) == {4}
    assert set(result["n_obs"]) == {300}
    assert set(result["correction"]) == {300 / 297}
    assert result["null_reason"].isna().all()
    np.testing.assert_allclose(result["t_stat"], result["estimate"] / result["std_error"], rtol=1e-12)
    normal = [2 * (1 - NormalDist().cdf(abs(t))) for t in result["t_stat"]]
    np.testing.assert_allclose(result["p_value"], normal, atol=1e-12)


def test_a_combination_is_the_coefficient_of_the_rewritten_regression() -> None:
    """With the complement for a constant, the dummy's coefficient is the sum of the two before."""
    y, x = sample(500)
    total = ols_hac(y, x, NAMES).combination("total", {"dummy": 1.0, "intercept": 1.0})
    rewritten = ols_hac(y, np.column_stack([x[:, 0], x[:, 1], 1 - x[:, 0]]), NAMES).terms()[0]
    assert total.term == "total"
    assert total.estimate == pytest.approx(rewritten.estimate, rel=1e-9)
    assert total.std_error == pytest.approx(rewritten.std_error, rel=1e-9)
    assert total.p_value == pytest.approx(rewritten.p_value, rel=1e-6)


def test_a_combination_of_unknown_terms_is_refused() -> None:
    y, x = sample(100)
    with pytest.raises(ValueError, match="not in the regression: slop"):
        ols_hac(y, x, NAMES).combination("total", {"slop": 1.0})


def test_a_mean_is_a_regression_on_a_constant() -> None:
    y, _ = sample(147)
    mean, fit = mean_on_days(y, "mean"), ols_hac(y, np.ones((147, 1)), ["mean"]).terms()[0]
    assert mean.estimate == pytest.approx(fit.estimate, rel=1e-10)
    assert mean.std_error == pytest.approx(fit.std_error, rel=1e-10)
    assert (mean.lags, mean.correction, mean.n_obs) == (fit.lags, fit.correction, fit.n_obs)
    assert mean.std_error == newey_west_mean(y).std_error


def test_rows_that_miss_a_value_are_left_out() -> None:
    y, x = sample(200)
    y[3], x[7, 1], x[9, 0] = np.nan, np.nan, np.nan
    kept = np.setdiff1d(np.arange(200), [3, 7, 9])
    fit, expected = ols_hac(y, x, NAMES), ols_hac(y[kept], x[kept], NAMES)
    assert fit.n_obs == 197
    np.testing.assert_array_equal(fit.covariance_matrix, expected.covariance_matrix)
    mean = mean_on_days(y, "mean")
    assert (mean.n_obs, mean.std_error) == (199, mean_on_days(np.delete(y, 3), "mean").std_error)


def spoilt(kind: str, n_obs: int = 200) -> tuple[Array, Array]:
    y, x = sample(n_obs)
    if kind == "short":
        return y[: 3 + MIN_DEGREES_OF_FREEDOM - 1], x[: 3 + MIN_DEGREES_OF_FREEDOM - 1]
    if kind == "empty":
        return y[:0], x[:0]
    if kind == "dummy_without_days":
        x[:, 0] = 0
    if kind == "twice_the_same":
        x[:, 1] = 1e6 * x[:, 0] + 5
    if kind == "constant":
        y[:] = 7.1
    if kind == "exact":
        y = x @ np.array([1.0, 2.0, 3.0])
    if kind == "infinite":
        y[5] = np.inf
    return y, x


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("short", "too_few_observations"),
        ("empty", "too_few_observations"),
        ("dummy_without_days", "collinear_design"),
        ("twice_the_same", "collinear_design"),
        ("constant", "no_variation"),
        ("exact", "no_variation"),
        ("infinite", "infinite_value"),
    ],
)
def test_what_cannot_be_estimated_says_why(kind: str, reason: str) -> None:
    y, x = spoilt(kind)
    for fit in (ols_hac(y, x, NAMES), ols_clustered(y, x, np.arange(len(y)) % 20, NAMES)):
        assert fit.null_reason == reason
        assert fit.coefficients.size == 0
        rows = fit.tidy()
        assert rows["term"].tolist() == NAMES
        assert set(rows["null_reason"]) == {reason}
        assert rows[["estimate", "std_error", "t_stat", "p_value", "r_squared"]].isna().all(axis=None)
        assert fit.combination("sum", {"slope": 1.0}).null_reason == reason


def test_the_shortest_sample_that_is_estimated() -> None:
    y, x = sample(3 + MIN_DEGREES_OF_FREEDOM)
    assert ols_hac(y, x, NAMES).null_reason is None


def test_the_rank_does_not_depend_on_units() -> None:
    y, x = sample(200)
    scaled = ols_hac(y, x * [1, 1e-9, 1e6], NAMES)
    np.testing.assert_allclose(
        scaled.coefficients * [1, 1e-9, 1e6], ols_hac(y, x, NAMES).coefficients, rtol=1e-8
    )


def test_a_term_without_variance_says_so() -> None:
    """The outcome is zero on all days without the dummy: the intercept is zero and has no error."""
    y, x = sample(200)
    y *= x[:, 0]
    terms = {term.term: term for term in ols_hac(y, x[:, [0, 2]], ["dummy", "intercept"]).terms()}
    assert terms["intercept"].null_reason == "no_variation"
    assert terms["intercept"].t_stat is None
    assert terms["dummy"].null_reason is None


def test_a_constant_outcome_has_no_variation_without_a_constant_in_the_design_either() -> None:
    _, x = sample(200)
    for fit in (
        ols_hac(np.full(200, 3.0), x[:, :2], NAMES[:2]),
        ols_clustered(np.full(200, 3.0), x[:, :2], np.arange(200) // 10, NAMES[:2]),
    ):
        assert fit.null_reason == "no_variation"


@pytest.mark.parametrize("wrong", ["names", "shape", "lags"])
def test_wrong_calls_are_refused(wrong: str) -> None:
    y, x = sample(50)
    with pytest.raises(ValueError, match=r"names|shapes|lags"):
        if wrong == "names":
            ols_hac(y, x, NAMES[:2])
        elif wrong == "shape":
            ols_hac(y[:-1], x, NAMES)
        else:
            ols_hac(y, x, NAMES, lags=50)


def clustered_sample(n_groups: int, seed: int = 1) -> tuple[Array, Array, NDArray[np.int64]]:
    """Groups of one to forty rows with a common error each."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(n_groups), rng.integers(1, 40, n_groups))
    rng.shuffle(groups)
    x = np.column_stack([rng.standard_normal((len(groups), 2)) + rng.standard_normal((n_groups, 2))[groups]])
    y = 1 + x @ [0.3, -0.2] + rng.standard_normal(n_groups)[groups] + rng.standard_normal(len(groups))
    return y, np.column_stack([x, np.ones(len(y))]), groups


@pytest.mark.parametrize("n_groups", [MIN_CLUSTERS, 60, 900])
def test_clustered_errors_equal_linearmodels(n_groups: int) -> None:
    from linearmodels.iv import IV2SLS

    y, x, groups = clustered_sample(n_groups)
    other = IV2SLS(y, x, None, None).fit(cov_type="clustered", clusters=groups, debiased=True)
    fit = ols_clustered(y, x, groups, NAMES)
    np.testing.assert_allclose(fit.coefficients, np.asarray(other.params), rtol=1e-8)
    np.testing.assert_allclose(fit.covariance_matrix, np.asarray(other.cov), rtol=1e-8)
    assert fit.r_squared == pytest.approx(other.rsquared, rel=1e-8)
    assert fit.n_clusters == n_groups


def test_clustered_errors_equal_the_formula_written_out() -> None:
    y, x, groups = clustered_sample(40)
    n, k, g = len(y), 3, 40
    bread = np.linalg.inv(x.T @ x)
    e = y - x @ (bread @ x.T @ y)
    same_day = (groups[:, None] == groups[None, :]).astype(float)
    meat = (x * e[:, None]).T @ same_day @ (x * e[:, None])
    expected = g / (g - 1) * (n - 1) / (n - k) * bread @ meat @ bread
    fit = ols_clustered(y, x, groups, NAMES)
    np.testing.assert_allclose(fit.covariance_matrix, expected, rtol=1e-10)
    assert fit.correction == pytest.approx(g / (g - 1) * (n - 1) / (n - k), rel=1e-14)


def test_clustered_p_values_are_of_students_t() -> None:
    from scipy import stats

    y, x, groups = clustered_sample(12)
    for term in ols_clustered(y, x, groups, NAMES).terms():
        assert term.t_stat is not None
        assert term.p_value == pytest.approx(2 * stats.t.sf(abs(term.t_stat), 11), rel=1e-10)
        assert (term.covariance, term.lags, term.n_clusters) == ("clustered_by_day", None, 12)


def test_clusters_may_be_days_in_any_order() -> None:
    y, x, groups = clustered_sample(30)
    days = np.datetime64("2020-01-01") + groups
    order = np.random.default_rng(2).permutation(len(y))
    fit = ols_clustered(y[order], x[order], days[order], NAMES)
    np.testing.assert_allclose(
        fit.covariance_matrix, ols_clustered(y, x, groups, NAMES).covariance_matrix, rtol=1e-10
    )


def test_too_few_clusters_say_so() -> None:
    y, x, groups = clustered_sample(MIN_CLUSTERS)
    assert ols_clustered(y, x, groups, NAMES).null_reason is None
    fewer = ols_clustered(y, x, groups % (MIN_CLUSTERS - 1), NAMES)
    assert (fewer.null_reason, fewer.n_clusters) == ("too_few_clusters", MIN_CLUSTERS - 1)


def stars_of(p_value: float | None) -> str | None:
    """What the macro of SQL makes of a p-value."""
    macro = (PROJECT_ROOT / "macros/statistics/significance_stars.sql").read_text(encoding="utf-8")
    value = "null" if p_value is None else repr(p_value)
    query = "select " + jinja2.Template(macro + "{{ significance_stars(value) }}").render(value=value)
    answer = duckdb.sql(query).fetchone()
    assert answer is not None
    return answer[0]


@pytest.mark.parametrize(
    ("p_value", "stars"),
    [
        (0.0, "***"),
        (0.0099, "***"),
        (0.01, "**"),
        (0.049, "**"),
        (0.05, "*"),
        (0.0999, "*"),
        (0.1, ""),
        (1.0, ""),
        (None, None),
    ],
)
def test_stars(p_value: float | None, stars: str | None) -> None:
    """The macro alone decides: event study, paper tables and figures all call it."""
    assert stars_of(p_value) == stars


def test_stars_of_the_normal_and_of_t() -> None:
    """1.97 has two stars with the normal distribution and one with t of twenty days."""
    assert stars_of(two_sided_p_value(1.97)) == "**"
    assert stars_of(two_sided_p_value(-1.97, 19)) == "*"


def test_alpha_is_the_intercept_within_the_days_given() -> None:
    rng = np.random.default_rng(3)
    stock = rng.standard_normal(300) * 100
    asset = 5 - 0.2 * stock + rng.standard_normal(300) * 20
    alpha = capm_alpha(asset, stock, "capm_alpha")
    b, covariance = closed_form_hac(asset, np.column_stack([np.ones(300), stock]), 4)
    assert alpha.estimate == pytest.approx(b[0], rel=1e-9)
    assert alpha.std_error == pytest.approx(math.sqrt(covariance[0, 0]), rel=1e-9)
    assert alpha.term == "capm_alpha"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "too_few_observations"),
        ([1.0], "too_few_observations"),
        ([np.nan, 2.0], "too_few_observations"),
        ([2.0, 2.0, 2.0], "no_variation"),
        ([1.0, np.inf], "infinite_value"),
    ],
)
def test_means_that_cannot_be_estimated_say_why(values: list[float], reason: str) -> None:
    assert mean_on_days(values, "mean").null_reason == reason


def test_the_arrow_table_has_nulls_and_no_nan() -> None:
    missing = Estimate("slope", 3, null_reason="too_few_observations").row("T4", "x")
    y, x = sample(50)
    present = [term.row("T4", "y") for term in ols_hac(y, x, NAMES).terms()]
    for rows in ([missing], [missing, *present], []):
        table = to_arrow(tidy(rows))
        assert table.column_names == ESTIMATE_COLUMNS
        assert [
            str(table.schema.field(name).type) for name in ("term", "estimate", "lags", "n_clusters")
        ] == [
            "string",
            "double",
            "int32",
            "int32",
        ]
        for name in ("estimate", "std_error", "t_stat", "p_value", "r_squared", "correction"):
            values = table[name].to_pylist()
            assert not any(value is not None and math.isnan(value) for value in values)
            assert table[name].null_count == (1 if rows else 0)


def test_each_sample_is_estimated_by_itself() -> None:
    def count(rows: pd.DataFrame) -> pd.DataFrame:
        return tidy([Estimate("n", len(rows)).row("T4", "x")])

    frame = pd.DataFrame({"sample": ["paper", "full", "full"], "value": [1, 2, 3]})
    result = by_sample(frame, count)
    assert result.columns.tolist() == [*ESTIMATE_COLUMNS[:4], "sample", *ESTIMATE_COLUMNS[4:]]
    assert dict(zip(result["sample"], result["n_obs"], strict=True)) == {"full": 2, "paper": 1}
    assert by_sample(frame.iloc[:0], count).columns.tolist() == result.columns.tolist()
    only_full = by_sample(frame[frame["sample"] == "full"], count)
    reasons = only_full.set_index("sample")["null_reason"]
    assert reasons["paper"] == "no_days_in_sample"
    assert pd.isna(reasons["full"])
    assert to_arrow(by_sample(frame.iloc[:0], count)).schema == to_arrow(result).schema.remove_metadata()


def test_an_empty_regression_has_no_numbers() -> None:
    empty = Regression(("a",), 0, "newey_west_bartlett", null_reason="series_not_loaded")
    assert empty.tidy()["null_reason"].tolist() == ["series_not_loaded"]
