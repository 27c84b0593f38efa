"""Each design of the paper's tables against the same regression put together by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from table_days import (
    calendar,
    convenience_yield_days,
    decomposition_days,
    factor_days,
    key_asset_days,
    lead_lag_days,
    term_premium_days,
    transmission_days,
)

from stockbond.econometrics.day_types import mean_on_days
from stockbond.econometrics.tables import (
    basis_decomposition,
    convenience_yield,
    factors,
    key_assets,
    lead_lag,
    term_premium,
    transmission,
)

KEY = ["panel", "specification", "term"]


def cell(result: pd.DataFrame, specification: str, term: str, panel: str = "") -> pd.Series:
    rows = result.set_index(KEY)
    return rows.loc[(panel, specification, term)]


def regression_by_hand(y: pd.Series, x: pd.DataFrame, lags: int) -> tuple[pd.Series, pd.Series, float]:
    """Coefficients, errors and R squared by statsmodels from columns put together by the test."""
    import statsmodels.api as sm

    known = pd.concat([y, x], axis=1).notna().all(axis=1)
    fit = sm.OLS(y[known], sm.add_constant(x[known])).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    return fit.params.rename({"const": "intercept"}), fit.bse.rename({"const": "intercept"}), fit.rsquared


def assert_equals_by_hand(result: pd.DataFrame, y: pd.Series, x: pd.DataFrame, n_obs: int) -> None:
    lags = int(n_obs**0.25)
    coefficients, errors, r_squared = regression_by_hand(y, x, lags)
    ours = result.set_index("term").loc[coefficients.index]
    np.testing.assert_allclose(ours["estimate"], coefficients, rtol=1e-9)
    np.testing.assert_allclose(ours["std_error"], errors, rtol=1e-9)
    np.testing.assert_allclose(ours["r_squared"], r_squared, rtol=1e-9)
    assert set(ours["n_obs"]) == {n_obs}
    assert set(ours["lags"]) == {lags}


def test_key_assets_are_means_and_alphas_within_a_type_of_day() -> None:
    frame = key_asset_days()
    result = key_assets.key_assets(frame)
    returns = frame[frame["measure"] == "mean_return"].pivot_table(
        index="trade_date", columns="asset", values="value"
    )
    regime = calendar().set_index("trade_date")["ust_regime"]
    for panel, day_type in key_assets.PANELS.items():
        on_days = returns[regime == day_type]
        mean = cell(result, "dxy", "mean_return", panel)
        expected = mean_on_days(on_days["dxy"], "mean_return")
        assert mean["estimate"] == pytest.approx(on_days["dxy"].mean(), rel=1e-12)
        assert (mean["std_error"], mean["lags"]) == (expected.std_error, expected.lags)
        alpha = cell(result, "ust", "capm_alpha", panel)
        coefficients, errors, r_squared = regression_by_hand(
            on_days["ust"], on_days[["spx"]], int(len(on_days) ** 0.25)
        )
        assert alpha["estimate"] == pytest.approx(coefficients["intercept"], rel=1e-9)
        assert alpha["std_error"] == pytest.approx(errors["intercept"], rel=1e-9)
        assert alpha["r_squared"] == pytest.approx(r_squared, rel=1e-9)


def test_key_assets_beyond_the_printed_ones_come_after_them() -> None:
    frame = key_asset_days()
    further = frame[(frame["measure"] == "mean_return") & (frame["asset"] == "dxy")].assign(asset="broad_usd")
    weekly = frame[frame["measure"] == "d_net_position"].assign(measure="d_net_position_weekly")
    result = key_assets.key_assets(pd.concat([frame, further, weekly]))
    cells = set(result[KEY].itertuples(index=False, name=None))
    printed = set(key_assets.key_assets(frame)[KEY].itertuples(index=False, name=None))
    ours = [("broad_usd", "mean_return"), ("broad_usd", "capm_alpha"), ("ust", "d_net_position_weekly")]
    assert cells - printed == {(panel, *key) for panel in "AB" for key in ours}


def test_a_measure_that_is_not_loaded_leaves_only_its_cells_empty() -> None:
    frame = key_asset_days()
    result = key_assets.key_assets(frame[frame["asset"] != "spx"])
    without = result[result["null_reason"].notna()]
    assert set(without["null_reason"]) == {"series_not_loaded"}
    assert set(without["specification"]) - {"spx"} == {"ust", "dxy", "eur_usd", "yen_usd"}
    assert set(without.loc[without["specification"] != "spx", "term"]) == {"capm_alpha"}


def test_other_days_of_the_factors_are_neither_safe_nor_risky() -> None:
    frame = factor_days()
    result = factors.factor_means(frame)
    in_class = frame[(frame["asset_class"] == "us_equity") & (frame["regime"] == "other")]
    mean = cell(result, "us_equity_f_bond", "other_days")
    assert mean["n_obs"] == len(in_class)
    assert mean["estimate"] == pytest.approx(in_class["f_bond_bp"].mean(), rel=1e-12)


def test_convenience_yield_is_a_regression_on_four_dummies() -> None:
    days = convenience_yield_days()
    result = convenience_yield.convenience_yield(days)
    known = days["ust_regime"].notna() & days["usd_regime"].notna()
    dummies = pd.DataFrame(
        {
            f"{pair}_{regime}": (days[f"{pair}_regime"] == regime).astype(float).where(known)
            for pair in ("ust", "usd")
            for regime in ("safety", "risky")
        }
    )
    for outcome in ("ust_basis_1y", "swap_spread_5y"):
        y = days[f"d_{outcome}_bp"]
        n_obs = int((known & y.notna()).sum())
        assert_equals_by_hand(result[result["specification"] == outcome], y, dummies, n_obs)


def test_a_measure_of_the_convenience_yield_that_is_missing_leaves_the_others() -> None:
    days = convenience_yield_days().assign(d_swap_spread_1y_bp=None)
    result = convenience_yield.convenience_yield(days)
    empty = result["specification"] == "swap_spread_1y"
    assert set(result.loc[empty, "null_reason"]) == {"series_not_loaded"}
    assert result.loc[~empty, "estimate"].notna().all()


def test_the_decomposition_adds_up_in_every_row() -> None:
    result = basis_decomposition.basis_decomposition(decomposition_days())
    wide = result.pivot_table(index="term", columns="specification", values="estimate", sort=False)
    wide = wide.drop(columns="match_distance")
    assert len(wide) == 5
    np.testing.assert_allclose(wide["d_basis"], wide["d_yield_ust"] - wide["d_yield_synthetic"], atol=1e-12)
    np.testing.assert_allclose(wide["d_basis"], wide["d_yield_gap"] + wide["d_hedging_cost"], atol=1e-12)


def test_matched_days_are_other_days_used_once() -> None:
    days = decomposition_days()
    pairs = basis_decomposition.matched_pairs(days)
    regime = days.set_index("trade_date")["ust_regime"]
    complete = (
        days.set_index("trade_date")
        .drop(columns=["usd_regime", "usd_safety", "usd_risky"])
        .notna()
        .all(axis=1)
    )
    safety = complete & (regime == "safety")
    result = basis_decomposition.basis_decomposition(days)
    for term, column in basis_decomposition.CRITERIA.items():
        of_term = pairs[pairs["term"] == term]
        assert of_term["trade_date"].tolist() == safety.index[safety].tolist()
        assert not of_term["matched_date"].duplicated().any()
        assert set(regime[of_term["matched_date"]]) == {"risky", "other"}
        assert complete[of_term["matched_date"]].all()
        values = days.set_index("trade_date")[column]
        one, other = values[of_term["trade_date"]], values[of_term["matched_date"]]
        np.testing.assert_allclose(of_term["distance"], np.abs(one.to_numpy() - other.to_numpy()))
        distance = cell(result, "match_distance", term)
        assert distance["estimate"] == pytest.approx(of_term["distance"].mean(), rel=1e-12)
        assert np.isnan(distance["std_error"])
        # The mean is over the matched days in calendar order, not in the order of their partners.
        in_order = days[days["trade_date"].isin(of_term["matched_date"])]
        expected = mean_on_days(in_order["d_basis_bp"], term)
        ours = cell(result, "d_basis", term)
        assert (ours["estimate"], ours["std_error"]) == (expected.estimate, expected.std_error)


def test_a_criterion_that_is_not_loaded_does_not_touch_the_others() -> None:
    days = decomposition_days()
    result = basis_decomposition.basis_decomposition(days.assign(d_vix=None))
    without = result["term"] == "matched_d_vix"
    assert set(result.loc[without, "null_reason"]) == {"series_not_loaded"}
    pd.testing.assert_frame_equal(
        result[~without], basis_decomposition.basis_decomposition(days.assign(d_vix=1.0))[~without]
    )


def test_transmission_and_its_total_slopes() -> None:
    days = transmission_days()
    result = transmission.transmission(days)
    known = days["ust_regime"].notna()
    x = pd.DataFrame({"d_yield": days["d_yield_10y_bp"], "r_spx": days["r_spx_bp"]})
    for regime in ("safety", "risky"):
        x[f"ust_{regime}"] = (days["ust_regime"] == regime).astype(float).where(known)
    n_obs = int(pd.concat([days["r_usd_bp"], x], axis=1).notna().all(axis=1).sum())
    assert_equals_by_hand(result[result["specification"] == "1"], days["r_usd_bp"], x, n_obs)
    for slope in ("d_yield", "r_spx"):
        for regime in ("ust_safety", "ust_risky"):
            x[f"{slope}_x_{regime}"] = x[slope] * x[regime]
    assert_equals_by_hand(result[result["specification"] == "2"], days["r_usd_bp"], x, n_obs)
    # Written with a slope for safety days and one for the rest, the total is a coefficient itself.
    rewritten = x.drop(columns="d_yield").assign(not_safety=x["d_yield"] * (1 - x["ust_safety"]))
    rewritten["d_yield_x_ust_safety"] = x["d_yield_x_ust_safety"]
    coefficients, errors, _ = regression_by_hand(days["r_usd_bp"], rewritten, int(n_obs**0.25))
    total = cell(result, "2", "d_yield_total_ust_safety")
    assert total["estimate"] == pytest.approx(coefficients["d_yield_x_ust_safety"], rel=1e-9)
    assert total["std_error"] == pytest.approx(errors["d_yield_x_ust_safety"], rel=1e-9)
    assert abs(total["estimate"] - (1.2 - 1.5)) < 3.5 * total["std_error"]


def test_term_premium_blocks_are_added_to_the_first_column() -> None:
    first = {"ust_safety", "ust_risky", "intercept"}
    tails = {"spx_worst_20", "spx_best_20"}
    rest = {"vix_top_20", "vix_bottom_20", "d_noise", "d_tyf_vol"}
    result = term_premium.term_premium(term_premium_days())
    terms = result.groupby(["panel", "specification"])["term"].agg(set)
    for panel in "AB":
        assert [terms[panel, number] - first for number in "12345"] == [
            set(),
            {"fts"},
            {"fomc"},
            tails,
            {"fts", "fomc"} | tails | rest,
        ]


def test_term_premium_equals_a_regression_put_together_by_hand() -> None:
    days = term_premium_days()
    result = term_premium.term_premium(days)
    known = days["ust_regime"].notna()
    x = pd.DataFrame(
        {
            "ust_safety": (days["ust_regime"] == "safety").astype(float).where(known),
            "ust_risky": (days["ust_regime"] == "risky").astype(float).where(known),
            "fts": days["fts"].astype(float),
            "fomc": days["fomc"].astype(float),
            "spx_worst_20": days["spx_worst_20"],
            "spx_best_20": days["spx_best_20"],
            "vix_top_20": days["vix_top_20"],
            "vix_bottom_20": days["vix_bottom_20"],
            "d_noise": days["d_noise"],
            "d_tyf_vol": days["d_tyf_vol"],
        }
    )
    for panel, outcome in (("A", "d_term_premium_acm_bp"), ("B", "d_term_premium_kw_bp")):
        for number, columns in (("1", 2), ("5", 10)):
            design = x.iloc[:, :columns]
            n_obs = int(pd.concat([days[outcome], design], axis=1).notna().all(axis=1).sum())
            rows = result[(result["panel"] == panel) & (result["specification"] == number)]
            assert_equals_by_hand(rows, days[outcome], design, n_obs)


def test_term_premium_without_noise_lacks_only_the_last_column() -> None:
    result = term_premium.term_premium(term_premium_days().assign(d_noise=None))
    last = result["specification"] == "5"
    assert set(result.loc[last, "null_reason"]) == {"series_not_loaded"}
    assert result.loc[~last, "estimate"].notna().all()


def test_pairs_never_join_two_days() -> None:
    days = pd.DataFrame(
        {
            "trade_date": pd.to_datetime(["2020-01-03", "2020-01-02", "2020-01-06", "2020-01-07"]),
            "regime": ["other", "safety", None, "risky"],
            "spx_returns": [[1.0, 2.0, 3.0], [10.0, np.nan, 30.0], None, [7.0]],
            "ust_returns": [[4.0, 5.0, 6.0], [40.0, 50.0, 60.0], None, [8.0]],
            "spx_late_returns": [[0.1, 0.2, 0.3], None, None, [0.7]],
            "ust_late_returns": [[0.4, 0.5, 0.6], [0.7, 0.8, np.nan], None, [0.8]],
        }
    )
    pairs, regime = lead_lag.lead_lag_pairs(days)
    expected = pd.DataFrame(
        [
            [0, 10, 40, np.nan, 50, np.nan, 0.8],
            [0, np.nan, 50, 30, 60, np.nan, np.nan],
            [1, 1, 4, 2, 5, 0.2, 0.5],
            [1, 2, 5, 3, 6, 0.3, 0.6],
        ],
        columns=["day", "r_spx", "r_ust", "next_spx", "next_ust", "late_spx", "late_ust"],
    )
    pd.testing.assert_frame_equal(pairs / [1, *[lead_lag.BASIS_POINTS] * 6], expected, check_dtype=False)
    assert regime.iloc[:2].tolist() == ["safety", "other"]


def test_a_shift_within_the_day_is_seen_and_one_across_the_night_is_not() -> None:
    """Within the day the stock repeats the note's last return; its first return of a day is its own."""
    rng = np.random.default_rng(8)
    ust = rng.normal(0, 1e-3, (80, 12))
    spx = np.column_stack([rng.normal(0, 1e-3, 80), ust[:, :-1]]) + rng.normal(0, 1e-6, ust.shape)
    days = calendar(80).rename(columns={"ust_regime": "regime"})
    late = {f"{leg}_late_returns": [None] * 80 for leg in ("spx", "ust")}
    result = lead_lag.lead_lag(days.assign(spx_returns=list(spx), ust_returns=list(ust), **late))
    assert set(result.loc[result["specification"].str.endswith("_skip"), "null_reason"]) == {
        "too_few_observations"
    }
    slope = cell(result, "full_spx", "r_ust")
    assert slope["estimate"] == pytest.approx(1, abs=1e-3)
    assert slope["n_obs"] == 80 * 11


def test_a_price_that_stands_still_over_the_grid_leads_nothing_after_a_minute() -> None:
    """The last quote of stocks is a minute old at each point: their move comes after the note's."""
    rng = np.random.default_rng(4)
    moves = rng.normal(0, 1e-3, (120, 26, 5))
    stocks = np.concatenate([np.zeros((120, 1, 1)), moves[:, :-1, -1:]], axis=1)
    observed = np.concatenate([stocks, moves[:, :, :-1]], axis=2)
    days = calendar(120).rename(columns={"ust_regime": "regime"})
    days = days.assign(
        spx_returns=list(observed.sum(axis=2)),
        ust_returns=list(moves.sum(axis=2)),
        spx_late_returns=list(observed[:, :, 1:].sum(axis=2)),
        ust_late_returns=list(moves[:, :, 1:].sum(axis=2)),
    )
    result = lead_lag.lead_lag(days)
    assert cell(result, "full_spx", "r_ust")["t_stat"] > 10
    assert abs(cell(result, "full_spx_skip", "r_ust")["t_stat"]) < 3


def test_lead_lag_samples_and_errors() -> None:
    from linearmodels.iv import IV2SLS
    from scipy.stats import t as student_t
    from statsmodels.api import OLS

    days = lead_lag_days()
    result = lead_lag.lead_lag(days)
    pairs, regime = lead_lag.lead_lag_pairs(days)
    of_pair = pairs["day"].map(regime)
    samples = {
        "risky": of_pair == "risky",
        "other": of_pair.notna() & (of_pair != "risky"),
        "full": pd.Series(True, index=of_pair.index),
    }
    assert (of_pair[samples["other"]] == "safety").any()
    assert of_pair[samples["full"]].isna().any()
    for sample, chosen in samples.items():
        for leg, led, suffix in (
            ("spx", "next", ""), ("ust", "next", ""), ("spx", "late", "_skip"), ("ust", "late", "_skip")
        ):  # fmt: skip
            rows = pairs[chosen].dropna(subset=["r_spx", "r_ust", f"{led}_{leg}"])
            exog = rows[["r_spx", "r_ust"]].assign(intercept=1.0)
            other = IV2SLS(rows[f"{led}_{leg}"], exog, None, None).fit(
                cov_type="clustered", clusters=rows["day"], debiased=True
            )
            ours = result[result["specification"] == f"{sample}_{leg}{suffix}"].set_index("term")
            # p by t(G - 1), so stars and intervals, too; linearmodels takes t(N - k).
            third = OLS(rows[f"{led}_{leg}"], exog).fit(
                cov_type="cluster", cov_kwds={"groups": rows["day"]}, use_t=True
            )
            np.testing.assert_allclose(ours["p_value"], third.pvalues, rtol=1e-7)
            half = student_t.ppf(0.975, rows["day"].nunique() - 1) * ours["std_error"]
            np.testing.assert_allclose(ours["estimate"] - half, third.conf_int()[0], rtol=1e-7)
            np.testing.assert_allclose(ours["estimate"] + half, third.conf_int()[1], rtol=1e-7)
            np.testing.assert_allclose(ours["estimate"], other.params, rtol=1e-8)
            np.testing.assert_allclose(ours["std_error"], other.std_errors, rtol=1e-8)
            assert set(ours["n_obs"]) == {len(rows)}
            assert set(ours["n_clusters"]) == {rows["day"].nunique()}
            assert set(ours["covariance"]) == {"clustered_by_day"}


def test_lists_as_the_database_gives_them() -> None:
    import duckdb

    days = duckdb.sql("""
        select date '2020-01-02' as trade_date, 'risky' as regime,
            [1.0, null, 3.0] as spx_returns, [1.0, 2.0, 3.0] as ust_returns,
            [1.0, null, 3.0] as spx_late_returns, [1.0, 2.0, 3.0] as ust_late_returns
        union all
        select date '2020-01-03', null, null, [1.0, 2.0, 3.0], null, null
        order by trade_date
    """).df()
    pairs, _ = lead_lag.lead_lag_pairs(days)
    assert pairs["day"].tolist() == [0, 0]
    assert pairs["r_spx"].isna().tolist() == [False, True]


def test_lists_of_different_lengths_are_refused() -> None:
    days = lead_lag_days().assign(ust_returns=[np.zeros(3)] * 60)
    with pytest.raises(ValueError, match="20 returns of one market, 3 of the other"):
        lead_lag.lead_lag(days)
