"""The default simulated market shows what was planted in it: computed from its files, with numpy alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from calibration_measures import (
    PROJECT,
    Leg,
    Root,
    correlation,
    misses,
    recovered_cells,
    volatility,
)

PAPER_SUMMARY = {  # mean, std, min, p20, median, p80, max
    "ust": (-0.31, 0.26, -0.94, -0.54, -0.33, -0.10, 0.75),
    "usd": (-0.06, 0.28, -0.77, -0.33, -0.04, 0.18, 0.75),
}
DEFAULT_SEED_BOUNDS = (0.03, 0.03, 0.05, 0.03, 0.03, 0.03, 0.10)
OTHER_SEED_BOUNDS = (0.08, 0.08, 0.08, 0.08, 0.08, 0.08, 0.25)
COUNTS = {
    ("fomc_announcement", "all"): 147,
    ("fomc_announcement", "rate_hike"): 29,
    ("fomc_announcement", "rate_unchanged"): 107,
    ("fomc_announcement", "rate_cut"): 11,
    ("fomc_minutes", "all"): 146,
    ("fomc_minutes", "rate_hike"): 28,
    ("fomc_minutes", "rate_unchanged"): 107,
    ("fomc_minutes", "rate_cut"): 11,
    ("quarter_end", "all"): 74,
    ("quarter_end", "post_volcker"): 28,
    ("month_end_ex_quarter_end", "all"): 148,
    ("month_end_ex_quarter_end", "post_volcker"): 56,
    ("auction_10y", "all"): 74,
    ("auction_10y", "increased_offering"): 14,
    ("auction_10y", "increased_offering_post_volcker"): 7,
    ("auction_5y", "all"): 222,
    ("auction_5y", "increased_offering"): 37,
    ("auction_5y", "increased_offering_post_volcker"): 17,
}
CALIBRATION = PROJECT / "benchmarks/results/simulation_calibration.json"


@pytest.fixture(scope="module")
def root(default_root: Path) -> Root:
    return Root(default_root)


@pytest.fixture(scope="module")
def legs(root: Root) -> dict[str, Leg]:
    return {name: root.leg(name) for name in ("ES", "TY", "TU", "RATE3M", "USD")}


@pytest.fixture(scope="module")
def rho(legs: dict[str, Leg]) -> dict[str, np.ndarray]:
    others = {"ust": "TY", "usd": "USD", "ust2y": "TU", "ust3m": "RATE3M"}
    return {pair: correlation(legs["ES"].returns, legs[leg].returns) for pair, leg in others.items()}


@pytest.fixture(scope="module")
def regime(rho: dict[str, np.ndarray]) -> np.ndarray:
    low, high = np.nanpercentile(rho["ust"], [20, 80])
    regime = np.where(rho["ust"] <= low, "safety", np.where(rho["ust"] >= high, "risky", "other"))
    return np.where(np.isnan(rho["ust"]), "none", regime)


def summary(values: np.ndarray) -> np.ndarray:
    known = values[~np.isnan(values)]
    p20, median, p80 = np.percentile(known, [20, 50, 80])
    return np.array([known.mean(), known.std(), known.min(), p20, median, p80, known.max()])


@pytest.mark.parametrize("pair", ["ust", "usd"])
def test_correlations_are_distributed_as_in_the_paper(rho: dict[str, np.ndarray], pair: str) -> None:
    distance = summary(rho[pair]) - PAPER_SUMMARY[pair]
    assert (np.abs(distance) <= DEFAULT_SEED_BOUNDS).all(), distance.round(3)


def test_shorter_rates_are_weaker_versions_of_the_ten_year_note(rho: dict[str, np.ndarray]) -> None:
    strength = [float(np.nanmean(np.abs(rho[pair]))) for pair in ("ust", "ust2y", "ust3m")]
    assert strength[0] > strength[1] > strength[2] > 0.1, strength


def test_only_early_closes_lack_a_correlation(root: Root, rho: dict[str, np.ndarray]) -> None:
    missing = np.flatnonzero(np.isnan(rho["ust"]))
    early = np.flatnonzero((root.close - root.open).astype(int) < 390)
    assert len(root.dates) == 4656
    assert missing.tolist() == early.tolist()


def test_realized_correlation_is_unbiased_for_the_planted_one(root: Root, rho: dict[str, np.ndarray]) -> None:
    planted = np.array([row["value"] for row in root.truth("day")])
    error = rho["ust"] - planted
    assert abs(np.nanmean(error)) < 0.001
    assert np.nanstd(error) < 0.03


def test_volatilities_are_those_of_the_market(legs: dict[str, Leg]) -> None:
    level = {name: float(np.nanmean(volatility(leg.returns))) for name, leg in legs.items()}
    assert 12 < level["ES"] < 18, level
    assert 4.5 < level["TY"] < 6.5, level
    assert level["RATE3M"] < level["TU"] < level["TY"] < level["USD"] < level["ES"], level


def test_events_are_counted_as_in_the_paper(root: Root) -> None:
    truth = {
        (row["event_type"], row["event_subset"]): row["n_events_in_set"]
        for row in root.truth("event_study")
        if row["sample"] == "paper" and row["outcome"] == "vix"
    }
    assert truth == COUNTS
    assert {key: len(sessions) for key, sessions in root.event_sets().items()} == COUNTS


def test_event_study_finds_what_was_planted(root: Root, legs: dict[str, Leg]) -> None:
    cells = recovered_cells(root, legs["ES"], legs["TY"])
    calibrated = json.loads(CALIBRATION.read_text(encoding="utf-8"))["cells"]["default"]
    assert len(cells) == 108
    assert [(c.name, c.n_events) for c in cells] == [(c.name, c.truth_n_events) for c in cells]
    assert not misses(cells, calibrated, 3.5), "\n".join(misses(cells, calibrated, 3.5))
    beyond_three = misses(cells, calibrated, 3.0)
    assert len(beyond_three) <= 0.01 * len(cells), "\n".join(beyond_three)


def test_mean_returns_by_regime_are_found(root: Root, legs: dict[str, Leg], regime: np.ndarray) -> None:
    for row in root.truth("mean_return"):
        returns = legs[row["instrument"]].log_return[regime == row["regime"]]
        returns = returns[~np.isnan(returns)] * 10_000
        error = returns.std() / np.sqrt(len(returns))
        assert row["n_days"] == (regime == row["regime"]).sum(), row
        assert abs(returns.mean() - row["value"]) < 3.5 * error, (row, returns.mean(), error)


def test_treasuries_lead_stocks_on_risky_days_only(
    root: Root, legs: dict[str, Leg], regime: np.ndarray
) -> None:
    for days, name in ((regime == "risky", "risky"), (~np.isin(regime, ["risky", "none"]), "not_risky")):
        returns = {leg: legs[leg].returns[days] for leg in ("ES", "TY")}
        present = np.stack([returns["ES"][:, :-1], returns["TY"][:, :-1]], axis=2)
        for row in root.truth("lead_lag"):
            if row["regime"] == name:
                column = ["ES", "TY"].index(row["predictor"])
                loading, error = clustered_regression(present, returns[row["instrument"]][:, 1:])
                distance = (loading[column] - row["value"]) / error[column]
                assert abs(distance) < 3.5, (row, loading, error)


def clustered_regression(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes of y (days, 77) on x (days, 77, 2) and a constant, errors clustered by day."""
    known = ~np.isnan(x.sum(axis=2) + y)
    design = np.concatenate([x, np.ones((*y.shape, 1))], axis=2) * known[:, :, None]
    design, y = np.nan_to_num(design), np.where(known, y, 0.0)
    inverse = np.linalg.inv(np.einsum("dik,dil->kl", design, design))
    slopes = inverse @ np.einsum("dik,di->k", design, y)
    scores = np.einsum("dik,di->dk", design, y - design @ slopes)
    return slopes[:2], np.sqrt(np.diag(inverse @ scores.T @ scores @ inverse))[:2]


def test_states_persist_and_are_told_apart(root: Root, rho: dict[str, np.ndarray]) -> None:
    state = np.array([row["state"] for row in root.truth("day")])
    stays = {name: (state[1:] == name)[state[:-1] == name].mean() for name in np.unique(state)}
    assert min(stays.values()) >= 0.93, stays
    known = ~np.isnan(rho["ust"])
    z = np.arctanh(rho["ust"][known])
    mean = {name: z[state[known] == name].mean() for name in stays}
    assert mean["safe_haven"] < mean["neutral"] < mean["ust_risk"]
    assert max(z[state[known] == name].std() for name in stays) < 0.19  # 0.18 and the event shifts


def test_a_markov_switching_model_finds_the_states(root: Root, rho: dict[str, np.ndarray]) -> None:
    import statsmodels.api as sm

    known = ~np.isnan(rho["ust"])
    state = np.array([row["state"] for row in root.truth("day")])[known]
    model = sm.tsa.MarkovRegression(np.arctanh(rho["ust"][known]), 3, switching_variance=True)
    # A fixed start: a random search now and then ends in a poor local maximum.
    stay = [0.95, 0.025, 0.025, 0.025, 0.95, 0.025]
    fit = model.fit(start_params=[*stay, -0.7, -0.35, 0.0, 0.03, 0.03, 0.03], maxiter=200)
    by_mean = np.argsort(fit.params[-6:-3])
    names = np.empty(3, dtype=object)
    names[by_mean] = ["safe_haven", "neutral", "ust_risk"]
    smoothed = names[np.asarray(fit.smoothed_marginal_probabilities).argmax(axis=1)]
    assert (smoothed == state).mean() >= 0.80


def test_no_interval_is_lost_when_the_clocks_change(root: Root, legs: dict[str, Leg]) -> None:
    """In both weeks around a change of the clocks every full day has its 78 returns (bars are in UTC)."""
    for first, last in (("2008-03-03", "2008-03-14"), ("2008-10-27", "2008-11-07")):
        days = (root.dates >= np.datetime64(first)) & (root.dates <= np.datetime64(last))
        n_intervals = (~np.isnan(legs["ES"].returns[days])).sum(axis=1)
        assert days.sum() == 10
        assert np.median(n_intervals) == 78
        assert n_intervals.min() >= 60
