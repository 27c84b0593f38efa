"""Table 10: which of two markets leads the other within the day."""

from __future__ import annotations

from collections.abc import Iterator
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


def lead_lag(days: pd.DataFrame) -> pd.DataFrame:
    """The next five-minute return of each market on the present returns of both.

    Parameters
    ----------
    days
        One row per trading day: trade_date; regime (safety, risky, other or missing); spx_returns,
        ust_returns: the day's log returns interval by interval, both lists of one length, a missing interval
        missing in its place. A pair never joins two days.

    Returns
    -------
    The tidy frame: specification the sample of days and the market led (risky_spx, risky_ust, other_spx,
    other_ust, full_spx, full_ust), terms r_spx, r_ust, intercept (bp). Errors are clustered by day, p-values
    of t(days - 1). Here other is every day that is not risky, safety days among them; full also has the days
    without a regime.
    """
    return tidy(_rows(*lead_lag_pairs(days)))


def lead_lag_pairs(days: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Neighbouring intervals of the same day, and the regime of each day.

    Returns
    -------
    One row per day and interval that has a next one: day (the day's position in calendar order), r_spx,
    r_ust, next_spx, next_ust (bp, missing where an interval is); and the regimes by position of the day.
    """
    ordered = days.sort_values("trade_date", kind="stable", ignore_index=True)
    per_day = [
        _pairs_of_day(day, _returns(spx), _returns(ust))
        for day, (spx, ust) in enumerate(zip(ordered["spx_returns"], ordered["ust_returns"], strict=True))
    ]
    table = np.concatenate([np.empty((0, 5)), *per_day])
    pairs = pd.DataFrame(table, columns=["day", "r_spx", "r_ust", "next_spx", "next_ust"])
    return pairs.astype({"day": "int64"}), ordered["regime"]


def _returns(values: Any) -> Array:
    """A list from the database as floats in basis points: missing entries may be None, NaN or masked."""
    if values is None or values is pd.NA or np.ndim(values) == 0:
        return np.empty(0)
    return BASIS_POINTS * np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)


def _pairs_of_day(day: int, spx: Array, ust: Array) -> Array:
    if not (spx.size and ust.size):
        return np.empty((0, 5))
    if spx.size != ust.size:
        raise ValueError(f"day {day}: {spx.size} returns of one market, {ust.size} of the other")
    return np.column_stack([np.full(spx.size - 1, day), spx[:-1], ust[:-1], spx[1:], ust[1:]])


def _rows(pairs: pd.DataFrame, regime: pd.Series) -> Iterator[dict[str, Any]]:
    of_pair = regime.reindex(pairs["day"]).reset_index(drop=True)
    samples = {
        "risky": of_pair == RISKY,
        "other": of_pair.isin([SAFETY, OTHER]),
        "full": pd.Series(True, index=of_pair.index),
    }
    unavailable = dict.fromkeys(samples, SERIES_NOT_LOADED) if pairs.dropna().empty else {}
    if not unavailable and of_pair.isna().all():
        unavailable = {"risky": NO_REGIMES, "other": NO_REGIMES}
    for sample, chosen in samples.items():
        rows = pairs[chosen.to_numpy(dtype=bool)]
        design = rows[["r_spx", "r_ust"]].assign(intercept=1.0)
        for leg in LEGS:
            fit = (
                Regression(TERMS, 0, CLUSTERED, null_reason=unavailable[sample])
                if sample in unavailable
                else ols_clustered(rows[f"next_{leg}"], design, rows["day"].to_numpy(), TERMS)
            )
            for estimate in fit.terms():
                yield estimate.row(TABLE_ID, f"{sample}_{leg}")
