"""What the designs share: checking a frame of days, and one regression of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from stockbond.econometrics.estimates import (
    NEWEY_WEST,
    NO_REGIMES,
    SERIES_NOT_LOADED,
    Coverage,
    Estimate,
    Regression,
)
from stockbond.econometrics.regression import complete_rows, ols_hac

REGIME_DUMMIES = ("ust_safety", "ust_risky", "usd_safety", "usd_risky")
INTERCEPT = "intercept"
PRODUCT = "_x_"


def in_calendar_order(frame: pd.DataFrame, numbers: list[str], labels: Sequence[str] = ()) -> pd.DataFrame:
    """The rows by trade_date, `numbers` as floats; other columns are left out.

    Every column must be there, if only with nothing in it: a column that is absent is a mistake in the mart,
    one without values is a series that the data do not have.
    """
    columns = ["trade_date", *labels, *numbers]
    absent = [name for name in columns if name not in frame.columns]
    if absent:
        raise ValueError(f"columns are missing: {', '.join(absent)}")
    return (
        frame[columns]
        .sort_values("trade_date", kind="stable", ignore_index=True)
        .astype(dict.fromkeys(numbers, "float64"))
    )


def missing_series(frame: pd.DataFrame, columns: list[str]) -> str | None:
    """Why these columns cannot be used together, if one has no value at all; products have no say."""
    empty = [name for name in columns if PRODUCT not in name and frame[name].isna().all()]
    if not empty:
        return None
    return NO_REGIMES if all(name in REGIME_DUMMIES for name in empty) else SERIES_NOT_LOADED


def regression(
    frame: pd.DataFrame,
    outcome: str,
    terms: list[str],
    combinations: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Estimate]:
    """Least squares of a column on others and an intercept, on the days that have them all.

    Newey-West with floor(T^(1/4)) lags, factor T / (T - k); see `ols_hac`. One estimate per coefficient, the
    intercept last, then one per linear combination asked for (`Regression.combination`).
    """
    names = [*terms, INTERCEPT]
    reason = missing_series(frame, [outcome, *terms])
    if reason:
        fit, coverage = Regression(tuple(names), 0, NEWEY_WEST, null_reason=reason), Coverage()
    else:
        y, x = frame[outcome].to_numpy(), frame[terms].to_numpy()
        fit = ols_hac(y, np.column_stack([x, np.ones(len(x))]), names)
        coverage = Coverage.of(frame["trade_date"][complete_rows(y, x)[2]])
    combined = [fit.combination(name, weights) for name, weights in (combinations or {}).items()]
    return [estimate.resting_on(coverage) for estimate in [*fit.terms(), *combined]]
