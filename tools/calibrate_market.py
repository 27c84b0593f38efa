"""How far estimates lie from the truth, measured over many seeds of the generator.

    python tools/calibrate_market.py --out benchmarks/results/simulation_calibration.json

Newey-West errors of a mean over a dozen events are themselves unreliable, so the recovery tests take the
error of small cells from here. It also reports how often a nominal 5 % test rejects when nothing
happened (events on random days, planted shifts taken out). Five-minute bars and the two legs that the event
study needs, in memory: about a minute for 200 seeds. Rerun it when GENERATOR_VERSION changes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.event_cells import compared_sessions, event_cells, observed
from stockbond_simulator.market import Market, simulate_market
from stockbond_simulator.settings import DEFAULT_END, DEFAULT_START, GENERATOR_VERSION, OUTCOMES

Array = NDArray[np.float64]

SPANS = {
    "default": (DEFAULT_START, DEFAULT_END),
    "short": (date(2017, 1, 1), date(2019, 12, 31)),  # hikes, cuts and larger auctions, few of each
}
FIRST_SEED = 1000  # away from the seeds that tests use
NULL_SAMPLE_SIZES = (222, 147, 74, 28, 14, 7)
NULL_DRAWS_A_SEED = 5


def measured(market: Market, outcome: str) -> Array:
    """What the warehouse sees of an outcome, shape (n_days,)."""
    return market.realized.get(outcome, market.outcomes[outcome].value)


def newey_west_t(changes: Array) -> float:
    """t statistic of a mean: Bartlett weights up to floor(N^(1/4)) lags, factor N / (N - 1)."""
    n = len(changes)
    deviation = changes - changes.mean()
    lags = int(n**0.25)
    variance = deviation @ deviation
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * (deviation[lag:] @ deviation[:-lag])
    return float(changes.mean() / np.sqrt(variance / n**2 * n / (n - 1)))


def recovery_errors(market: Market) -> dict[str, tuple[int, float]]:
    """Number of events and estimate less truth of each cell of the paper sample."""
    errors = {}
    for cell in event_cells(market):
        if cell.sample == "paper":
            estimate = cell.mean_change(measured(market, cell.outcome))
            truth = cell.mean_change(market.outcomes[cell.outcome].shift)
            errors[f"{cell.event_type}/{cell.event_subset}/{cell.outcome}"] = (
                len(cell.now),
                estimate - truth,
            )
    return errors


def null_t_statistics(market: Market, seed: int) -> dict[str, list[float]]:
    """t statistics for events on random days, with everything planted taken out."""
    rng = np.random.default_rng([seed, 5])
    statistics: dict[str, list[float]] = {}
    for outcome in OUTCOMES:
        quiet = measured(market, outcome) - market.outcomes[outcome].shift
        for n_events in NULL_SAMPLE_SIZES:
            for _ in range(NULL_DRAWS_A_SEED):
                days = np.sort(rng.choice(len(quiet), size=n_events, replace=False))
                now, before = compared_sessions(outcome, days, observed(market, outcome))
                t_statistic = newey_west_t(quiet[now] - quiet[before])
                statistics.setdefault(f"{outcome}/{n_events}", []).append(t_statistic)
    return statistics


def calibrate(n_seeds: int) -> dict[str, Any]:
    """The whole measurement, ready to be written as JSON."""
    cells: dict[str, dict[str, list[tuple[int, float]]]] = {span: {} for span in SPANS}
    null: dict[str, list[float]] = {}
    for seed in range(FIRST_SEED, FIRST_SEED + n_seeds):
        for span, (start, end) in SPANS.items():
            market = simulate_market(seed, start, end, bar_minutes=5, n_legs=2)
            for name, error in recovery_errors(market).items():
                cells[span].setdefault(name, []).append(error)
            if span == "default":
                for name, statistics in null_t_statistics(market, seed).items():
                    null.setdefault(name, []).extend(statistics)
    return {
        "measured_on": date.today().isoformat(),
        "generator_version": GENERATOR_VERSION,
        "n_seeds": n_seeds,
        "first_seed": FIRST_SEED,
        "spans": {span: [day.isoformat() for day in days] for span, days in SPANS.items()},
        "cells": {
            span: {name: cell_summary(errors) for name, errors in by_cell.items()}
            for span, by_cell in cells.items()
        },
        "null_rejection_rate_5_percent": {
            name: round(float(np.mean(np.abs(statistics) > 1.96)), 4) for name, statistics in null.items()
        },
    }


def cell_summary(errors: list[tuple[int, float]]) -> dict[str, float]:
    """Mean and standard deviation of estimate less truth over seeds."""
    values = np.array([error for _, error in errors])
    return {
        "n_events": round(float(np.mean([n for n, _ in errors])), 2),
        "mean_error": float(f"{values.mean():.4g}"),
        "std_error": float(f"{values.std(ddof=1):.4g}"),
    }


def run_calibration(calibrate: Callable[[int], dict[str, Any]], description: str, results: str) -> None:
    """Command line of a calibration: measure over `--seeds` seeds, write the results as JSON."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results") / results)
    parser.add_argument("--seeds", type=int, default=200)
    arguments = parser.parse_args()
    result = calibrate(arguments.seeds)
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{arguments.seeds} seeds: {arguments.out}")


if __name__ == "__main__":
    run_calibration(
        calibrate,
        "Measure the simulation's recovery errors over many seeds.",
        "simulation_calibration.json",
    )
