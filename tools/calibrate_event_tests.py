"""How often the event study's tests find something where there is nothing, and where there is.

    python tools/calibrate_event_tests.py --out benchmarks/results/event_test_sizes.json

Sets of N sessions are drawn from the changes of VIX of the simulated market and, with their tails, from
independent changes of Student's t with 4 degrees of freedom; each draw is judged by every test of
rpt_event_study_robustness. Size: the share below 5 % where the sessions are random. Power: the same where
every change is raised by half a standard deviation. Half a minute.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr

from stockbond.econometrics.newey_west import newey_west_errors
from stockbond_simulator.macro.simulation import simulate_macro
from stockbond_simulator.market import simulate_market
from stockbond_simulator.settings import DEFAULT_END, DEFAULT_START, GENERATOR_VERSION

Array = NDArray[np.float64]

SIZES = (7, 11, 17, 28, 74, 147)
N_DRAWS = 20_000
NOMINAL = 0.05
SHIFT = 0.5  # of the changes' standard deviation
SEED = 1


def random_sets(pool: Array, size: int, rng: np.random.Generator) -> Array:
    """Changes on random sessions, each set in calendar order: shape (N_DRAWS, size)."""
    chosen = [np.sort(rng.choice(pool.size, size, replace=False)) for _ in range(N_DRAWS)]
    return pool[np.array(chosen)]


def p_values(sets: Array, reference: Array) -> dict[str, Array]:
    """Of each test, in the names of rpt_event_study_robustness; `reference` are means of random sets."""
    n = sets.shape[1]
    mean, newey_west = newey_west_errors(sets)
    plain = sets.std(axis=1, ddof=1) / n**0.5
    far = np.sort(np.abs(reference))
    return {
        "newey_west_p_value_normal": 2 * ndtr(-np.abs(mean / newey_west)),
        "newey_west_p_value": 2 * stdtr(n - 1, -np.abs(mean / newey_west)),
        "p_value": 2 * stdtr(n - 1, -np.abs(mean / plain)),
        "randomisation_p_value": (1 + far.size - np.searchsorted(far, np.abs(mean))) / (1 + far.size),
    }


def rejections(pool: Array, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Size and power of each test at each number of events, in per cent."""
    centred = pool - pool.mean()
    rows = []
    for size in SIZES:
        reference = random_sets(centred, size, rng).mean(axis=1)
        sets = random_sets(centred, size, rng)
        of_none, of_shift = (
            p_values(sets + shift, reference) for shift in (0.0, SHIFT * centred.std(ddof=1))
        )
        for test, p in of_none.items():
            rejected = {"size_pct": (p < NOMINAL).mean(), "power_pct": (of_shift[test] < NOMINAL).mean()}
            rows.append(
                {"n_events": size, "test": test} | {name: round(100 * v, 2) for name, v in rejected.items()}
            )
    return rows


def pools(seed: int) -> dict[str, Array]:
    """Daily changes: simulated VIX of the default market, and heavy tails alone."""
    market = simulate_market(seed, DEFAULT_START, DEFAULT_END, bar_minutes=5)
    vix = np.diff(simulate_macro(market).implied.level["spx"])
    return {"simulated_vix": vix, "student_t_4": np.random.default_rng(seed).standard_t(4, vix.size)}


def calibrate(seed: int = SEED) -> dict[str, Any]:
    """Size and power in each pool, and how they were found."""
    rng = np.random.default_rng(seed)
    return {
        "generator_version": GENERATOR_VERSION,
        "seed": seed,
        "n_draws": N_DRAWS,
        "nominal_pct": 100 * NOMINAL,
        "shift_in_std": SHIFT,
        "pools": {name: rejections(pool, rng) for name, pool in pools(seed).items()},
    }


def main() -> None:
    """Measure, show and write."""
    parser = argparse.ArgumentParser(description="Measure size and power of the event study's tests.")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/event_test_sizes.json"))
    arguments = parser.parse_args()
    result = calibrate()
    for name, rows in result["pools"].items():
        print(name)
        for row in rows:
            print("  {n_events:>4} {test:<26} size {size_pct:5.2f}  power {power_pct:6.2f}".format(**row))
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
