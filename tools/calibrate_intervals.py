"""How often a day's interval holds the true correlation, and how often its label is right.

    python tools/calibrate_intervals.py --out benchmarks/results/interval_calibration.json

Days whose true correlation is known, in ten scenarios: coverage of the interval, beside Fisher's and that of
Barndorff-Nielsen and Shephard, and the bias of the paper's measure and of the realized kernel. Then labels:
one that is called 0.8 should be right on four days of five, where the true Fisher z is spread over the days
as the prior has it (normal), and where a market has three states, which the prior does not know; in both beside
a prior without a shape, estimated from the days. All of it under the seeds 1, 2 and 3 together. With numpy and
scipy, a minute or two. Rerun it when the interval or the label probabilities change.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import day_reference as reference
import numpy as np
from day_scenarios import SCENARIOS, Days, Scenario, simulate
from numpy.typing import NDArray
from scipy.stats import norm

Array = NDArray[np.float64]
Sides = NDArray[np.int64]
Labels = Callable[[Array, Array], tuple[Sides, Array]]
RESULTS = Path("benchmarks/results/interval_calibration.json")
SEEDS = (1, 2, 3)
N_DAYS, N_LABELLED_DAYS = 2000, 20_000  # of a seed
LABELS = ("safety", "other", "risky")
STATES = {"mean": (-0.75, -0.32, 0.12), "deviation": (0.15, 0.15, 0.18), "share": (0.3, 0.45, 0.25)}
TAIL, MIN_DAYS_OF_A_BIN = 0.2, 200
PRIOR_POINTS, PRIOR_STEPS = 121, 400


def coverage(scenario: Scenario, n_days: int, seed: int) -> dict[str, float]:
    """Percent of days whose interval holds the truth, by way of making it; and biases."""
    days = simulate(scenario, n_days, seed)
    x, y = days.returns()
    r = reference.correlation(x, y)
    errors = {
        "interval": reference.std_errors(x, y),
        "fisher": np.full(n_days, 1 / np.sqrt(x.shape[-1] - 3)),
        "bns": reference.bns_errors(x, y),
    }
    miss = np.abs(np.arctanh(r) - np.arctanh(days.truth))
    found = {name: 100 * float((miss <= reference.Z_95 * error).mean()) for name, error in errors.items()}
    robust = reference.noise_robust(*days.returns(1))
    found["bias_plain"] = float((r - days.truth).mean())
    found["bias_noise_robust"] = float((robust - days.truth).mean())
    return found


def market(n_days: int, seed: int, in_states: bool = False) -> Days:
    """Days with the U-shape of volatility; their true Fisher z is normal, or that of three states."""
    rng = np.random.default_rng(seed)
    z = rng.normal(-0.33, 0.36, n_days)
    if in_states:
        state = rng.choice(3, n_days, p=STATES["share"])
        z = rng.normal(np.array(STATES["mean"])[state], np.array(STATES["deviation"])[state])
    return simulate(Scenario(u_shape=True), n_days, seed + 1, z)


def thresholds(r: Array) -> tuple[float, float]:
    """Those of the labels, on the scale of Fisher's z."""
    low, high = np.arctanh(np.quantile(r, [TAIL, 1 - TAIL]))
    return float(low), float(high)


def side_of(z: Array, low: float, high: float) -> Sides:
    """Numbers of the labels in LABELS."""
    return np.where(z <= low, 0, np.where(z >= high, 2, 1))


def posterior(r: Array, s: Array) -> list[Array]:
    """Mass of each day's normal posterior below, between and above the thresholds."""
    z, (low, high) = np.arctanh(r), thresholds(r)
    signal = max(0.0, 1 - float((s**2).mean()) / float(z.var(ddof=1)))
    mean, deviation = z.mean() + signal * (z - z.mean()), np.sqrt(signal) * s
    below, above = norm.cdf((low - mean) / deviation), norm.sf((high - mean) / deviation)
    return [below, 1 - below - above, above]


def labelled(r: Array, s: Array) -> tuple[Sides, Array]:
    """Label of each day and its probability, its part of the posterior."""
    label = side_of(np.arctanh(r), *thresholds(r))
    return label, np.choose(label, posterior(r, s))


def labelled_without_shape(r: Array, s: Array) -> tuple[Sides, Array]:
    """The same with the prior that makes the days most likely, whatever its shape (Kiefer and Wolfowitz 1956):
    weights of points between the least and the largest z, by expectation and maximisation."""
    z, (low, high) = np.arctanh(r), thresholds(r)
    points = np.linspace(z.min(), z.max(), PRIOR_POINTS)
    likelihood = norm.pdf(z[:, None], points, s[:, None])
    weights = np.full(PRIOR_POINTS, 1 / PRIOR_POINTS)
    for _ in range(PRIOR_STEPS):
        weights = weights * ((1 / (likelihood @ weights)) @ likelihood) / len(z)
    posterior = likelihood * weights / (likelihood @ weights)[:, None]
    label, of_point = side_of(z, low, high), side_of(points, low, high)
    parts = [posterior[:, of_point == number].sum(axis=1) for number in range(len(LABELS))]
    return label, np.choose(label, parts)


def reliability(markets: list[Days], labels: Labels) -> list[dict[str, Any]]:
    """Of each label and tenth of probability: days, mean probability, and the share that is right."""
    parts = []
    for days in markets:
        x, y = days.returns()
        r = reference.correlation(x, y)
        label, probability = labels(r, reference.std_errors(x, y))
        parts.append((label, probability, side_of(np.arctanh(days.truth), *thresholds(r)) == label))
    label, probability, is_right = (np.concatenate(part) for part in zip(*parts, strict=True))
    tenth = np.minimum((10 * probability).astype(int), 9)
    rows = []
    for number, name in enumerate(LABELS):
        for chosen in ((label == number) & (tenth == t) for t in range(10)):
            if chosen.sum() >= MIN_DAYS_OF_A_BIN:
                rows.append(
                    {
                        "label": name,
                        "n_days": int(chosen.sum()),
                        "called": round(float(probability[chosen].mean()), 3),
                        "right": round(float(is_right[chosen].mean()), 3),
                    }
                )
    return rows


def pooled_coverage(scenario: Scenario) -> dict[str, float]:
    """Of the days of all seeds."""
    found = [coverage(scenario, N_DAYS, seed) for seed in SEEDS]
    return {key: round(float(np.mean([one[key] for one in found])), 4) for key in found[0]}


def calibrate() -> dict[str, Any]:
    """The whole measurement, ready to be written as JSON."""
    normal, states = (
        [market(N_LABELLED_DAYS, seed, in_states) for seed in SEEDS] for in_states in (False, True)
    )
    return {
        "measured_on": date.today().isoformat(),
        "seeds": list(SEEDS),
        "n_days": N_DAYS,
        "coverage": {name: pooled_coverage(scenario) for name, scenario in SCENARIOS.items()},
        "n_labelled_days": N_LABELLED_DAYS,
        "reliability": reliability(normal, labelled),
        "reliability_in_states": reliability(states, labelled),
        "reliability_without_shape": reliability(normal, labelled_without_shape),
        "reliability_without_shape_in_states": reliability(states, labelled_without_shape),
    }


def coverage_table(results: dict[str, Any]) -> str:
    """The ten scenarios as docs/VALIDATION.md has them."""
    lines = [
        "| scenario | our interval | Fisher | Barndorff-Nielsen and Shephard"
        " | bias, paper's measure | bias, noise_robust |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, row in results["coverage"].items():
        percent = " | ".join(f"{row[key]:.1f}" for key in ("interval", "fisher", "bns"))
        lines.append(f"| {name} | {percent} | {row['bias_plain']:+.3f} | {row['bias_noise_robust']:+.3f} |")
    return "\n".join(lines)


def reliability_table(results: dict[str, Any]) -> str:
    """Called and right, as docs/VALIDATION.md has them, and in a market of three states beside it."""
    lines = [
        "| label | days | called | right | in three states: days | called | right |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    others = {(row["label"], int(10 * row["called"])): row for row in results["reliability_in_states"]}
    for row in results["reliability"]:
        other = others.get((row["label"], int(10 * row["called"])))
        shown = f"{other['n_days']:,} | {other['called']:.2f} | {other['right']:.2f}" if other else " | | "
        lines.append(
            f"| {row['label']} | {row['n_days']:,} | {row['called']:.2f} | {row['right']:.2f} | {shown} |"
        )
    return "\n".join(lines)


def distances_table(results: dict[str, Any]) -> str:
    """How far a bin is at most from what it is called, by market and prior."""
    lines = ["| prior | normal market: safety | other | risky | three states: safety | other | risky |",
             "|---|---:|---:|---:|---:|---:|---:|"]  # fmt: skip
    for name, key in (("normal (ours)", "reliability"), ("without a shape", "reliability_without_shape")):
        cells = []
        for rows in (results[key], results[f"{key}_in_states"]):
            for label in LABELS:
                off = [100 * (row["right"] - row["called"]) for row in rows if row["label"] == label]
                cells.append(f"{max(off, key=abs):+.1f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the coverage of a day's interval and its labels.")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    results = calibrate()
    arguments.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    tables = (coverage_table(results), reliability_table(results), distances_table(results))
    print(*tables, arguments.out, sep="\n\n")


if __name__ == "__main__":
    main()
