"""The whole second stage in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.assets import CrossSection, simulate_assets
from stockbond_simulator.macro.convenience import Convenience, simulate_convenience
from stockbond_simulator.macro.currencies import Currencies, simulate_currencies
from stockbond_simulator.macro.days import BASIS_POINTS, Days, describe_days
from stockbond_simulator.macro.flows import (
    FUNDS,
    DealerPositions,
    FundHistory,
    simulate_dealers,
    simulate_fund,
)
from stockbond_simulator.macro.implied import ImpliedVolatilities, simulate_implied
from stockbond_simulator.macro.term_premium import TermPremium, regressors, simulate_term_premium
from stockbond_simulator.macro.yields import Yields, simulate_yields
from stockbond_simulator.market import Market
from stockbond_simulator.randomness import stream
from stockbond_simulator.settings import TRADING_DAYS_A_YEAR

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Macro:
    """Everything but the bars."""

    days: Days
    implied: ImpliedVolatilities
    yields: Yields
    convenience: dict[int, Convenience]  # by tenor in years
    term_terms: dict[str, Array]  # table 7's regressors
    term_premium: dict[str, TermPremium]  # by panel
    currencies: Currencies
    funds: list[FundHistory]
    dealers: DealerPositions
    french: Array  # (D, 4): Mkt-RF, SMB, HML, RF in percent, as published
    assets: CrossSection


def simulate_macro(market: Market) -> Macro:
    """All series and prices of the market."""
    days = describe_days(market)
    implied = simulate_implied(market, days)
    yields = simulate_yields(days)
    terms = regressors(days, implied.level["spx"], implied.noise)
    french = french_factors(days, yields.bill)
    return Macro(
        days=days,
        implied=implied,
        yields=yields,
        convenience={tenor: simulate_convenience(days, yields, tenor) for tenor in (1, 5)},
        term_terms=terms,
        term_premium={
            panel: simulate_term_premium(days, terms, yields.ten_year_exact, panel) for panel in ("A", "B")
        },
        currencies=simulate_currencies(days, yields.par[10]),
        funds=[simulate_fund(days, fund) for fund in FUNDS],
        dealers=simulate_dealers(days),
        french=french,
        assets=simulate_assets(days, french[:, 3] * 100),
    )


def french_factors(days: Days, bill: Array) -> Array:
    """Market, size, value and riskless return of each day, percent; the last is the same within a month."""
    rng = stream(days.seed, "french_factors")
    noise = rng.standard_normal((len(days), 3))
    month = days.dates.astype("datetime64[M]").astype(int)
    starts = np.searchsorted(month, month, side="left")
    riskless = np.round(bill[starts] / TRADING_DAYS_A_YEAR, 3)
    market = 100 * np.expm1(np.nan_to_num(days.r_spx) / BASIS_POINTS) - riskless + 0.12 * noise[:, 0]
    size, value = 0.08 * market + 0.5 * noise[:, 1], 0.05 * market + 0.6 * noise[:, 2]
    return np.column_stack([np.round(np.column_stack([market, size, value]), 2), riskless])
