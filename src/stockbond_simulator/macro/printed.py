"""What of tables 2 to 7 of the paper is planted: its printed numbers, with zero where one has no star.

Basis points unless said otherwise.
"""

from __future__ import annotations

from stockbond_simulator.paper import planted, printed, terms
from stockbond_simulator.settings import on_days

KINDS = {"safety": "ust_safety", "risky": "ust_risky", "other": "other_days"}

# T2, mean change on safety and risky days. VIX and MOVE in index points, currencies in percent points.
IMPLIED_VOLATILITY_CHANGE = {
    asset: on_days(asset, "d_implied_vol") for asset in ("spx", "ust", "dxy", "eur_usd", "yen_usd")
}

# T2: CAPM alpha (bp) and beta by type of day, dollars per foreign unit. On safety and risky days beta is the
# one that the printed mean and alpha imply with the stock's mean. The means of other days are what betas of
# 0.12 and 0.07 (euro), -0.16 and 0.31 (yen) on the factors of T3 give; with them the other means fit T3 too.
ALPHA = {asset: on_days(asset, "capm_alpha") for asset in ("eur_usd", "yen_usd")}
CURRENCY_CAPM = {
    "eur_usd": {
        "safety": (ALPHA["eur_usd"]["safety"], 0.084),
        "risky": (ALPHA["eur_usd"]["risky"], 0.2225),
        "other": (0.12, 0.10),
    },
    "yen_usd": {
        "safety": (ALPHA["yen_usd"]["safety"], -0.2685),
        "risky": (ALPHA["yen_usd"]["risky"], 0.1222),
        "other": (-0.59, -0.10),
    },
}

# T2: daily flow into SPY and IEF, $ million. Other days are not printed: SPY's makes up for safety days.
ETF_FLOW = {
    "spx": on_days("spx", "etf_flow") | {"other": 60.0},
    "ust": on_days("ust", "etf_flow") | {"other": 0.0},
}

# T2: monthly change of the dealers' net position over its standard deviation.
NET_POSITION_STD = on_days("ust", "d_net_position") | {"other": 1 / 15}

# T3: mean of the stock and of the bond factor by asset class.
FACTOR_MEAN = {
    asset_class: {
        kind: (
            planted("T3", "", f"{asset_class}_f_stock", term),
            planted("T3", "", f"{asset_class}_f_bond", term),
        )
        for kind, term in KINDS.items()
    }
    for asset_class in ("us_equity", "us_fixed_income", "fx_commodity")
}

# T4: coefficients on ust_safety, ust_risky, usd_safety, usd_risky, by tenor in years.
CONVENIENCE_TERMS = terms("T4", "", "ust_basis_1y")
CONVENIENCE_YIELD = {
    tenor: {
        outcome: tuple(planted("T4", "", f"{outcome}_{tenor}y", term) for term in CONVENIENCE_TERMS)
        for outcome in ("ust_basis", "ust_basis_cip_adjusted", "swap_spread")
    }
    for tenor in (1, 5)
}

# T5: mean change of the one-year yield on safety days, and of its gap to the foreign yields with it.
ONE_YEAR_YIELD_ON_SAFETY_DAYS = printed("T5", "", "d_yield_ust", "ust_safety")
YIELD_GAP_ON_SAFETY_DAYS = printed("T5", "", "d_yield_gap", "ust_safety")

# T6, column 2: bp of the dollar index per bp.
TRANSMISSION = {term: planted("T6", "", "2", term) for term in (*terms("T6", "", "2"), "intercept")}

# T7: the regressors of each column, and what of column 5 is planted.
TERM_PREMIUM_COLUMNS = {column: terms("T7", "A", column) for column in ("1", "2", "3", "4", "5")}
TERM_PREMIUM = {
    panel: {term: planted("T7", panel, "5", term) for term in TERM_PREMIUM_COLUMNS["5"]}
    for panel in ("A", "B")
}
