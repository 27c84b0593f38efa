"""Shares outstanding of SPY and IEF, and the primary dealers' net Treasury position (table 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.days import BASIS_POINTS, Days
from stockbond_simulator.macro.paths import reverting
from stockbond_simulator.macro.printed import ETF_FLOW, NET_POSITION_STD
from stockbond_simulator.randomness import stream
from stockbond_simulator.regime_lifts import decaying
from stockbond_simulator.settings import ES, REGIME_TAIL, TY

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fund:
    """How a fund is simulated. Money in $ million, sizes in shares."""

    ticker: str
    name: str
    leg: int
    flow: str  # key of ETF_FLOW
    nav: float
    assets: float
    flow_std: float
    unit: int  # shares are made and taken back in such units
    dividend_months: tuple[int, ...]
    dividend: float  # share of the net asset value
    split: date | None  # two for one, from this day on


FUNDS = (
    Fund("SPY", "S&P 500 Trust", ES, "spx", 111.0, 120_000.0, 2_400.0, 50_000, (3, 6, 9, 12), 0.0045, None),
    Fund(
        "IEF",
        "7-10 Year Treasury Bond",
        TY,
        "ust",
        85.0,
        6_000.0,
        150.0,
        100_000,
        tuple(range(1, 13)),
        0.0022,
        date(2013, 2, 19),
    ),
)
FLOW_PERSISTENCE = 0.9


@dataclass(frozen=True)
class FundHistory:
    """One fund, shape (D,) each: shares and net asset value as reported, so that a split shows in both."""

    fund: Fund
    shares: Array
    nav: Array
    dividend: Array  # $ a share on the day it goes ex, else zero
    signal: Array  # planted flow, $ million


def simulate_fund(days: Days, fund: Fund) -> FundHistory:
    """Flows with the planted mean by type of day; what chance adds comes back later."""
    rng = stream(days.seed, "etf_flows", FUNDS.index(fund))
    returns = np.nan_to_num(days.log_return[:, fund.leg]) / BASIS_POINTS
    month = days.dates.astype("datetime64[M]").astype(int)
    first_of_month = np.append(False, month[1:] != month[:-1])
    pays = first_of_month & np.isin(month % 12 + 1, fund.dividend_months)
    growth = np.exp(returns) * np.where(pays, 1 - fund.dividend, 1.0)
    nav = fund.nav * np.cumprod(growth)
    planted = np.array([ETF_FLOW[fund.flow][str(kind)] for kind in days.regime])
    noise = np.diff(reverting(rng, len(days), fund.flow_std, FLOW_PERSISTENCE), prepend=0.0)
    planted[0] = noise[0] = 0.0
    shares = fund.assets / fund.nav * 1e6 + np.cumsum((planted + noise) / nav * 1e6)
    shares = np.maximum(np.rint(shares / fund.unit), 20) * fund.unit
    split = np.ones(len(days))
    if fund.split is not None:
        split[days.dates >= np.datetime64(fund.split)] = 2.0
    reported = np.round(nav / split, 6)
    dividend = np.where(pays, np.round(nav * fund.dividend / split, 6), 0.0)
    return FundHistory(fund, shares * split, reported, dividend, planted)


@dataclass(frozen=True)
class DealerPositions:
    """Wednesdays W: position in $ million, and the months M whose last Wednesdays are compared."""

    wednesdays: NDArray[np.datetime64]
    position: Array  # (W,)
    months: NDArray[np.datetime64]  # [M], (M,)
    month_regime: NDArray[np.str_]  # (M,), safety, risky or other by the month's mean correlation
    signal_std: Array  # (M,), planted change over its standard deviation; NaN at the start and the break


NEW_KEYS = np.datetime64("2013-04-01")  # from here on dealers report by new definitions
MONTHLY_STD = {False: 11_000.0, True: 17_000.0}  # before and after the break, $ million
MEAN_POSITION = {False: -60_000.0, True: 95_000.0}
MONTH_PERSISTENCE = 0.85
MONTHLY_NOISE = 0.94  # so that noise and planted changes together have a standard deviation of about one
WEEKLY_NOISE = 6_000.0


def simulate_dealers(days: Days) -> DealerPositions:
    """Weekly positions; changes between months' last Wednesdays have the planted mean by kind of month."""
    rng = stream(days.seed, "dealer_positions")
    first, last = days.dates[0].item(), days.dates[-1].item()
    first += timedelta((2 - first.weekday()) % 7)
    wednesdays = np.arange(np.datetime64(first), np.datetime64(last + timedelta(1)), np.timedelta64(7, "D"))
    months = np.unique(days.dates.astype("datetime64[M]"))
    regime = month_regimes(days, months)
    week_month = wednesdays.astype("datetime64[M]")
    is_new = months >= NEW_KEYS.astype("datetime64[M]")
    planted = np.array([NET_POSITION_STD[str(kind)] for kind in regime])
    starts = np.flatnonzero(np.append(True, is_new[1:] != is_new[:-1])) if len(months) else np.array([], int)
    planted[starts] = np.nan
    level = np.zeros(len(months))
    for start, stop in zip(starts, [*starts[1:], len(months)], strict=True):
        part = slice(start, stop)
        noise = reverting(rng, stop - start, MONTHLY_NOISE, MONTH_PERSISTENCE)
        drift = decaying(np.nan_to_num(planted[part]), 1.0)
        new = bool(is_new[start])
        level[part] = MEAN_POSITION[new] + MONTHLY_STD[new] * (noise + drift - drift.mean())
    month_of = np.searchsorted(months, week_month)
    month_of = np.minimum(month_of, len(months) - 1)
    before = np.where(np.isin(month_of, starts), month_of, month_of - 1)
    is_last = np.append(week_month[1:] != week_month[:-1], True)[: len(wednesdays)]
    count = np.array([(week_month == month).sum() for month in months])
    first_of = np.searchsorted(week_month, months)
    share = (np.arange(len(wednesdays)) - first_of[month_of] + 1) / np.maximum(count[month_of], 1)
    position = level[before] + share * (level[month_of] - level[before])
    position += np.where(is_last, 0.0, rng.standard_normal(len(wednesdays)) * WEEKLY_NOISE)
    return DealerPositions(wednesdays, position, months, regime, planted)


def month_regimes(days: Days, months: NDArray[np.datetime64]) -> NDArray[np.str_]:
    """safety, risky or other by the mean correlation of each month, cut at 20 and 80 percent."""
    month = days.dates.astype("datetime64[M]")
    known = days.has_regime
    means = np.full(len(months), np.nan)
    for position, name in enumerate(months):
        chosen = days.correlation[known & (month == name)]
        if len(chosen):
            means[position] = chosen.mean()
    regime = np.full(len(months), "other", dtype="<U6")
    found = means[~np.isnan(means)]
    if len(found) >= 10:
        low, high = np.percentile(found, [REGIME_TAIL, 100 - REGIME_TAIL])
        regime[means <= low] = "safety"
        regime[means >= high] = "risky"
    return regime
