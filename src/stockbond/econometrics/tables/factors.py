"""Table 3: the stock and the bond factor of three asset classes by type of day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stockbond.econometrics.day_types import OTHER, RISKY, SAFETY, mean_on_days
from stockbond.econometrics.estimates import NO_REGIMES, SERIES_NOT_LOADED, Estimate, tidy

TABLE_ID = "T3"
ASSET_CLASSES = ("us_equity", "us_fixed_income", "fx_commodity")
FACTORS = {"f_stock": "f_stock_bp", "f_bond": "f_bond_bp"}
DAY_TYPES = {"ust_safety": SAFETY, "ust_risky": RISKY, "other_days": OTHER}


def factor_means(factors: pd.DataFrame) -> pd.DataFrame:
    """Means of the daily factors on safety, risky and other days (here other is neither).

    Parameters
    ----------
    factors
        One row per day and asset class: trade_date, regime (safety, risky, other or missing), asset_class
        (us_equity, us_fixed_income, fx_commodity, or another), f_stock_bp, f_bond_bp (missing on days without
        estimates): what `daily_factors` gives, with the regime joined.

    Returns
    -------
    The tidy frame: specification the asset class and factor, as in us_equity_f_stock; term the type of day
    (ust_safety, ust_risky, other_days); estimates in basis points.
    """
    columns = ["trade_date", "regime", "asset_class", *FACTORS.values()]
    ordered = factors[columns].sort_values(["trade_date", "asset_class"], kind="stable")
    return tidy(_rows(ordered.astype(dict.fromkeys(FACTORS.values(), "float64"))))


def _rows(factors: pd.DataFrame) -> Iterator[dict[str, Any]]:
    further = sorted(set(factors["asset_class"]) - set(ASSET_CLASSES))
    for asset_class in [*ASSET_CLASSES, *further]:
        in_class = factors[factors["asset_class"] == asset_class]
        reason = SERIES_NOT_LOADED if in_class.empty else None
        if reason is None and in_class["regime"].isna().all():
            reason = NO_REGIMES
        for factor, column in FACTORS.items():
            for term, regime in DAY_TYPES.items():
                estimate = (
                    Estimate(term, 0, null_reason=reason)
                    if reason
                    else mean_on_days(in_class.loc[in_class["regime"] == regime, column], term)
                )
                yield estimate.row(TABLE_ID, f"{asset_class}_{factor}")
