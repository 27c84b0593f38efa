"""How much of an effect of a day's type the tables find by label, and how much by probability.

    python tools/calibrate_labels.py --out benchmarks/results/label_effects.json

A simulated market of eighteen years whose prices are a sample of the true correlation, under three seeds. An
outcome is 1 on days of true safety, -1 on truly risky ones and 0 else, or has such a slope, without noise: what
is found of it is then the label's doing alone. Each form in which a table uses the type of a day is asked by
its own function. A day is truly safe either where its true correlation lies beyond the labels' own threshold,
the fifth of the measured ones, which is what the probabilities speak of; or beyond the fifth of the true ones.
Some seconds. Rerun it when labels, probabilities or the weighted estimates change.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from calibrate_intervals import LABELS, TAIL, posterior, side_of, thresholds
from day_reference import std_errors
from numpy.typing import NDArray

from stockbond.econometrics import lead_lag, transmission, weighted_lead_lag
from stockbond.econometrics.day_types import BY_LABEL, BY_PROBABILITY, ByDayType
from stockbond.econometrics.tables.design import regression
from stockbond_simulator.market import Market, simulate_market
from stockbond_simulator.settings import DEFAULT_END, DEFAULT_START, SESSION_CLOSE, SESSION_OPEN

Array = NDArray[np.float64]
Found = tuple[float, float]
RESULTS = Path("benchmarks/results/label_effects.json")
SEEDS = (1, 2, 3)
TRUTHS = {"labels": "beyond the labels' thresholds", "true": "beyond the fifths of true correlations"}
MIN_LABEL_PROBABILITY = 0.75  # the var of dbt_project.yml
N_PAIRS = 20  # returns of a day in the lead and lag


def labelled_days(market: Market) -> pd.DataFrame:
    """Days with a correlation: label, probabilities, and the true type by either threshold."""
    known = ~np.isnan(market.realized["rho_ust"])
    r, true = market.realized["rho_ust"][known], np.arctanh(market.correlation_targets[known, 0])
    in_session = (market.ends >= 0) & (market.ends <= SESSION_CLOSE - SESSION_OPEN)
    x, y = (np.diff(market.path[known][:, in_session, leg], axis=1) for leg in (0, 1))
    parts = posterior(r, std_errors(x, y))
    names = np.array(LABELS)
    days = pd.DataFrame(dict(zip(LABELS, parts, strict=True)))
    days["regime"] = names[side_of(np.arctanh(r), *thresholds(r))]
    days["labels"] = names[side_of(true, *thresholds(r))]
    days["true"] = names[side_of(true, *np.quantile(true, [TAIL, 1 - TAIL]))]
    return days.assign(trade_date=pd.bdate_range(DEFAULT_START, periods=len(days)))


def effect_of(types: pd.Series) -> Array:
    return (types == "safety").to_numpy(dtype=float) - (types == "risky")


def means(days: pd.DataFrame, effect: Array, way: ByDayType) -> Found:
    """Means by type (T2, T3)."""
    frame = days.assign(x=effect)
    safety, risky = (way.mean(frame, kind, "x", "mean").estimate for kind in ("safety", "risky"))
    return float(safety or 0), -float(risky or 0)


def alphas(days: pd.DataFrame, effect: Array, way: ByDayType) -> Found:
    """Alphas by type (T2), where an asset moves half as much as stocks do."""
    stock = np.random.default_rng(0).normal(0, 1, len(days))
    frame = days.assign(value=effect + 0.5 * stock, value_stock=stock)
    safety, risky = (way.alpha(frame, kind, "alpha").estimate for kind in ("safety", "risky"))
    return float(safety or 0), -float(risky or 0)


def certain(days: pd.DataFrame, effect: Array, way: ByDayType) -> Found:
    """Means on the days of a label (T5), or on those of which it is certain: matching has no weights."""
    chosen = np.ones(len(days), dtype=bool)
    if way is BY_PROBABILITY:
        probability = np.select([days["regime"] == kind for kind in LABELS], [days[kind] for kind in LABELS])
        chosen = probability >= MIN_LABEL_PROBABILITY
    return means(days[chosen], effect[chosen], BY_LABEL)


def dummies_of(days: pd.DataFrame, way: ByDayType) -> pd.DataFrame:
    """Columns ust_safety and ust_risky: 0 or 1, or the probabilities."""
    kinds = ("safety", "risky")
    if way is BY_PROBABILITY:
        return pd.DataFrame({f"ust_{kind}": days[kind] for kind in kinds})
    return pd.DataFrame({f"ust_{kind}": (days["regime"] == kind).astype(float) for kind in kinds})


def on_dummies(days: pd.DataFrame, effect: Array, way: ByDayType) -> Found:
    """Coefficients of the two dummies (T4, T7)."""
    frame = dummies_of(days, way).assign(trade_date=days["trade_date"], x=effect)
    found = {one.term: one.estimate for one in regression(frame, "x", ["ust_safety", "ust_risky"])}
    return float(found["ust_safety"] or 0), -float(found["ust_risky"] or 0)


def slopes(days: pd.DataFrame, effect: Array, way: ByDayType) -> Found:
    """Total slopes of the dollar on the yield by type (T6)."""
    rng = np.random.default_rng(1)
    moves = pd.DataFrame({name: rng.normal(0, 1, len(days)) for name in ("d_yield_10y_bp", "r_spx_bp")})
    frame = dummies_of(days, way).join(moves).assign(trade_date=days["trade_date"])
    table = transmission(frame.assign(r_usd_bp=effect * frame["d_yield_10y_bp"]))
    found = table[table["specification"] == "2"].set_index("term")["estimate"]
    return float(found["d_yield_total_ust_safety"]), -float(found["d_yield_total_ust_risky"])


def leads(days: pd.DataFrame, effect: Array, way: ByDayType) -> Found:
    """Slope of the next return on the present one (T10): of days that are not risky 1, of risky ones -1."""
    rng = np.random.default_rng(2)
    ust = rng.normal(0, 1e-4, (len(days), N_PAIRS))
    spx = np.empty_like(ust)
    spx[:, 0], spx[:, 1:] = 0.0, np.where(effect < 0, -1.0, 1.0)[:, None] * ust[:, :-1]
    frame = days.assign(spx_returns=list(spx), ust_returns=list(ust))
    late = frame.assign(spx_late_returns=None, ust_late_returns=None)
    table = weighted_lead_lag(late) if way is BY_PROBABILITY else lead_lag(late)
    found = table[table["term"] == "r_ust"].set_index("specification")["estimate"]
    return float(found["other_spx"]), -float(found["risky_spx"])


FORMS: dict[str, Callable[[pd.DataFrame, Array, ByDayType], Found]] = {
    "means (T2, T3)": means,
    "alphas (T2)": alphas,
    "certain days (T5)": certain,
    "dummies (T4, T7)": on_dummies,
    "slopes (T6)": slopes,
    "lead and lag (T10)": leads,
}


def shares(days: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """What each form finds of 1 on safety (T10: other) and on risky days."""
    for truth in TRUTHS:
        effect = effect_of(days[truth])
        for form, found in FORMS.items():
            by_label, weighted = found(days, effect, BY_LABEL), found(days, effect, BY_PROBABILITY)
            for number, side in enumerate(("safety", "risky")):
                yield {
                    "truth": truth,
                    "form": form,
                    "side": side,
                    "by_label": by_label[number],
                    "weighted": weighted[number],
                }


def market(seed: int) -> Market:
    """Eighteen years of two legs in bars of five minutes, in memory."""
    return simulate_market(seed, DEFAULT_START, DEFAULT_END, 5, n_legs=2, effects_on="true")


def calibrate() -> dict[str, Any]:
    """Means over the seeds, ready to be written as JSON."""
    every = pd.DataFrame(row for seed in SEEDS for row in shares(labelled_days(market(seed))))
    pooled = every.groupby(["truth", "form", "side"], sort=False).mean().round(3).reset_index()
    return {
        "measured_on": date.today().isoformat(),
        "seeds": list(SEEDS),
        "shares": pooled.to_dict(orient="records"),
    }


def table(results: dict[str, Any]) -> str:
    """What is found of 1, as docs/VALIDATION.md has it."""
    lines = [
        "| truly so | form | safety, by label | by probability | risky, by label | by probability |",
        "|---|---|---:|---:|---:|---:|",
    ]
    found = {(row["truth"], row["form"], row["side"]): row for row in results["shares"]}
    for truth, words in TRUTHS.items():
        for form in FORMS:
            cells = [
                f"{found[truth, form, side][way]:.2f}"
                for side in ("safety", "risky")
                for way in ("by_label", "weighted")
            ]
            lines.append(f"| {words} | {form} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what labels and probabilities find of an effect.")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    results = calibrate()
    arguments.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results), arguments.out, sep="\n\n")


if __name__ == "__main__":
    main()
