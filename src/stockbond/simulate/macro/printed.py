"""What tables 2 to 7 of the paper print, as far as it is planted.

Basis points unless said otherwise. Zero stands where the paper's coefficient has no star.
"""

from __future__ import annotations

# T2, mean change on safety and risky days. VIX and MOVE in index points, currencies in percent points.
IMPLIED_VOLATILITY_CHANGE = {
    "spx": {"safety": 0.51, "risky": -0.16},
    "ust": {"safety": 0.79, "risky": 0.0},
    "dxy": {"safety": 0.07, "risky": -0.03},
    "eur_usd": {"safety": 0.07, "risky": -0.03},
    "yen_usd": {"safety": 0.14, "risky": -0.04},
}

# T2: CAPM alpha (bp) and beta by type of day, dollars per foreign unit. On safety and risky days beta is the
# one that the printed mean and alpha imply with the stock's mean. The means of other days are what betas of
# 0.12 and 0.07 (euro), -0.16 and 0.31 (yen) on the factors of T3 give; with them the other means fit T3 too.
CURRENCY_CAPM = {
    "eur_usd": {"safety": (0.0, 0.084), "risky": (-4.99, 0.2225), "other": (0.12, 0.10)},
    "yen_usd": {"safety": (6.11, -0.2685), "risky": (-9.97, 0.1222), "other": (-0.59, -0.10)},
}

# T2: daily flow into SPY and IEF, $ million. Other days are not printed: SPY's makes up for safety days.
ETF_FLOW = {
    "spx": {"safety": -162.85, "risky": 0.0, "other": 60.0},
    "ust": {"safety": 13.09, "risky": 0.0, "other": 0.0},
}

# T2: monthly change of the dealers' net position over its standard deviation.
NET_POSITION_STD = {"safety": 0.40, "risky": -0.60, "other": 1 / 15}

# T3: mean of the stock and of the bond factor by asset class.
FACTOR_MEAN = {
    "us_equity": {"safety": (-54.40, 0.0), "risky": (15.60, -22.00), "other": (12.77, -12.24)},
    "us_fixed_income": {"safety": (-103.14, 17.12), "risky": (47.34, -7.52), "other": (58.06, 0.0)},
    "fx_commodity": {"safety": (-43.27, 29.30), "risky": (0.0, -27.09), "other": (11.62, 0.0)},
}

# T4: coefficients on ust_safety, ust_risky, usd_safety, usd_risky, by tenor in years.
CONVENIENCE_TERMS = ("ust_safety", "ust_risky", "usd_safety", "usd_risky")
CONVENIENCE_YIELD = {
    1: {
        "ust_basis": (-0.66, 0.0, 0.0, 0.0),
        "ust_basis_cip_adjusted": (-0.45, 0.0, 0.21, 0.0),
        "swap_spread": (-0.43, 0.0, 0.0, 0.0),
    },
    5: {
        "ust_basis": (-0.51, 0.0, 0.0, 0.0),
        "ust_basis_cip_adjusted": (-0.36, 0.0, 0.0, 0.0),
        "swap_spread": (-0.26, 0.0, 0.14, 0.0),
    },
}

# T5: mean change of the one-year yield on safety days, and of its gap to the foreign yields with it.
ONE_YEAR_YIELD_ON_SAFETY_DAYS = -1.02
YIELD_GAP_ON_SAFETY_DAYS = -0.95

# T6, column 2: bp of the dollar index per bp.
TRANSMISSION = {
    "d_yield_x_ust_safety": -1.39,
    "d_yield_x_ust_risky": 1.89,
    "d_yield": 1.16,
    "r_spx_x_ust_safety": 0.04,
    "r_spx_x_ust_risky": 0.0,
    "r_spx": -0.08,
    "ust_safety": 0.0,
    "ust_risky": 0.0,
    "intercept": 0.0,
}

# T7, column 5.
TERM_PREMIUM = {
    "A": {
        "ust_safety": -0.63,
        "ust_risky": 0.53,
        "fts": 0.0,
        "fomc": -0.90,
        "spx_worst_20": -1.70,
        "spx_best_20": 1.88,
        "vix_top_20": 0.0,
        "vix_bottom_20": -0.30,
        "d_noise": 1.63,
        "d_tyf_vol": 0.0,
    },
    "B": {
        "ust_safety": -0.51,
        "ust_risky": 0.42,
        "fts": -1.64,
        "fomc": -0.51,
        "spx_worst_20": -1.05,
        "spx_best_20": 0.80,
        "vix_top_20": 0.0,
        "vix_bottom_20": -0.21,
        "d_noise": 0.0,
        "d_tyf_vol": 0.0,
    },
}
TERM_PREMIUM_COLUMNS = {
    "1": ("ust_safety", "ust_risky"),
    "2": ("ust_safety", "ust_risky", "fts"),
    "3": ("ust_safety", "ust_risky", "fomc"),
    "4": ("ust_safety", "ust_risky", "spx_worst_20", "spx_best_20"),
    "5": tuple(TERM_PREMIUM["A"]),
}
