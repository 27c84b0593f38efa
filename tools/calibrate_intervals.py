"""How often a day's interval holds the true correlation, and how often its label is right.

    python tools/calibrate_intervals.py --out benchmarks/results/interval_calibration.json

Days whose true correlation is known, in ten scenarios: coverage of the interval, beside Fisher's and that of
Barndorff-Nielsen and Shephard, and the bias of the paper's measure and of the realized kernel. Then labels:
one that is called 0.8 should be right on four days of five, where the true Fisher z is spread over the days
as the prior has it (normal), and where a market has three states, which the prior does not know. With numpy and
scipy, half a minute. Rerun it when the interval or the label probabilities change.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import day_reference as reference
import numpy as np
from day_scenarios import SCENARIOS, Days, Scenario, simulate
from numpy.typing import NDArray
from scipy.stats import norm

Array = NDArray[np.float64]
RESULTS = Path("benchmarks/results/interval_calibration.json")
N_DAYS, SEED = 2000, 1
N_LABELLED_DAYS, LABEL_SEED = 20_000, 2
LABELS = ("safety", "other", "risky")
STATES = {"mean": (-0.75, -0.32, 0.12), "deviation": (0.15, 0.15, 0.18), "share": (0.3, 0.45, 0.25)}
TAIL, MIN_DAYS_OF_A_BIN = 0.2, 200


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


def labelled(r: Array, s: Array) -> tuple[Array, Array, tuple[float, float]]:
    """Label (0, 1, 2), its probability, and the thresholds on the scale of Fisher's z."""
    z = np.arctanh(r)
    low, high = np.arctanh(np.quantile(r, [TAIL, 1 - TAIL]))
    signal = max(0.0, 1 - float((s**2).mean()) / float(z.var(ddof=1)))
    mean, deviation = z.mean() + signal * (z - z.mean()), np.sqrt(signal) * s
    below, above = norm.cdf((low - mean) / deviation), norm.sf((high - mean) / deviation)
    label = np.where(z <= low, 0, np.where(z >= high, 2, 1))
    probability = np.choose(label, [below, 1 - below - above, above])
    return label, probability, (float(low), float(high))


def reliability(days: Days) -> list[dict[str, Any]]:
    """Of each label and tenth of probability: days, mean probability, and the share that is right."""
    x, y = days.returns()
    label, probability, (low, high) = labelled(reference.correlation(x, y), reference.std_errors(x, y))
    truth = np.arctanh(days.truth)
    side = np.where(truth <= low, 0, np.where(truth >= high, 2, 1))
    rows = []
    for number, name in enumerate(LABELS):
        for tenth in range(10):
            chosen = (label == number) & (np.minimum((10 * probability).astype(int), 9) == tenth)
            if chosen.sum() >= MIN_DAYS_OF_A_BIN:
                rows.append(
                    {
                        "label": name,
                        "n_days": int(chosen.sum()),
                        "called": round(float(probability[chosen].mean()), 3),
                        "right": round(float((side == number)[chosen].mean()), 3),
                    }
                )
    return rows


def calibrate() -> dict[str, Any]:
    """The whole measurement, ready to be written as JSON."""
    return {
        "measured_on": date.today().isoformat(),
        "n_days": N_DAYS,
        "coverage": {
            name: {key: round(value, 4) for key, value in coverage(scenario, N_DAYS, SEED).items()}
            for name, scenario in SCENARIOS.items()
        },
        "n_labelled_days": N_LABELLED_DAYS,
        "reliability": reliability(market(N_LABELLED_DAYS, LABEL_SEED)),
        "reliability_in_states": reliability(market(N_LABELLED_DAYS, LABEL_SEED, in_states=True)),
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


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the coverage of a day's interval and its labels.")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    results = calibrate()
    arguments.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(f"{coverage_table(results)}\n\n{reliability_table(results)}\n\n{arguments.out}")


if __name__ == "__main__":
    main()
