"""Table 3: the stock and the bond factor of three asset classes by type of day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stockbond.econometrics.block_bootstrap import block_bootstrap_mean
from stockbond.econometrics.day_types import BY_LABEL, OTHER, RISKY, SAFETY, WEIGHTS, ByDayType, mean_on_days
from stockbond.econometrics.estimates import NO_REGIMES, SAMPLES, SERIES_NOT_LOADED, Coverage, Estimate, tidy

TABLE_ID = "T3"
ASSET_CLASSES = ("us_equity", "us_fixed_income", "fx_commodity")
FACTORS = {"f_stock": "f_stock_bp", "f_bond": "f_bond_bp"}
DAY_TYPES = {"ust_safety": SAFETY, "ust_risky": RISKY, "other_days": OTHER}


def factor_means(factors: pd.DataFrame, by: ByDayType = BY_LABEL) -> pd.DataFrame:
    """Means of the daily factors on safety, risky and other days (here other is neither).

    The mean of F_t over the days of a type by `mean_on_days`, F the stock or bond factor of `daily_factors`.

    Parameters
    ----------
    factors
        One row per day and asset class: trade_date, regime (safety, risky, other or missing), asset_class
        (us_equity, us_fixed_income, fx_commodity, or another), f_stock_bp, f_bond_bp (missing on days without
        estimates): what `daily_factors` gives, with the regime joined; and safety, other, risky, the
        probabilities of each type, if `by` asks for them.
    by
        How a type's days are told: by their labels, or by probabilities (`day_types`).

    Returns
    -------
    The tidy frame: specification the asset class and factor, as in us_equity_f_stock; term the type of day
    (ust_safety, ust_risky, other_days); estimates in basis points.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Table 3 of Hu, Jin and Pan, the paper of `stockbond.econometrics`.
    """
    columns = ["trade_date", "regime", "asset_class", *FACTORS.values()]
    columns += [name for name in WEIGHTS if name in factors]
    ordered = factors[columns].sort_values(["trade_date", "asset_class"], kind="stable")
    return tidy(_rows(ordered.astype(dict.fromkeys(FACTORS.values(), "float64")), by))


ROBUSTNESS_TYPES = {
    "specification": "str",
    "term": "str",
    "n_days": "int64",
    "estimate": "float64",
    "std_error": "float64",
    "bootstrap_std_error": "float64",
    "bootstrap_ci_low": "float64",
    "bootstrap_ci_high": "float64",
    "null_reason": "str",
}


def factor_robustness(factors: pd.DataFrame) -> pd.DataFrame:
    """Means of factors by type of day, each with a Newey-West error and a block bootstrap beside it.

    The mean of F_t over the days of a type by `mean_on_days`; its bootstrap by `block_bootstrap_mean` over
    all days of the class that have a factor, in blocks of 20.

    Parameters
    ----------
    factors
        The frame of `factor_means`: printed factors, or those of `corrected_factors`.

    Returns
    -------
    One row per asset class and factor (specification, as in us_equity_f_stock) and type of day (term), typed
    as in `ROBUSTNESS_TYPES`, in basis points; where there is no mean `null_reason` says why.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Table 3 of the paper; see `block_bootstrap_mean`.
    """
    return pd.DataFrame(_robust_rows(factors), columns=list(ROBUSTNESS_TYPES)).astype(ROBUSTNESS_TYPES)


def factor_robustness_by_sample(factors: pd.DataFrame) -> pd.DataFrame:
    """`factor_robustness` of each sample's days, with the column `sample` put first."""
    parts = [
        factor_robustness(factors[factors["sample"] == sample]).assign(sample=sample) for sample in SAMPLES
    ]
    return pd.concat(parts, ignore_index=True)[["sample", *ROBUSTNESS_TYPES]]


def _robust_rows(factors: pd.DataFrame) -> Iterator[dict[str, Any]]:
    ordered = factors.sort_values(["trade_date", "asset_class"], kind="stable")
    for asset_class, in_class in ordered.groupby("asset_class"):
        for factor, column in FACTORS.items():
            days = in_class.dropna(subset=column)
            values = days[column].to_numpy(dtype=float)
            for term, regime in DAY_TYPES.items():
                is_of_type = (days["regime"] == regime).to_numpy()
                mean = mean_on_days(values[is_of_type], term)
                row = {"specification": f"{asset_class}_{factor}", "term": term, "n_days": mean.n_obs}
                if mean.null_reason:
                    yield row | {"null_reason": mean.null_reason}
                    continue
                drawn = block_bootstrap_mean(values, is_of_type)
                yield row | {
                    "estimate": mean.estimate,
                    "std_error": mean.std_error,
                    "bootstrap_std_error": drawn.std_error,
                    "bootstrap_ci_low": drawn.ci_low,
                    "bootstrap_ci_high": drawn.ci_high,
                    "null_reason": None,
                }


def _rows(factors: pd.DataFrame, by: ByDayType) -> Iterator[dict[str, Any]]:
    further = sorted(set(factors["asset_class"]) - set(ASSET_CLASSES))
    for asset_class in [*ASSET_CLASSES, *further]:
        in_class = factors[factors["asset_class"] == asset_class]
        reason = SERIES_NOT_LOADED if in_class.empty else None
        if reason is None and in_class["regime"].isna().all():
            reason = NO_REGIMES
        labelled = in_class.dropna(subset="regime")
        for factor, column in FACTORS.items():
            coverage = Coverage.of(labelled["trade_date"][labelled[column].notna()])
            for term, regime in DAY_TYPES.items():
                estimate = (
                    Estimate(term, 0, null_reason=reason)
                    if reason
                    else by.mean(in_class, regime, column, term)
                )
                yield estimate.resting_on(coverage).row(TABLE_ID, f"{asset_class}_{factor}")
