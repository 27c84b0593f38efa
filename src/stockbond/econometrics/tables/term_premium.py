"""Table 7: the term premium on safety and risky days."""

from __future__ import annotations

import pandas as pd

from stockbond.econometrics.day_types import RISKY, SAFETY, regime_dummy, tail_dummy
from stockbond.econometrics.estimates import tidy
from stockbond.econometrics.tables.design import in_calendar_order, regression

TABLE_ID = "T7"
PANELS = {"A": "d_term_premium_acm_bp", "B": "d_term_premium_kw_bp"}
TAIL = 0.20

FIRST = ["ust_safety", "ust_risky"]
TAILS_OF_STOCKS = ["spx_worst_20", "spx_best_20"]
SPECIFICATIONS = {
    "1": FIRST,
    "2": [*FIRST, "fts"],
    "3": [*FIRST, "fomc"],
    "4": [*FIRST, *TAILS_OF_STOCKS],
    "5": [*FIRST, "fts", "fomc", *TAILS_OF_STOCKS, "vix_top_20", "vix_bottom_20", "d_noise", "d_tyf_vol"],
}
"""Each of 2 to 4 adds one block to 1; 5 has them all."""


def term_premium(days: pd.DataFrame) -> pd.DataFrame:
    """Daily changes of two ten-year term premia in five specifications.

    Parameters
    ----------
    days
        One row per trading day of the sample: trade_date; ust_regime (safety, risky, other or missing);
        d_term_premium_acm_bp (Adrian, Crump and Moench), d_term_premium_kw_bp (Kim and Wright), the change
        from the series' own previous observation, missing on days without one; fts (flight to safety) and
        fomc (scheduled announcement), 1 on such days and else 0; r_spx_bp, the stock return; vix, its level;
        d_noise (bp); d_tyf_vol, the change of the ten-year future's realized volatility (percent points).

    Returns
    -------
    The tidy frame: panel A and B, specification 1 to 5, terms as in `SPECIFICATIONS` and intercept; estimates
    in basis points (per bp of noise, per percent point of volatility). The worst and best fifth of stock
    returns and the top and bottom fifth of VIX are those of all days of the frame that have the value.
    """
    numbers = [*PANELS.values(), "fts", "fomc", "r_spx_bp", "vix", "d_noise", "d_tyf_vol"]
    frame = in_calendar_order(days, numbers, ["ust_regime"])
    frame = frame.assign(
        ust_safety=regime_dummy(frame["ust_regime"], SAFETY),
        ust_risky=regime_dummy(frame["ust_regime"], RISKY),
        spx_worst_20=tail_dummy(frame["r_spx_bp"], TAIL, lower=True),
        spx_best_20=tail_dummy(frame["r_spx_bp"], TAIL, lower=False),
        vix_top_20=tail_dummy(frame["vix"], TAIL, lower=False),
        vix_bottom_20=tail_dummy(frame["vix"], TAIL, lower=True),
    )
    return tidy(
        estimate.row(TABLE_ID, specification, panel)
        for panel, outcome in PANELS.items()
        for specification, terms in SPECIFICATIONS.items()
        for estimate in regression(frame, outcome, terms).terms()
    )
