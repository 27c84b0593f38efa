"""Table 10: which of two markets leads the other within the day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stockbond.econometrics.clustered import ols_clustered
from stockbond.econometrics.day_types import OTHER, RISKY, SAFETY
from stockbond.econometrics.estimates import CLUSTERED, NO_REGIMES, SERIES_NOT_LOADED, Regression, tidy

Array = NDArray[np.float64]

TABLE_ID = "T10"
TERMS = ("r_spx", "r_ust", "intercept")
LEGS = ("spx", "ust")
BASIS_POINTS = 1e4
# The return that is led: as printed, and without the first minute of its interval.
LED = {"": "next", "_skip": "late"}
PAIR_COLUMNS = ["day", "r_spx", "r_ust", *(f"{led}_{leg}" for led in LED.values() for leg in LEGS)]


def lead_lag(days: pd.DataFrame) -> pd.DataFrame:
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
    return tidy(_rows(dates, *lead_lag_pairs(days)))


def lead_lag_pairs(days: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Neighbouring intervals of the same day, and the regime of each day.

    Returns
    -------
    One row per day and interval that has a next one: day (the day's position in calendar order), r_spx,
    r_ust, next_spx, next_ust, late_spx, late_ust (bp, missing where an interval is); and the regimes by
    position of the day.
    """
    ordered = days.sort_values("trade_date", kind="stable", ignore_index=True)
    lists = [f"{leg}_{kind}" for kind in ("returns", "late_returns") for leg in LEGS]
    per_day = [
        _pairs_of_day(day, [_returns(values) for values in of_day])
        for day, of_day in enumerate(zip(*(ordered[name] for name in lists), strict=True))
    ]
    table = np.concatenate([np.empty((0, len(PAIR_COLUMNS))), *per_day])
    pairs = pd.DataFrame(table, columns=PAIR_COLUMNS)
    return pairs.astype({"day": "int64"}), ordered["regime"]


def _returns(values: Any) -> Array:
    """A list from the database as floats in basis points: missing entries may be None, NaN or masked."""
    if values is None or values is pd.NA or np.ndim(values) == 0:
        return np.empty(0)
    return BASIS_POINTS * np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)


def _pairs_of_day(day: int, returns: list[Array]) -> Array:
    spx, ust, *late = returns
    if not (spx.size and ust.size):
        return np.empty((0, len(PAIR_COLUMNS)))
    late = [values if values.size else np.full(spx.size, np.nan) for values in late]
    for other in (ust, *late):
        if spx.size != other.size:
            raise ValueError(f"day {day}: {spx.size} returns of one market, {other.size} of the other")
    led = [values[1:] for values in (spx, ust, *late)]
    return np.column_stack([np.full(spx.size - 1, day), spx[:-1], ust[:-1], *led])


def _rows(dates: pd.Series, pairs: pd.DataFrame, regime: pd.Series) -> Iterator[dict[str, Any]]:
    of_pair = regime.reindex(pairs["day"]).reset_index(drop=True)
    samples = {
        "risky": of_pair == RISKY,
        "other": of_pair.isin([SAFETY, OTHER]),
        "full": pd.Series(True, index=of_pair.index),
    }
    together = pairs.dropna(subset=PAIR_COLUMNS[:5])
    unavailable = dict.fromkeys(samples, SERIES_NOT_LOADED) if together.empty else {}
    if not unavailable and of_pair.isna().all():
        unavailable = {"risky": NO_REGIMES, "other": NO_REGIMES}
    for sample, chosen in samples.items():
        rows = pairs[chosen.to_numpy(dtype=bool)]
        # Only the full sample takes days without a regime.
        labelled = pairs if sample == "full" else pairs[of_pair.notna()]
        design = rows[["r_spx", "r_ust"]].assign(intercept=1.0)
        for (suffix, led), leg in product(LED.items(), LEGS):
            outcome = f"{led}_{leg}"
            fit = (
                Regression(TERMS, 0, CLUSTERED, null_reason=unavailable[sample])
                if sample in unavailable
                else ols_clustered(rows[outcome], design, rows["day"].to_numpy(), TERMS)
            )
            complete = labelled.dropna(subset=["r_spx", "r_ust", outcome])
            used = dates.iloc[complete["day"].unique()]
            for estimate in fit.terms():
                yield estimate.resting_on(used).row(TABLE_ID, f"{sample}_{leg}{suffix}")


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
    present = pairs[["r_spx", "r_ust"]].assign(intercept=1.0).to_numpy()
    design = np.column_stack([risky * present, (1 - risky) * present])
    names = [f"{sample}_{term}" for sample in ("risky", "other") for term in TERMS]
    known = ~np.isnan(design).any(axis=1)
    for leg in LEGS:
        outcome = pairs[f"next_{leg}"]
        used = dates.iloc[pairs.loc[known & outcome.notna(), "day"].unique()]
        reason = SERIES_NOT_LOADED if pairs.empty else NO_REGIMES if np.isnan(risky).all() else None
        fit = (
            Regression(tuple(names), 0, CLUSTERED, null_reason=reason)
            if reason
            else ols_clustered(outcome, design, pairs["day"].to_numpy(), names)
        )
        for sample, term in product(("risky", "other"), TERMS):
            estimate = fit.combination(term, {f"{sample}_{term}": 1.0})
            yield estimate.resting_on(used).row(TABLE_ID, f"{sample}_{leg}")
