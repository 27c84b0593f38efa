"""A cross-section of assets in three classes with the factor means of table 3.

    R_i,t = r_f,t + beta^S_i F^S_t + beta^B_i F^B_t + e_i,t

The factors of a class are the surprises of the stock and of the bond future about the class's printed mean of
the type of day, and noise of the class. Small corrections make their regressions on the two futures over the
whole span have slopes of one and zero, so that rolling betas estimate beta^S and beta^B.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.days import BASIS_POINTS, Days
from stockbond_simulator.macro.printed import FACTOR_MEAN
from stockbond_simulator.randomness import stream
from stockbond_simulator.settings import ES, TY

Array = NDArray[np.float64]

US_EQUITY, US_FIXED_INCOME, FX_COMMODITY = FACTOR_MEAN


class Asset(NamedTuple):
    """One asset of the seed; idiosyncratic noise in bp a day. `quote` -1: foreign currency per dollar.

    Symbols and names are those of real assets, prices are not.
    """

    symbol: str
    asset_class: str
    beta_stock: float
    beta_bond: float
    noise: float
    price: float  # of the asset in dollars, on the first day
    first_day: str = "2003-01-01"
    quote: int = 1


# Of the seed's list SPY, IEF, BRENT, EURUSD and USDJPY are not here: the funds have files of their own, the
# currencies are made with the dollar, and one oil price is enough.
ASSETS = (
    Asset("QQQ", US_EQUITY, 1.20, 0.10, 45, 37.0),
    Asset("IWM", US_EQUITY, 1.30, 0.00, 45, 56.0),
    Asset("MDY", US_EQUITY, 1.15, -0.05, 35, 105.0),
    Asset("DIA", US_EQUITY, 0.95, 0.00, 25, 104.0),
    Asset("XLB", US_EQUITY, 1.25, -0.25, 45, 26.0),
    Asset("XLE", US_EQUITY, 1.15, -0.40, 60, 28.0),
    Asset("XLF", US_EQUITY, 1.45, -0.35, 50, 28.0),
    Asset("XLI", US_EQUITY, 1.10, -0.15, 35, 27.0),
    Asset("XLK", US_EQUITY, 1.20, 0.05, 45, 21.0),
    Asset("XLP", US_EQUITY, 0.55, 0.30, 35, 22.0),
    Asset("XLU", US_EQUITY, 0.50, 0.50, 45, 24.0),
    Asset("XLV", US_EQUITY, 0.75, 0.15, 40, 30.0),
    Asset("XLY", US_EQUITY, 1.05, -0.05, 40, 32.0),
    Asset("SHY", US_FIXED_INCOME, -0.005, 0.20, 4, 82.0),
    Asset("IEI", US_FIXED_INCOME, -0.010, 0.65, 7, 100.0),
    Asset("TLH", US_FIXED_INCOME, -0.025, 1.40, 15, 95.0),
    Asset("TLT", US_FIXED_INCOME, -0.030, 1.95, 22, 88.0),
    Asset("TIP", US_FIXED_INCOME, 0.020, 0.75, 16, 102.0),
    Asset("AGG", US_FIXED_INCOME, 0.010, 0.60, 8, 102.0),
    Asset("LQD", US_FIXED_INCOME, 0.060, 0.95, 13, 111.0),
    Asset("HYG", US_FIXED_INCOME, 0.160, 0.25, 18, 104.0, "2007-04-11"),
    Asset("MBB", US_FIXED_INCOME, 0.005, 0.45, 8, 100.0),
    Asset("MUB", US_FIXED_INCOME, 0.030, 0.50, 10, 100.0),
    Asset("EMB", US_FIXED_INCOME, 0.140, 0.70, 18, 100.0, "2007-12-19"),
    Asset("GBPUSD", FX_COMMODITY, 0.15, -0.05, 45, 1.78),
    Asset("AUDUSD", FX_COMMODITY, 0.45, -0.10, 50, 0.75),
    Asset("NZDUSD", FX_COMMODITY, 0.40, 0.05, 52, 0.65),
    Asset("USDCHF", FX_COMMODITY, -0.10, 0.45, 45, 0.81, quote=-1),
    Asset("USDCAD", FX_COMMODITY, 0.28, -0.20, 40, 0.77, quote=-1),
    Asset("USDSEK", FX_COMMODITY, 0.30, 0.20, 50, 0.138, quote=-1),
    Asset("USDNOK", FX_COMMODITY, 0.32, 0.10, 50, 0.15, quote=-1),
    Asset("GOLD", FX_COMMODITY, 0.00, 0.90, 70, 415.0),
    Asset("SILVER", FX_COMMODITY, 0.35, 0.70, 95, 6.1),
    Asset("COPPER", FX_COMMODITY, 0.60, -0.75, 90, 1.05),
    Asset("WTI", FX_COMMODITY, 0.70, -0.95, 110, 33.0),
    Asset("NATGAS", FX_COMMODITY, 0.25, -0.20, 160, 6.0),
    Asset("CORN", FX_COMMODITY, 0.20, -0.30, 100, 2.5, "2006-03-01"),
)
# Standard deviations of a day's noise in the factors of a class, bp.
FACTOR_NOISE = {US_EQUITY: (40.0, 70.0), US_FIXED_INCOME: (120.0, 12.0), FX_COMMODITY: (90.0, 80.0)}
MIN_DAYS_TO_CORRECT = 250


@dataclass(frozen=True)
class CrossSection:
    """Closing prices, shape (D, assets), NaN before an asset's first day; volume alike."""

    close: Array
    volume: Array


def simulate_assets(days: Days, risk_free_bp: Array) -> CrossSection:
    """Prices of all assets; `risk_free_bp` is the day's riskless return, shape (D,)."""
    n_days = len(days)
    returns = np.zeros((n_days, len(ASSETS)))
    for position, asset_class in enumerate(FACTOR_MEAN):
        rng = stream(days.seed, "assets", position)
        factors = class_factors(days, asset_class, rng)
        for column, asset in enumerate(ASSETS):
            if asset.asset_class == asset_class:
                noise = asset.noise * rng.standard_normal(n_days)
                betas = np.array([asset.beta_stock, asset.beta_bond])
                returns[:, column] = risk_free_bp + factors @ betas + noise
    returns[0] = 0.0
    first = np.array([asset.first_day for asset in ASSETS], dtype="datetime64[D]")
    listed = days.dates[:, None] >= first
    level = np.cumsum(np.where(listed, returns, 0.0), axis=0) / BASIS_POINTS
    close = np.array([asset.price for asset in ASSETS]) * np.exp(level)
    close **= np.array([asset.quote for asset in ASSETS])
    rng = stream(days.seed, "assets", len(FACTOR_MEAN))
    volume = np.rint(2e6 * np.exp(0.4 * rng.standard_normal((n_days, len(ASSETS)))))
    return CrossSection(np.where(listed, close, np.nan), volume)


def class_factors(days: Days, asset_class: str, rng: np.random.Generator) -> Array:
    """F^S and F^B of a class, bp, shape (D, 2)."""
    surprise = np.column_stack([days.surprise(ES), days.surprise(TY)])
    means = np.array([FACTOR_MEAN[asset_class][str(kind)] for kind in days.regime])
    noise = rng.standard_normal((len(days), 2)) * FACTOR_NOISE[asset_class]
    return np.asarray(surprise @ loadings(days, surprise, means).T + means + noise)


def loadings(days: Days, surprise: Array, means: Array) -> Array:
    """A, shape (2, 2), such that A surprise + means has slopes (1, 0) and (0, 1) on the futures' returns."""
    returns = np.column_stack([days.r_spx, days.r_ust])[1:]
    if len(returns) < MIN_DAYS_TO_CORRECT:
        return np.eye(2)
    design = np.column_stack([returns, np.ones(len(returns))])
    of_surprise = np.linalg.lstsq(design, surprise[1:], rcond=None)[0][:2].T
    of_means = np.linalg.lstsq(design, means[1:], rcond=None)[0][:2].T
    return np.asarray((np.eye(2) - of_means) @ np.linalg.inv(of_surprise))
