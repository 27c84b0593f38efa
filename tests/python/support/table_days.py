"""Days as the designs of the paper's tables take them, with random numbers in every column."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from stockbond.econometrics.tables import (
    basis_decomposition,
    convenience_yield,
    factors,
    key_assets,
    lead_lag,
    term_premium,
    transmission,
)

N_DAYS = 600
DUMMIES = [f"{pair}_{regime}" for pair in ("ust", "usd") for regime in ("safety", "risky")]
LABELS = ["regime", "ust_regime", "usd_regime", *DUMMIES]
"""Columns that tell the type of the day."""


def calendar(n_days: int = N_DAYS) -> pd.DataFrame:
    """Days with their regimes of UST and USD, as labels and as dummies; one in twenty has none."""
    rng = np.random.default_rng(0)
    regimes = np.array(["safety", "risky", "other", None], dtype=object)
    days = pd.DataFrame({"trade_date": pd.bdate_range("2010-01-01", periods=n_days)})
    for pair in ("ust", "usd"):
        regime = pd.Series(rng.choice(regimes, n_days, p=[0.19, 0.19, 0.57, 0.05]))
        days[f"{pair}_regime"] = regime
        for value in ("safety", "risky"):
            days[f"{pair}_{value}"] = (regime == value).astype(float).where(regime.notna())
    return days


def without_regimes(days: pd.DataFrame) -> pd.DataFrame:
    """The days as they are where none has a label."""
    return days.assign(**dict.fromkeys(days.columns.intersection(LABELS)))


def with_numbers(names: list[str], share_missing: float = 0.05) -> pd.DataFrame:
    days = calendar()
    rng = np.random.default_rng(1)
    for name in names:
        values = rng.standard_normal(len(days)) * 5
        days[name] = np.where(rng.random(len(days)) < share_missing, np.nan, values)
    return days


def key_asset_days() -> pd.DataFrame:
    days = calendar()
    rng = np.random.default_rng(2)
    parts = []
    for measure, assets in key_assets.PRINTED_CELLS.items():
        for asset in assets if measure != key_assets.ALPHA else ():
            values = rng.standard_normal(len(days)) * 10
            parts.append(
                pd.DataFrame(
                    {
                        "trade_date": days["trade_date"],
                        "regime": days["ust_regime"],
                        "asset": asset,
                        "measure": measure,
                        "value": values,
                        "source_id": f"{asset}_series",
                        "is_proxy": False,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def factor_days() -> pd.DataFrame:
    days = calendar().rename(columns={"ust_regime": "regime"})
    rng = np.random.default_rng(3)
    parts = [
        days.assign(
            asset_class=name,
            f_stock_bp=rng.normal(5, 50, len(days)),
            f_bond_bp=rng.normal(-3, 20, len(days)),
        )
        for name in factors.ASSET_CLASSES
    ]
    return pd.concat(parts, ignore_index=True)


def convenience_yield_days() -> pd.DataFrame:
    return with_numbers([f"d_{outcome}_bp" for outcome in convenience_yield.OUTCOMES])


def decomposition_days() -> pd.DataFrame:
    days = with_numbers(["d_yield_ust_bp", "d_yield_foreign_bp", "d_hedging_cost_bp", "r_ust_bp", "r_spx_bp"])
    days["d_yield_ust_bp"] = days["d_yield_ust_bp"].round()
    days["d_yield_gap_bp"] = days["d_yield_ust_bp"] - days["d_yield_foreign_bp"]
    days["d_yield_synthetic_bp"] = days["d_yield_foreign_bp"] - days["d_hedging_cost_bp"]
    days["d_basis_bp"] = days["d_yield_gap_bp"] + days["d_hedging_cost_bp"]
    return days.assign(d_vix=np.random.default_rng(4).normal(size=len(days)))


def transmission_days() -> pd.DataFrame:
    days = with_numbers(["r_usd_bp", "d_yield_10y_bp", "r_spx_bp"])
    slope = 1.2 - 1.5 * (days["ust_regime"] == "safety") + 2.0 * (days["ust_regime"] == "risky")
    return days.assign(r_usd_bp=days["r_usd_bp"] + slope * days["d_yield_10y_bp"] - 0.1 * days["r_spx_bp"])


def term_premium_days() -> pd.DataFrame:
    days = with_numbers([*term_premium.PANELS.values(), "d_noise", "d_tyf_vol"])
    rng = np.random.default_rng(5)
    for tails in (("spx_worst_20", "spx_best_20"), ("vix_bottom_20", "vix_top_20")):
        place = rng.random(N_DAYS)
        known = rng.random(N_DAYS) > 0.05
        for name, in_tail in zip(tails, (place <= 0.2, place >= 0.8), strict=True):
            days[name] = np.where(known, in_tail, np.nan)
    return days.assign(fts=rng.random(N_DAYS) < 0.05, fomc=(rng.random(N_DAYS) < 0.05).astype(int))


def lead_lag_days(n_days: int = 60, n_intervals: int = 20) -> pd.DataFrame:
    days = calendar(n_days).rename(columns={"ust_regime": "regime"})
    rng = np.random.default_rng(6)
    for leg in ("spx", "ust"):
        returns = rng.normal(0, 5e-4, (n_days, n_intervals))
        returns[rng.random(returns.shape) < 0.02] = np.nan
        days[f"{leg}_returns"] = list(returns)
    for leg in ("spx", "ust"):
        days[f"{leg}_late_returns"] = list(rng.normal(0, 4e-4, (n_days, n_intervals)))
    return days


TABLES: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], Callable[[], pd.DataFrame]]] = {
    "T2": (key_assets.key_assets, key_asset_days),
    "T3": (factors.factor_means, factor_days),
    "T4": (convenience_yield.convenience_yield, convenience_yield_days),
    "T5": (basis_decomposition.basis_decomposition, decomposition_days),
    "T6": (transmission.transmission, transmission_days),
    "T7": (term_premium.term_premium, term_premium_days),
    "T10": (lead_lag.lead_lag, lead_lag_days),
}
