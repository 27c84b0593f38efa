"""Effects on the true correlation: labels that are measured find less than was planted, probabilities most of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from day_reference import std_errors
from numpy.typing import NDArray
from scipy.stats import norm

from stockbond.cli import main
from stockbond_simulator import SimulationError
from stockbond_simulator.market import Market, simulate_market
from stockbond_simulator.realized import regimes_of
from stockbond_simulator.settings import SESSION_CLOSE, SESSION_OPEN

Array = NDArray[np.float64]
SEED, START, END = 11, date(2004, 1, 1), date(2022, 6, 30)
TAIL = 0.2


@pytest.fixture(scope="module")
def market() -> Market:
    """Eighteen years of two legs in bars of five minutes, in memory."""
    return simulate_market(SEED, START, END, 5, n_legs=2, effects_on="true")


def probabilities(market: Market, known: NDArray[np.bool_]) -> dict[str, Array]:
    """METHODOLOGY 2b written out: mass of each day's posterior below and above the thresholds."""
    r = market.realized["rho_ust"][known]
    in_session = (market.ends >= 0) & (market.ends <= SESSION_CLOSE - SESSION_OPEN)
    x, y = (np.diff(market.path[known][:, in_session, leg], axis=1) for leg in (0, 1))
    z, s = np.arctanh(r), std_errors(x, y)
    low, high = np.arctanh(np.quantile(r, [TAIL, 1 - TAIL]))
    signal = 1 - (s**2).mean() / z.var(ddof=1)
    mean, deviation = z.mean() + signal * (z - z.mean()), np.sqrt(signal) * s
    return {"safety": norm.cdf((low - mean) / deviation), "risky": norm.cdf((mean - high) / deviation)}


def slopes(outcome: Array, safety: Array, risky: Array) -> Array:
    """Slopes on safety and on risky days."""
    design = np.column_stack([np.ones(len(outcome)), safety, risky])
    return np.asarray(np.linalg.lstsq(design, outcome, rcond=None)[0][1:])


def found(market: Market, types: NDArray[np.str_]) -> tuple[Array, Array]:
    """Of an outcome that is 1 on true safety days, -1 on true risky ones and 0 else, without noise: what the
    days of measured labels show of either, and what the probabilities do."""
    known = ~np.isnan(market.realized["rho_ust"])
    measured = regimes_of(market.realized["rho_ust"][known])
    outcome = (types[known] == "safety").astype(float) - (types[known] == "risky")
    by_label = slopes(outcome, measured == "safety", measured == "risky")
    return by_label * [1, -1], slopes(outcome, **probabilities(market, known)) * [1, -1]


def test_labels_find_part_of_the_effect_and_probabilities_all_of_it(market: Market) -> None:
    """Of what belongs to true correlations beyond the labels' own thresholds, which is what the probabilities
    speak of, about 0.73 is found by label; the weighted estimate has back at least half of what is lost."""
    low, high = np.nanpercentile(market.realized["rho_ust"], [100 * TAIL, 100 - 100 * TAIL])
    true = market.correlation_targets[:, 0]
    types = np.where(true <= low, "safety", np.where(true >= high, "risky", "other"))
    by_label, weighted = found(market, types)
    assert by_label == pytest.approx([0.73, 0.73], abs=0.12)
    assert (np.abs(1 - weighted) < (1 - by_label) / 2).all()


def test_as_planted_on_fifths_of_the_true_correlation_the_weighted_estimate_goes_too_far(
    market: Market,
) -> None:
    """Measured correlations spread wider than true ones, and so do their fifths: probabilities speak of fewer
    days than were planted. The weighted estimate is nearer than that by label, from above."""
    by_label, weighted = found(market, market.planted_regimes)
    assert by_label == pytest.approx([0.73, 0.73], abs=0.12)
    assert (weighted > 1).all()
    assert (weighted - 1 < 1 - by_label).all()


def test_prices_are_a_sample_of_the_true_correlation(market: Market) -> None:
    """Unbiased but for rounding, and as far from it as 78 returns are; by default they are the wanted one."""
    known = ~np.isnan(market.realized["rho_ust"])
    wanted = np.arctanh(market.correlation_targets[known, 0])
    off = np.arctanh(market.realized["rho_ust"][known]) - wanted
    assert abs(off.mean()) < 0.03
    assert 0.10 < off.std() < 0.20
    assert (market.regimes == market.planted_regimes).all()


def test_other_words_are_refused() -> None:
    with pytest.raises(SimulationError, match="choose one of measured, true"):
        simulate_market(SEED, START, END, 5, effects_on="latent")


def test_the_command_says_so_in_the_manifest(tmp_path: Path) -> None:
    arguments = [
        "--start",
        "2008-11-03",
        "--end",
        "2008-11-28",
        "--bar-minutes",
        "5",
        "--out",
        str(tmp_path / "data"),
    ]
    done = CliRunner().invoke(main, ["simulate", *arguments, "--effects-on", "true"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    manifest = json.loads((tmp_path / "data" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["effects_on"] == "true"
