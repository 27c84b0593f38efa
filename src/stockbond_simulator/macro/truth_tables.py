"""What tables 2 to 7 should find: the planted part of every series, put through the table's own arithmetic.

role  planted  the paper's number, by construction
      null     insignificant in the paper, planted as zero
      implied  follows from what is planted elsewhere, given what really happened
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.currencies import transmission_terms
from stockbond_simulator.macro.flows import MONTHLY_STD, NEW_KEYS
from stockbond_simulator.macro.paths import slopes
from stockbond_simulator.macro.printed import (
    CONVENIENCE_TERMS,
    CONVENIENCE_YIELD,
    CURRENCY_CAPM,
    ETF_FLOW,
    FACTOR_MEAN,
    IMPLIED_VOLATILITY_CHANGE,
    NET_POSITION_STD,
    TERM_PREMIUM,
    TERM_PREMIUM_COLUMNS,
    TRANSMISSION,
)
from stockbond_simulator.macro.simulation import Macro
from stockbond_simulator.macro.term_premium import used_days
from stockbond_simulator.market import Market
from stockbond_simulator.randomness import stream
from stockbond_simulator.regime_lifts import carried_change, mean_on
from stockbond_simulator.settings import ES, INSTRUMENTS, TY, VOLATILITY_CHANGE, VOLUME_CHANGE_STD
from stockbond_simulator.volume import day_noise, expected_volume, session_share

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Row = dict[str, Any]

PANELS = {"A": "safety", "B": "risky"}
LEGS = {"spx": ES, "ust": TY}


def table_rows(market: Market, macro: Macro) -> list[Row]:
    """Records of tables 2 to 7; cells that a short span does not have are left out."""
    rows = [*key_assets(market, macro), *factors(macro), *convenience_yield(macro)]
    rows += [*basis_decomposition(macro), *transmission(macro), *term_premium(macro)]
    return [row for row in rows if np.isfinite(row["value"])]


def record(
    table_id: str, panel: str, specification: str, term: str, value: float, days: Flags, role: str
) -> Row:
    """One row; `days` are those that enter."""
    return {
        "record": "table",
        "table_id": table_id,
        "panel": panel,
        "specification": specification,
        "term": term,
        "value": float(value),
        "n_days": int(days.sum()),
        "role": role,
    }


def role_of(planted: float) -> str:
    """Zero stands for what the paper does not find."""
    return "null" if planted == 0 else "planted"


def key_assets(market: Market, macro: Macro) -> Iterator[Row]:
    """T2."""
    days = macro.days
    for panel, kind in PANELS.items():
        of_kind = days.is_type(kind) & ~np.isnan(days.r_spx)
        if not of_kind.any():
            continue

        def cell(
            asset: str, measure: str, value: float, role: str, panel: str = panel, chosen: Flags = of_kind
        ) -> Row:
            return record("T2", panel, asset, measure, value, chosen, role)

        for asset, leg in LEGS.items():
            yield cell(asset, "mean_return", days.planted_mean[of_kind, leg].mean(), "planted")
        yield cell("ust", "capm_alpha", note_alpha(market, macro, of_kind), "implied")
        for asset, signal in macro.currencies.signal.items():
            alpha = slopes(signal, days.r_spx[:, None], of_kind)[-1]
            role = role_of(CURRENCY_CAPM[asset][kind][0]) if asset in CURRENCY_CAPM else "implied"
            yield cell(asset, "mean_return", signal[of_kind].mean(), "implied")
            yield cell(asset, "capm_alpha", alpha, role)
        for asset, signal in macro.implied.signal.items():
            observed = days.is_open if asset == "ust" else np.ones(len(days), dtype=bool)
            value = mean_on(carried_change(signal, observed), of_kind)
            yield cell(asset, "d_implied_vol", value, role_of(IMPLIED_VOLATILITY_CHANGE[asset][kind]))
        for asset, leg in LEGS.items():
            name = INSTRUMENTS[leg].name
            change = carried_change(planted_volatility(market, name), days.has_regime)
            wanted = VOLATILITY_CHANGE[name][kind]
            yield cell(asset, "d_volatility", mean_on(change, of_kind), role_of(wanted))
            volume = planted_volume_change_std(market, leg)
            yield cell(asset, "d_volume", mean_on(volume, of_kind), role_of(VOLUME_CHANGE_STD[name][kind]))
        for fund in macro.funds:
            planted = ETF_FLOW[fund.fund.flow][kind]
            yield cell(fund.fund.flow, "etf_flow", fund.signal[of_kind].mean(), role_of(planted))
        months, value = net_position_std(macro, kind)
        role = role_of(NET_POSITION_STD[kind])
        yield record("T2", panel, "ust", "d_net_position", value, months, role)


def note_alpha(market: Market, macro: Macro, of_kind: Flags) -> float:
    """Alpha of the 10-year note: its planted mean less beta times the stock's. Beta is the ratio of the
    planted covariances to the planted variances of the days."""
    stock, note = market.volatilities[of_kind, ES], market.volatilities[of_kind, TY]
    beta = (market.correlation_targets[of_kind, 0] * stock * note).sum() / (stock**2).sum()
    means = macro.days.planted_mean[of_kind].mean(axis=0)
    return float(means[TY] - beta * means[ES])


def planted_volatility(market: Market, instrument: str) -> Array:
    """Event shifts and what the types of day add, percent a year, shape (D,)."""
    outcome = market.outcomes["spx_vol" if instrument == "ES" else "ust_vol"]
    return outcome.shift + market.volatility_lift[instrument]


def planted_volume_change_std(market: Market, leg: int) -> Array:
    """Change of the volume to be expected, over the standard deviation of the change of volume, (D,)."""
    n_days = len(market.sessions)
    expected = expected_volume(leg, market.volatilities[:, leg]) * session_share(market.sessions)
    expected = expected * (1 + market.volume_lift[INSTRUMENTS[leg].name])
    noisy = expected * day_noise(stream(market.seed, "volumes", leg), n_days)
    change = np.full(n_days, np.nan)
    if n_days > 2:
        change[1:] = np.diff(expected) / np.diff(noisy).std(ddof=1)
    return change


def net_position_std(macro: Macro, kind: str) -> tuple[Flags, float]:
    """The months of a kind that have a change, and the mean planted change over its standard deviation."""
    dealers = macro.dealers
    week_month = dealers.wednesdays.astype("datetime64[M]")
    last = np.searchsorted(week_month, dealers.months, side="right") - 1
    has_week = np.isin(dealers.months, week_month)
    level = np.where(has_week & (last >= 0), dealers.position[np.maximum(last, 0)], np.nan)
    change = np.diff(level, prepend=np.nan)
    is_new = dealers.months >= NEW_KEYS.astype("datetime64[M]")
    change[np.isnan(dealers.signal_std)] = np.nan
    planted = np.full(len(change), np.nan)
    for new in (False, True):
        part = (is_new == new) & ~np.isnan(change)
        if part.sum() > 2:
            planted[part] = dealers.signal_std[part] * MONTHLY_STD[new] / change[part].std(ddof=1)
    chosen = (dealers.month_regime == kind) & ~np.isnan(planted)
    return chosen, float(planted[chosen].mean()) if chosen.any() else float("nan")


def factors(macro: Macro) -> Iterator[Row]:
    """T3."""
    for asset_class, by_kind in FACTOR_MEAN.items():
        for kind, means in by_kind.items():
            term = "other_days" if kind == "other" else f"ust_{kind}"
            days = macro.days.is_type(kind)
            if days.any():
                for factor, mean in zip(("f_stock", "f_bond"), means, strict=True):
                    yield record("T3", "", f"{asset_class}_{factor}", term, mean, days, role_of(mean))


def convenience_yield(macro: Macro) -> Iterator[Row]:
    """T4."""
    days = macro.days
    dummies = days.regime_dummies()
    regressors = np.column_stack([dummies[term] for term in CONVENIENCE_TERMS])
    used = days.is_open & days.has_regime & days.has_usd_regime & (np.arange(len(days)) > 0)
    for tenor, by_outcome in CONVENIENCE_YIELD.items():
        for outcome, planted in by_outcome.items():
            change = carried_change(macro.convenience[tenor].signals[outcome], days.is_open)
            found = slopes(change, regressors, used)
            roles = [*(role_of(value) for value in planted), "implied"]
            for term, value, role in zip([*CONVENIENCE_TERMS, "intercept"], found, roles, strict=True):
                yield record("T4", "", f"{outcome}_{tenor}y", term, value, used, role)


def basis_decomposition(macro: Macro) -> Iterator[Row]:
    """T5, safety days."""
    days = macro.days
    signals = macro.convenience[1].signals
    basis, gap, treasury = signals["ust_basis"], signals["yield_gap"], macro.yields.one_year_signal
    parts = {
        "d_basis": (basis, "implied"),
        "d_yield_ust": (treasury, "planted"),
        "d_yield_synthetic": (treasury - basis, "implied"),
        "d_yield_gap": (gap, "planted"),
        "d_hedging_cost": (basis - gap, "implied"),
    }
    chosen = days.is_type("safety") & days.is_open & (np.arange(len(days)) > 0)
    for specification, (signal, role) in parts.items():
        value = mean_on(carried_change(signal, days.is_open), chosen)
        yield record("T5", "", specification, "ust_safety", value, chosen, role)


def transmission(macro: Macro) -> Iterator[Row]:
    """T6."""
    days = macro.days
    terms = transmission_terms(days, macro.yields.par[10])
    signal = macro.currencies.signal["dxy"]
    used = days.has_regime & ~np.isnan(days.r_spx)
    columns = {"1": ["d_yield", "r_spx", "ust_safety", "ust_risky"], "2": list(terms)}
    for specification, names in columns.items():
        found = slopes(signal, np.column_stack([terms[name] for name in names]), used)
        by_term = dict(zip([*names, "intercept"], found, strict=True))
        for term, value in by_term.items():
            role = role_of(TRANSMISSION[term]) if specification == "2" else "implied"
            yield record("T6", "", specification, term, value, used, role)
    for slope in ("d_yield", "r_spx"):
        for dummy in ("ust_safety", "ust_risky"):
            total = by_term[slope] + by_term[f"{slope}_x_{dummy}"]
            yield record("T6", "", "2", f"{slope}_total_{dummy}", total, used, "implied")


def term_premium(macro: Macro) -> Iterator[Row]:
    """T7."""
    days = macro.days
    used = used_days(days) & (np.arange(len(days)) > 0)
    for panel, planted in TERM_PREMIUM.items():
        change = carried_change(macro.term_premium[panel].signal, days.is_open)
        for specification, names in TERM_PREMIUM_COLUMNS.items():
            matrix = np.column_stack([macro.term_terms[name] for name in names])
            complete = used & ~np.isnan(matrix).any(axis=1)
            found = slopes(change, matrix, used)
            for term, value in zip([*names, "intercept"], found, strict=True):
                is_planted = specification == "5" and term != "intercept"
                role = role_of(planted[term]) if is_planted else "implied"
                yield record("T7", panel, specification, term, value, complete, role)
