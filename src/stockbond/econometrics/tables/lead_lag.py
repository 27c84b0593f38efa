"""Table 10: which of two markets leads the other within the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stockbond.econometrics.clustered import ols_clustered
from stockbond.econometrics.day_types import OTHER, RISKY, SAFETY
from stockbond.econometrics.estimates import (
    CLUSTERED,
    NO_REGIMES,
    SERIES_NOT_LOADED,
    Coverage,
    Regression,
    tidy,
)

Array = NDArray[np.float64]

TABLE_ID = "T10"
TERMS = ("r_spx", "r_ust", "intercept")
LEGS = ("spx", "ust")
BASIS_POINTS = 1e4
# The return that is led: as printed, and without the first minute of its interval.
LED = {"": "next", "_skip": "late"}
SAMPLES = ("risky", "other", "full")
PAIR_COLUMNS = ["day", "r_spx", "r_ust", *(f"{led}_{leg}" for led in LED.values() for leg in LEGS)]


def lead_lag(
    days: pd.DataFrame, samples: Sequence[str] = SAMPLES, led: Sequence[str] = tuple(LED)
) -> pd.DataFrame:
    """The next interval's return of each market on the present returns of both.

    For interval i of day t and each market m, by `ols_clustered`::

        R^m_t,i+1 = a + b_spx R^spx_t,i + b_ust R^ust_t,i + e_t,i+1

    and the same with R^m_t,i+1 taken from a minute after the interval begins: a price that is stale at its
    beginning would lend its move to both sides of the plain regression.

    Parameters
    ----------
    days
        One row per trading day: trade_date; regime (safety, risky, other or missing); spx_returns,
        ust_returns: the day's log returns interval by interval, both lists of one length, a missing interval
        missing in its place; spx_late_returns, ust_late_returns: those of the intervals without their first
        minute, lists of that length or missing. A pair never joins two days.
    samples
        Those wanted of risky, other and full: shape (s,), in the order of the result.
    led
        Endings of the specifications wanted: '' as printed, _skip of late returns; shape (l,).

    Returns
    -------
    The tidy frame: specification the sample of days and the market led (risky_spx, risky_ust, other_spx,
    other_ust, full_spx, full_ust; beyond the paper risky_spx_skip and so on, of late returns), terms r_spx,
    r_ust, intercept (bp). Errors are clustered by day, p-values of t(days - 1). Here other is every day that
    is not risky, safety days among them; full also has the days without a regime.

    Raises
    ------
    KeyError
        A column is not there.
    ValueError
        The lists of a day differ in length.

    References
    ----------
    Table 10 of Hu, Jin and Pan, the paper of `stockbond.econometrics`.
    """
    dates = days["trade_date"].sort_values(kind="stable", ignore_index=True)
    return tidy(_rows(dates, *lead_lag_pairs(days), samples, led))


def lead_lag_pairs(days: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Neighbouring intervals of the same day, and the regime of each day.

    Returns
    -------
    One row per day and interval that has a next one: day (the day's position in calendar order), r_spx,
    r_ust, next_spx, next_ust, late_spx, late_ust (bp, missing where an interval is); and the regimes by
    position of the day.
    """
    ordered = days.sort_values("trade_date", kind="stable", ignore_index=True)
    names = [f"{leg}_{kind}" for kind in ("returns", "late_returns") for leg in LEGS]
    lists = [[_returns(values) for values in ordered[name]] for name in names]
    sizes = np.array([[values.size for values in of_leg] for of_leg in lists], dtype=np.int64)
    length = np.where((sizes[:2] > 0).all(axis=0), sizes[0], 0)
    day = np.repeat(np.arange(length.size), length)
    columns = []
    for of_leg, size in zip(lists, sizes, strict=True):
        there = (size > 0) & (length > 0)
        if (wrong := np.flatnonzero(there & (size != length))).size:
            first = wrong[0]
            raise ValueError(
                f"day {first}: {length[first]} returns of one market, {size[first]} of the other"
            )
        flat = np.full(day.size, np.nan)
        flat[there[day]] = np.concatenate([np.empty(0), *(of_leg[i] for i in np.flatnonzero(there))])
        columns.append(BASIS_POINTS * flat)
    has_next = day[1:] == day[:-1]
    table = [day[:-1], *(flat[:-1] for flat in columns[:2]), *(flat[1:] for flat in columns)]
    pairs = pd.DataFrame({name: column[has_next] for name, column in zip(PAIR_COLUMNS, table, strict=True)})
    return pairs, ordered["regime"]


def _returns(values: Any) -> Array:
    """A list from the database as floats: missing entries may be None, NaN or masked."""
    if values is None or values is pd.NA or np.ndim(values) == 0:
        return np.empty(0)
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(np.float64), np.nan)
    return np.asarray(values, dtype=np.float64)


def _rows(
    dates: pd.Series, pairs: pd.DataFrame, regime: pd.Series, samples: Sequence[str], led: Sequence[str]
) -> Iterator[dict[str, Any]]:
    day, spx, ust = (pairs[name].to_numpy() for name in PAIR_COLUMNS[:3])
    design = np.column_stack([spx, ust, np.ones(day.size)])
    present = ~np.isnan(design).any(axis=1)
    labelled = regime.notna().to_numpy(dtype=bool)[day]
    unavailable = {}
    if pairs[PAIR_COLUMNS[:5]].isna().any(axis=1).all():
        unavailable = dict.fromkeys(SAMPLES, SERIES_NOT_LOADED)
    elif not labelled.any():
        unavailable = {"risky": NO_REGIMES, "other": NO_REGIMES}
    of_sample = {"risky": regime == RISKY, "other": regime.isin([SAFETY, OTHER])}
    for sample in samples:
        # Only the full sample takes days without a regime.
        full = sample == "full"
        chosen = slice(None) if full else of_sample[sample].to_numpy(dtype=bool)[day]
        for suffix, leg in product(led, LEGS):
            outcome = pairs[f"{LED[suffix]}_{leg}"].to_numpy()
            fit = (
                Regression(TERMS, 0, CLUSTERED, null_reason=unavailable[sample])
                if sample in unavailable
                else ols_clustered(outcome[chosen], design[chosen], day[chosen], TERMS)
            )
            used = day[present & ~np.isnan(outcome) & (full | labelled)]
            coverage = Coverage.of(dates.iloc[pd.unique(used)])
            for estimate in fit.terms():
                yield estimate.resting_on(coverage).row(TABLE_ID, f"{sample}_{leg}{suffix}")


def weighted_lead_lag(days: pd.DataFrame) -> pd.DataFrame:
    """`lead_lag` on days that are risky by probability alone.

    With p_t the probability that day t is risky, by `ols_clustered`::

        R^m_t,i+1 = p_t (a + b_spx R^spx_t,i + b_ust R^ust_t,i)
                    + (1 - p_t) (a' + b'_spx R^spx_t,i + b'_ust R^ust_t,i) + e_t,i+1

    Parameters
    ----------
    days
        The frame of `lead_lag`, and risky: the probability, missing on days without one.

    Returns
    -------
    The tidy frame: specifications risky_spx, risky_ust, other_spx, other_ust, terms r_spx, r_ust, intercept.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    As `day_types.weighted_mean`.
    """
    ordered = days.sort_values("trade_date", kind="stable", ignore_index=True)
    pairs, _ = lead_lag_pairs(ordered)
    risky = ordered["risky"].reindex(pairs["day"]).to_numpy(dtype=np.float64)[:, None]
    return tidy(_weighted_rows(ordered["trade_date"], pairs, risky))


def _weighted_rows(dates: pd.Series, pairs: pd.DataFrame, risky: Array) -> Iterator[dict[str, Any]]:
    day, spx, ust = (pairs[name].to_numpy() for name in PAIR_COLUMNS[:3])
    present = np.column_stack([spx, ust, np.ones(day.size)])
    design = np.column_stack([risky * present, (1 - risky) * present])
    names = [f"{sample}_{term}" for sample in ("risky", "other") for term in TERMS]
    known = ~np.isnan(design).any(axis=1)
    for leg in LEGS:
        outcome = pairs[f"next_{leg}"].to_numpy()
        coverage = Coverage.of(dates.iloc[pd.unique(day[known & ~np.isnan(outcome)])])
        reason = SERIES_NOT_LOADED if pairs.empty else NO_REGIMES if np.isnan(risky).all() else None
        fit = (
            Regression(tuple(names), 0, CLUSTERED, null_reason=reason)
            if reason
            else ols_clustered(outcome, design, day, names)
        )
        for sample, term in product(("risky", "other"), TERMS):
            estimate = fit.combination(term, {f"{sample}_{term}": 1.0})
            yield estimate.resting_on(coverage).row(TABLE_ID, f"{sample}_{leg}")
