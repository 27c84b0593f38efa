"""Other seeds, and short spans: the same holds, within wider bounds."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from calibrate_market import SPANS, newey_west_t
from calibration_measures import PROJECT, RecoveredCell, Root, misses, recovered_cells
from test_simulate_default import CALIBRATION, OTHER_SEED_BOUNDS, PAPER_SUMMARY, summary

from stockbond_simulator import DEFAULT_END, DEFAULT_START, levels, simulate
from stockbond_simulator.macro.yields import LOW_YIELD, published
from stockbond_simulator.market import Market, simulate_market
from stockbond_simulator.settings import GENERATOR_VERSION, PRINTED, PrintedRow
from stockbond_simulator.states import correlation_factor, correlations_with_stock, latent_states

SHORT_SPAN_SEEDS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def calibration() -> dict:
    return json.loads(CALIBRATION.read_text(encoding="utf-8"))


def short_market_cells(folder: Path, seed: int) -> list[RecoveredCell]:
    start, end = SPANS["short"]
    simulate(folder, start, end, bar_minutes=5, seed=seed)
    root = Root(folder)
    return recovered_cells(root, root.leg("ES"), root.leg("TY"))


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_other_seeds_have_the_papers_distribution(seed: int) -> None:
    market = simulate_market(seed, DEFAULT_START, DEFAULT_END, bar_minutes=5, n_legs=2)
    distance = summary(market.realized["rho_ust"]) - PAPER_SUMMARY["ust"]
    assert (np.abs(distance) <= OTHER_SEED_BOUNDS).all(), distance.round(3)
    assert (market.regimes == market.planted_regimes).all()


def test_short_spans_find_what_was_planted(tmp_path: Path, calibration: dict) -> None:
    calibrated = calibration["cells"]["short"]
    beyond_bound, beyond_three, n_cells = [], [], 0
    for seed in SHORT_SPAN_SEEDS:
        cells = short_market_cells(tmp_path / str(seed), seed)
        n_cells += len(cells)
        beyond_bound += [f"seed {seed} {miss}" for miss in misses(cells, calibrated, 3.5)]
        beyond_three += [f"seed {seed} {miss}" for miss in misses(cells, calibrated, 3.0)]
    assert n_cells == 5 * 108
    assert not beyond_bound, "\n".join(beyond_bound)
    assert len(beyond_three) <= 0.01 * n_cells, "\n".join(beyond_three)


def test_a_missing_effect_would_be_noticed(
    tmp_path: Path, calibration: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recovery test can fail: with the correlation's shift left out, FOMC days are off."""
    key = ("fomc_announcement", "rate_unchanged")
    planted = PRINTED[key]
    nothing = PrintedRow(planted.n_events, (0.0, *planted.mean_change[1:]))
    honest = short_market_cells(tmp_path / "honest", seed=6)
    monkeypatch.setitem(levels.PRINTED, key, nothing)
    broken = short_market_cells(tmp_path / "broken", seed=6)
    for cell, claimed in zip(broken, honest, strict=True):
        cell.truth = claimed.truth
    found = misses(broken, calibration["cells"]["short"], 3.5)
    assert any(miss.startswith("fomc_announcement/all/rho_ust") for miss in found), found


def test_calibration_is_of_this_generator(calibration: dict) -> None:
    assert calibration["generator_version"] == GENERATOR_VERSION
    assert calibration["n_seeds"] >= 200


def test_estimates_are_unbiased_over_the_calibration_seeds(calibration: dict) -> None:
    """Mean error over 200 seeds within 4.5 of its own errors for every cell (216 cells)."""
    for span, cells in calibration["cells"].items():
        for name, cell in cells.items():
            own_error = cell["std_error"] / np.sqrt(calibration["n_seeds"])
            assert abs(cell["mean_error"]) < 4.5 * own_error, (span, name, cell)


def test_nominal_five_percent_test_has_about_that_size(calibration: dict) -> None:
    rates = calibration["null_rejection_rate_5_percent"]
    large = {name: rate for name, rate in rates.items() if int(name.split("/")[1]) >= 74}
    assert len(large) == 18
    assert all(0.02 <= rate <= 0.09 for rate in large.values()), large


def test_newey_west_matches_statsmodels() -> None:
    import statsmodels.api as sm

    x = np.random.default_rng(3).standard_t(4, size=147) + 0.1
    fit = sm.OLS(x, np.ones(147)).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True})
    assert newey_west_t(x) == pytest.approx(float(fit.tvalues[0]), abs=1e-10)


@pytest.mark.parametrize("n_days", [1, 5, 60, 1000, 4656])
def test_states_have_their_shares(n_days: int) -> None:
    states = latent_states(7, n_days)
    counts = np.bincount(states, minlength=3)
    assert counts.sum() == n_days
    assert np.abs(counts - n_days * np.array([0.243, 0.552, 0.205])).max() <= 2


def test_every_correlation_matrix_is_positive_definite() -> None:
    ust = np.linspace(-0.94, 0.77, 500)
    factor = correlation_factor(correlations_with_stock(1, ust, 500))
    matrices = factor @ factor.transpose(0, 2, 1)
    assert np.allclose(np.diagonal(matrices, axis1=1, axis2=2), 1)
    assert np.linalg.eigvalsh(matrices).min() > 0


def test_printed_groups_add_up() -> None:
    """Groups that are printed only as part of a larger one give the larger one's mean."""
    whole, part = PRINTED["auction_10y", "all"], PRINTED["auction_10y", "increased_offering"]
    rest = whole.without(part)
    again = (
        rest.n_events * np.array(rest.mean_change) + part.n_events * np.array(part.mean_change)
    ) / whole.n_events
    assert rest.n_events == 60
    assert np.allclose(again, whole.mean_change)


def test_printed_decisions_add_up_to_the_printed_total() -> None:
    """A check of the typing: the rows by decision give the paper's row of all meetings."""
    printed = {
        "fomc_announcement": (0.30, -0.52, -2.30, 0.07, 2.19, 2.66),
        "fomc_minutes": (0.10, -0.09, 0.18, -0.03, 0.44, 0.07),
    }
    for event_type, total in printed.items():
        rows = [PRINTED[event_type, f"rate_{decision}"] for decision in ("hike", "unchanged", "cut")]
        weights = [row.n_events for row in rows]
        mean = np.average([row.mean_change for row in rows], axis=0, weights=weights)
        assert np.allclose(mean, total, atol=0.02), (event_type, mean)


def small_market(start: date, end: date) -> Market:
    return simulate_market(3, start, end, bar_minutes=5)


def test_clipped_shifts_count_as_they_remain() -> None:
    market = small_market(date(2017, 1, 1), date(2018, 12, 31))
    spx, rho = market.outcomes["spx_vol"], market.outcomes["rho_ust"]
    assert spx.value.min() >= 4.0
    assert (rho.value <= 0.77).all() and (rho.value >= -0.94).all()
    raw = levels.event_shifts(market.events, len(market.sessions))["spx_vol"]
    assert (np.abs(spx.shift) <= np.abs(raw) + 1e-12).all()


def test_project_seeds_are_found() -> None:
    from stockbond_simulator.seeds import MEETINGS_SEED

    assert PROJECT / "seeds" in MEETINGS_SEED.parents


@pytest.mark.parametrize("seed", range(20))
def test_levels_of_any_seed_stay_where_markets_have_been_and_move_every_day(seed: int) -> None:
    """Calm or wild, VIX answers to stocks: in no twenty sessions does it stand still or go with them."""
    n_days = 4656
    surprise = np.random.default_rng(seed).standard_normal(n_days)
    no_shifts = {outcome: np.zeros(n_days) for outcome in ("vix", "move", "noise")}
    found = levels.market_levels(seed, surprise, no_shifts)
    lowest = {"vix": 7.0, "move": 22.0, "noise": 0.45}
    for outcome, level in found.items():
        assert level.base.min() >= lowest[outcome]
        is_still = np.concatenate([[False], np.diff(level.base) == 0, [False]])
        assert np.diff(np.flatnonzero(~is_still)).max() <= 4, outcome
    changes = np.diff(found["vix"].base)
    windows = np.lib.stride_tricks.sliding_window_view(np.stack([changes, surprise[1:]]), 20, axis=1)
    correlations = [np.corrcoef(windows[:, place])[0, 1] for place in range(0, windows.shape[1], 5)]
    assert max(correlations) < 0.25


def test_yields_near_zero_move_less_but_move() -> None:
    percent = np.linspace(-1.5, 2.0, 71)  # steps of five hundredths
    found = published(percent, LOW_YIELD)
    np.testing.assert_array_equal(found[percent >= LOW_YIELD], np.round(percent[percent >= LOW_YIELD], 2))
    assert found.min() >= 0.3
    assert (np.diff(found) > 0).all()
    assert published(percent).min() == 0.01
