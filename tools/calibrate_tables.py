"""How far the estimates of tables 2 to 7 lie from their truth, and how often nothing is taken for something.

    python tools/calibrate_tables.py --out benchmarks/results/simulation_tables.json

Over many seeds, in memory, on five-minute bars: every cell is estimated from the series as published, with
Newey-West errors. Volumes are left out, as they exist in files only. Some ten minutes for 200 seeds. Rerun it
when GENERATOR_VERSION changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from typing import Any

import numpy as np
from calibrate_market import run_calibration
from numpy.typing import NDArray

from stockbond_simulator.macro.assets import ASSETS
from stockbond_simulator.macro.currencies import transmission_terms
from stockbond_simulator.macro.days import BASIS_POINTS
from stockbond_simulator.macro.flows import NEW_KEYS
from stockbond_simulator.macro.printed import CONVENIENCE_TERMS, FACTOR_MEAN, TERM_PREMIUM_COLUMNS
from stockbond_simulator.macro.simulation import Macro, simulate_macro
from stockbond_simulator.macro.truth_tables import LEGS, PANELS, table_rows
from stockbond_simulator.market import Market, simulate_market
from stockbond_simulator.regime_lifts import carried_change
from stockbond_simulator.settings import DEFAULT_END, DEFAULT_START, GENERATOR_VERSION

Array = NDArray[np.float64]
Key = tuple[str, str, str, str]
Cell = tuple[Key, float, float]  # key, estimate, standard error

FIRST_SEED = 5000  # away from the seeds that tests use
BETA_WINDOW, BETA_MIN_DAYS, MIN_ASSETS = 756, 504, 8


def newey_west(y: Array, x: Array) -> tuple[Array, Array]:
    """Least squares on x (N, k): coefficients and errors with floor(N^(1/4)) lags, factor N / (N - k)."""
    keep = ~np.isnan(y) & ~np.isnan(x).any(axis=1)
    y, x = y[keep], x[keep]
    n, k = x.shape
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    scores = x * (y - x @ coefficients)[:, None]
    lags = math.isqrt(math.isqrt(n))
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (cross + cross.T)
    errors = np.sqrt(np.diag(inverse @ middle @ inverse) * n / (n - k))
    return coefficients, errors


def regression(
    table: str, panel: str, specification: str, y: Array, terms: dict[str, Array]
) -> Iterator[Cell]:
    """All coefficients of one column."""
    matrix = np.column_stack([*terms.values(), np.ones(len(y))])
    coefficients, errors = newey_west(y, matrix)
    for term, value, error in zip([*terms, "intercept"], coefficients, errors, strict=True):
        yield (table, panel, specification, term), float(value), float(error)


def mean(y: Array) -> tuple[float, float]:
    """Mean and its error."""
    coefficients, errors = newey_west(y, np.ones((len(y), 1)))
    return float(coefficients[0]), float(errors[0])


def log_return(level: Array) -> Array:
    """Daily log return in bp, NaN first."""
    return np.append(np.nan, np.diff(np.log(level)) * BASIS_POINTS)


def key_assets(market: Market, macro: Macro) -> Iterator[Cell]:
    """T2 without volumes."""
    days = macro.days
    values = {("spx", "mean_return"): days.r_spx, ("ust", "mean_return"): days.r_ust}
    for asset in ("dxy", "eur_usd", "yen_usd"):
        values[asset, "mean_return"] = log_return(macro.currencies.level[asset])
    for asset, level in macro.implied.level.items():
        observed = days.is_open if asset == "ust" else np.ones(len(days), dtype=bool)
        values[asset, "d_implied_vol"] = carried_change(level, observed)
    for asset, outcome in zip(LEGS, ("spx_vol", "ust_vol"), strict=True):
        realized = market.realized[outcome]
        values[asset, "d_volatility"] = carried_change(np.nan_to_num(realized), ~np.isnan(realized))
    for history in macro.funds:
        split = np.ones(len(days))
        if history.fund.split is not None:
            split[days.dates >= np.datetime64(history.fund.split)] = 2.0
        change = np.append(np.nan, np.diff(history.shares / split))
        values[history.fund.flow, "etf_flow"] = change * history.nav * split / 1e6
    for panel, kind in PANELS.items():
        chosen = days.is_type(kind)
        for (asset, measure), series in values.items():
            yield ("T2", panel, asset, measure), *mean(series[chosen])
            if measure == "mean_return" and asset != "spx":
                line = {"spx": days.r_spx[chosen]}
                (*_, alpha) = regression("T2", panel, asset, series[chosen], line)
                yield ("T2", panel, asset, "capm_alpha"), alpha[1], alpha[2]
        change, month_regime = net_position_change(macro)
        yield ("T2", panel, "ust", "d_net_position"), *mean(change[month_regime == kind])


def net_position_change(macro: Macro) -> tuple[Array, NDArray[np.str_]]:
    """Monthly change of the net position over its standard deviation, and the month's kind."""
    dealers = macro.dealers
    last = np.searchsorted(dealers.wednesdays.astype("datetime64[M]"), dealers.months, side="right") - 1
    level = dealers.position[last]
    change = np.diff(level, prepend=np.nan)
    is_new = dealers.months >= NEW_KEYS.astype("datetime64[M]")
    change[np.append(True, is_new[1:] != is_new[:-1])] = np.nan
    for new in (False, True):
        change[is_new == new] /= np.nanstd(change[is_new == new], ddof=1)
    return change, dealers.month_regime


def rolling_sum(values: Array) -> Array:
    """Sum over the BETA_WINDOW rows that end with each row."""
    total = np.cumsum(values, axis=0)
    return np.asarray(total - np.concatenate([np.zeros_like(total[:BETA_WINDOW]), total])[: len(total)])


def factors(macro: Macro) -> Iterator[Cell]:
    """T3, without the currencies that table 2 makes."""
    days = macro.days
    quotes = np.array([asset.quote for asset in ASSETS])
    returns = np.diff(np.log(macro.assets.close), axis=0, prepend=np.nan) * BASIS_POINTS * quotes
    excess = returns - 100 * macro.french[:, 3:]
    known = ~np.isnan(excess)
    factor = [np.nan_to_num(days.r_spx)[:, None] * known, np.nan_to_num(days.r_ust)[:, None] * known]
    count = np.maximum(rolling_sum(known.astype(float)), 1)
    y = np.nan_to_num(excess)

    def covariance(a: Array, b: Array) -> Array:
        return np.asarray(rolling_sum(a * b) / count - rolling_sum(a) * rolling_sum(b) / count**2)

    ss, bb = covariance(factor[0], factor[0]), covariance(factor[1], factor[1])
    sb, sy, by = covariance(factor[0], factor[1]), covariance(factor[0], y), covariance(factor[1], y)
    with np.errstate(divide="ignore", invalid="ignore"):
        stock = (bb * sy - sb * by) / (ss * bb - sb**2)
        bond = (ss * by - sb * sy) / (ss * bb - sb**2)
    enough = count >= BETA_MIN_DAYS
    for asset_class, by_kind in FACTOR_MEAN.items():
        columns = np.array([asset.asset_class == asset_class for asset in ASSETS])
        found = np.full((len(days), 2), np.nan)
        for day in range(1, len(days)):
            use = columns & enough[day - 1] & known[day]
            if use.sum() >= MIN_ASSETS:
                design = np.column_stack([np.ones(use.sum()), stock[day - 1, use], bond[day - 1, use]])
                found[day] = np.linalg.solve(design.T @ design, design.T @ y[day, use])[1:]
        for kind in by_kind:
            term = "other_days" if kind == "other" else f"ust_{kind}"
            for position, name in enumerate(("f_stock", "f_bond")):
                chosen = found[days.is_type(kind), position]
                yield ("T3", "", f"{asset_class}_{name}", term), *mean(chosen)


def convenience(macro: Macro) -> Iterator[Cell]:
    """T4 and T5."""
    days = macro.days
    known = days.has_regime & days.has_usd_regime
    dummies = days.regime_dummies()
    terms = {term: np.where(known, dummies[term], np.nan) for term in CONVENIENCE_TERMS}

    def own_change(values: Array) -> Array:
        change = carried_change(values, days.is_open)
        change[~days.is_open] = np.nan
        return change

    def panel_change(values: Array) -> Array:
        change = own_change(values)
        return np.array([np.nan if np.isnan(row).all() else np.nanmean(row) for row in change])

    treasury = own_change(100 * macro.yields.par[1])
    for tenor, one in macro.convenience.items():
        outcomes = {
            "ust_basis": panel_change(one.basis),
            "ust_basis_cip_adjusted": panel_change(one.basis - one.libor_basis),
            "swap_spread": own_change(100 * (macro.yields.par[tenor] - one.swap_rate)),
        }
        for outcome, change in outcomes.items():
            yield from regression("T4", "", f"{outcome}_{tenor}y", change, terms)
    one = macro.convenience[1]
    basis, gap = panel_change(one.basis), panel_change(one.yield_gap)
    parts = {
        "d_basis": basis,
        "d_yield_ust": treasury,
        "d_yield_synthetic": treasury - basis,
        "d_yield_gap": gap,
        "d_hedging_cost": basis - gap,
    }
    chosen = days.is_type("safety") & days.is_open
    for name, change in parts.items():
        yield ("T5", "", name, "ust_safety"), *mean(change[chosen])


def transmission_and_term_premium(macro: Macro) -> Iterator[Cell]:
    """T6 and T7."""
    days = macro.days
    terms = transmission_terms(days, macro.yields.par[10])
    dollar = np.where(days.has_regime, log_return(macro.currencies.level["dxy"]), np.nan)
    first = {name: terms[name] for name in ("d_yield", "r_spx", "ust_safety", "ust_risky")}
    for specification, chosen in (("1", first), ("2", terms)):
        yield from regression("T6", "", specification, dollar, chosen)
    for panel, premium in macro.term_premium.items():
        change = 100 * carried_change(premium.percent, days.is_open)
        change[~(days.is_open & days.has_regime)] = np.nan
        for specification, names in TERM_PREMIUM_COLUMNS.items():
            chosen = {name: macro.term_terms[name] for name in names}
            yield from regression("T7", panel, specification, change, chosen)


def estimates(market: Market, macro: Macro) -> dict[Key, tuple[float, float]]:
    """Estimate and error of every cell."""
    cells = [*key_assets(market, macro), *factors(macro), *convenience(macro)]
    cells += transmission_and_term_premium(macro)
    return {key: (value, error) for key, value, error in cells}


def one_seed(seed: int) -> dict[Key, tuple[str, float, float, float]]:
    """Role, estimate, error and truth of each cell in one market."""
    market = simulate_market(seed, DEFAULT_START, DEFAULT_END, bar_minutes=5)
    macro = simulate_macro(market)
    found = estimates(market, macro)
    cells = {}
    for row in table_rows(market, macro):
        key = (row["table_id"], row["panel"], row["specification"], row["term"])
        if key in found:
            cells[key] = (row["role"], *found[key], row["value"])
    return cells


def calibrate(n_seeds: int) -> dict[str, Any]:
    """The whole measurement, ready to be written as JSON."""
    by_cell: dict[Key, list[tuple[str, float, float, float]]] = {}
    with ProcessPoolExecutor(max_workers=2) as pool:
        for cells in pool.map(one_seed, range(FIRST_SEED, FIRST_SEED + n_seeds)):
            for key, cell in cells.items():
                by_cell.setdefault(key, []).append(cell)
    summaries = {"/".join(key): cell_summary(cells) for key, cells in by_cell.items()}
    null = [cell for cells in by_cell.values() for cell in cells if cell[0] == "null"]
    every = [cell for cells in by_cell.values() for cell in cells]
    distance = np.array([abs(value - truth) / error for _, value, error, truth in every])
    return {
        "measured_on": date.today().isoformat(),
        "generator_version": GENERATOR_VERSION,
        "n_seeds": n_seeds,
        "first_seed": FIRST_SEED,
        "span": [DEFAULT_START.isoformat(), DEFAULT_END.isoformat()],
        "share_beyond_3_errors": round(float((distance > 3).mean()), 5),
        "share_beyond_3_5_errors": round(float((distance > 3.5).mean()), 5),
        "null_rejection_rate_5_percent": round(
            float(np.mean([abs(value / error) > 1.96 for _, value, error, _ in null])), 4
        ),
        "cells": summaries,
    }


def cell_summary(cells: list[tuple[str, float, float, float]]) -> dict[str, Any]:
    """One cell over seeds: truth, errors of the estimate, and how often it is significant at 5 percent."""
    value, error, truth = np.array([cell[1:] for cell in cells]).T
    return {
        "role": cells[0][0],
        "mean_truth": float(f"{truth.mean():.4g}"),
        "mean_error": float(f"{(value - truth).mean():.4g}"),
        "std_error": float(f"{(value - truth).std(ddof=1):.4g}"),
        "mean_newey_west_error": float(f"{error.mean():.4g}"),
        "share_significant_5_percent": round(float((np.abs(value / error) > 1.96).mean()), 4),
    }


if __name__ == "__main__":
    run_calibration(calibrate, "Measure tables 2 to 7 on many simulated markets.", "simulation_tables.json")
