"""Table 5: what widens the one-year Treasury basis on safety days, and on days that look alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from stockbond.econometrics.day_types import SAFETY, mean_on_days
from stockbond.econometrics.estimates import NO_REGIMES, SAMPLES, SERIES_NOT_LOADED, Coverage, Estimate, tidy
from stockbond.econometrics.matching import (
    TIE_BREAKS,
    TIE_SEED,
    Matching,
    optimal_matching,
    random_tie_breaks,
)
from stockbond.econometrics.newey_west import newey_west_errors
from stockbond.econometrics.tables.design import in_calendar_order

TABLE_ID = "T5"
OUTCOMES = ("d_basis", "d_yield_ust", "d_yield_synthetic", "d_yield_gap", "d_hedging_cost")
CRITERIA = {
    "matched_d_yield_ust": "d_yield_ust_bp",
    "matched_r_ust": "r_ust_bp",
    "matched_r_spx": "r_spx_bp",
    "matched_d_vix": "d_vix",
}
"""Rows of the table, and the column on which their days are matched."""

SAFETY_TERM, DISTANCE = "ust_safety", "match_distance"
PAIR_COLUMNS = ["term", "trade_date", "matched_date", "distance"]
RANGE_COLUMNS = [
    "specification", "term", "n_tie_breaks", "n_days_always", "n_days_tied",
    "estimate_low", "estimate_high", "t_stat_low", "t_stat_high",
]  # fmt: skip


def basis_decomposition(days: pd.DataFrame) -> pd.DataFrame:
    """Means of the basis and its parts on safety days and on days matched to them one to one.

    d_basis = d_yield_ust - d_yield_synthetic = d_yield_gap + d_hedging_cost, where the synthetic yield is the
    foreign yield less the hedging cost f - s, and the gap is the Treasury yield less the foreign yield.

    Parameters
    ----------
    days
        One row per trading day: trade_date; ust_regime (safety, risky, other or missing); d_basis_bp,
        d_yield_ust_bp, d_yield_synthetic_bp, d_yield_gap_bp, d_hedging_cost_bp (one year, changes from the
        series' own previous observation); and to match on r_ust_bp and r_spx_bp (returns), d_vix. Days enter
        that have every column; a column without any value is left out of account.

    Returns
    -------
    The tidy frame: specification the outcome (d_basis, ...), terms ust_safety and matched_d_yield_ust,
    matched_r_ust, matched_r_spx, matched_d_vix, in basis points. Specification match_distance has the mean
    distance of each matching, in the unit of the column matched on, without an error.

    Raises
    ------
    ValueError
        A column is not there.

    References
    ----------
    Table 5 of Hu, Jin and Pan, the paper of `stockbond.econometrics`.
    """
    frame, reason = _complete_days(days)
    return tidy(_rows(frame, reason))


def matched_pairs(days: pd.DataFrame) -> pd.DataFrame:
    """The pairs of each matching: term, trade_date (a safety day), matched_date, distance.

    A day that is not a safety day serves once in each matching; distance is |x_safety - x_matched| in the
    unit of the column matched on. See `optimal_matching`.

    Parameters
    ----------
    days
        The frame of `basis_decomposition`.

    Returns
    -------
    One row per criterion and safety day, columns as in `PAIR_COLUMNS`; none where nothing can be matched.

    Raises
    ------
    ValueError
        A column is not there.

    References
    ----------
    Table 5 of the paper; Rosenbaum (1989) as in `optimal_matching`.
    """
    frame, reason = _complete_days(days)
    pairs = [_match(frame, reason, column)[0].assign(term=term) for term, column in CRITERIA.items()]
    return pd.concat(pairs, ignore_index=True)[PAIR_COLUMNS]


def matched_pairs_by_sample(days: pd.DataFrame) -> pd.DataFrame:
    """The pairs of each sample, with the column `sample` put first: `matched_pairs` of its own days."""
    pairs = [matched_pairs(days[days["sample"] == sample]).assign(sample=sample) for sample in SAMPLES]
    return pd.concat(pairs, ignore_index=True)[["sample", *PAIR_COLUMNS]]


def tie_ranges(days: pd.DataFrame, draws: int = TIE_BREAKS, seed: int = TIE_SEED) -> pd.DataFrame:
    """How far the ties of each matching could move the table: its cells over other tie-breaks.

    Means and t statistics of `newey_west_mean` over the days of each draw of `random_tie_breaks`.

    Parameters
    ----------
    days
        The frame of `basis_decomposition`.
    draws, seed
        Number of tie-breaks, and the seed of their weights.

    Returns
    -------
    One row per outcome and criterion, columns as in `RANGE_COLUMNS`: the days that all draws match, those
    that some do, the least and the largest mean (bp) and t statistic; none where nothing can be matched.

    Raises
    ------
    ValueError
        A column is not there.

    References
    ----------
    Table 5 of the paper; see `random_tie_breaks`.
    """
    frame, reason = _complete_days(days)
    ranges = pd.DataFrame(_range_rows(frame, reason, draws, seed), columns=RANGE_COLUMNS)
    return ranges.astype({"specification": "str", "term": "str"})


def tie_ranges_by_sample(days: pd.DataFrame) -> pd.DataFrame:
    """The ranges of each sample, with the column `sample` put first; the same days are done once."""
    done: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    for sample in SAMPLES:
        own = _complete_days(days[days["sample"] == sample])[0]
        known = [ranges for others, ranges in done if own.equals(others)]
        done.append((own, known[0] if known else tie_ranges(own)))
    parts = [ranges.assign(sample=sample) for sample, (_, ranges) in zip(SAMPLES, done, strict=True)]
    return pd.concat(parts, ignore_index=True)[["sample", *RANGE_COLUMNS]]


def _range_rows(frame: pd.DataFrame, reason: str | None, draws: int, seed: int) -> Iterator[dict[str, Any]]:
    if reason is not None:
        return
    safety = frame["ust_regime"] == SAFETY
    for term, column in CRITERIA.items():
        if frame[column].isna().any():
            continue
        treated, control = frame[safety], frame[~safety]
        matching = _matching(treated, control, column)
        if matching.null_reason or len(treated) < 2:
            continue
        taken = random_tie_breaks(treated[column], control[column], matching, draws, seed)
        days_of_draw = np.nonzero(taken)[1].reshape(draws, len(treated))
        counts = taken.sum(axis=0)
        for outcome in OUTCOMES:
            means, errors = newey_west_errors(control[f"{outcome}_bp"].to_numpy()[days_of_draw])
            row = {"specification": outcome, "term": term, "n_tie_breaks": draws}
            row |= {"n_days_always": int((counts == draws).sum())}
            row |= {"n_days_tied": int(((counts > 0) & (counts < draws)).sum())}
            row |= {"estimate_low": means.min(), "estimate_high": means.max()}
            if (errors > 0).all():
                t_stats = means / errors
                row |= {"t_stat_low": t_stats.min(), "t_stat_high": t_stats.max()}
            yield row


def _complete_days(days: pd.DataFrame) -> tuple[pd.DataFrame, str | None]:
    """Days with a regime and every column that is loaded, and why there can be none."""
    outcomes = [f"{outcome}_bp" for outcome in OUTCOMES]
    numbers = list(dict.fromkeys([*outcomes, *CRITERIA.values()]))
    frame = in_calendar_order(days, numbers, ["ust_regime"])
    loaded = [name for name in numbers if frame[name].notna().any()]
    complete = frame.dropna(subset=["ust_regime", *loaded]).reset_index(drop=True)
    if set(outcomes) - set(loaded):
        return complete.iloc[:0], SERIES_NOT_LOADED
    return complete, NO_REGIMES if frame["ust_regime"].isna().all() else None


def _match(frame: pd.DataFrame, reason: str | None, column: str) -> tuple[pd.DataFrame, str | None]:
    """Safety days with the days matched to them on a column, and why there are none."""
    if reason is None and frame[column].isna().any():
        reason = SERIES_NOT_LOADED
    safety = (frame["ust_regime"] == SAFETY) & (reason is None)
    treated, control = frame[safety], frame[frame["ust_regime"] != SAFETY].dropna(subset=column)
    matching = _matching(treated, control, column)
    one, other = treated.iloc[matching.treated], control.iloc[matching.control]
    pairs = pd.DataFrame(
        {
            "trade_date": one["trade_date"].to_numpy(),
            "matched_date": other["trade_date"].to_numpy(),
            "distance": np.abs(one[column].to_numpy() - other[column].to_numpy()),
        }
    )
    return pairs, reason or matching.null_reason


def _matching(treated: pd.DataFrame, control: pd.DataFrame, column: str) -> Matching:
    return optimal_matching(treated[column], control[column], treated["trade_date"], control["trade_date"])


def _rows(frame: pd.DataFrame, reason: str | None) -> Iterator[dict[str, Any]]:
    chosen = {SAFETY_TERM: (frame[frame["ust_regime"] == SAFETY], reason)}
    distances: list[Estimate] = []
    for term, column in CRITERIA.items():
        pairs, why_none = _match(frame, reason, column)
        chosen[term] = (frame[frame["trade_date"].isin(pairs["matched_date"])], why_none)
        distance = None if pairs.empty else float(pairs["distance"].mean())
        distances.append(Estimate(term, len(pairs), estimate=distance, null_reason=why_none))
    coverage = Coverage.of(frame["trade_date"])
    for outcome in OUTCOMES:
        for term, (rows, why_none) in chosen.items():
            estimate = (
                Estimate(term, 0, null_reason=why_none)
                if why_none
                else mean_on_days(rows[f"{outcome}_bp"], term)
            )
            yield estimate.resting_on(coverage).row(TABLE_ID, outcome)
    for estimate in distances:
        yield estimate.resting_on(coverage).row(TABLE_ID, DISTANCE)
