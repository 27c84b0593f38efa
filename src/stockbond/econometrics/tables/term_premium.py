"""Table 7: the term premium on safety and risky days."""

from __future__ import annotations

import pandas as pd

from stockbond.econometrics.estimates import tidy
from stockbond.econometrics.tables.design import in_calendar_order, regression

TABLE_ID = "T7"
PANELS = {"A": "d_term_premium_acm_bp", "B": "d_term_premium_kw_bp"}

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

    Of each premium y, by `ols_hac`, with the terms x of a specification: dy_t = a + sum_k b_k x_k,t + e_t.

    Parameters
    ----------
    days
        One row per trading day of the sample: trade_date; d_term_premium_acm_bp (Adrian, Crump and Moench),
        d_term_premium_kw_bp (Kim and Wright), the change from the series' own previous observation, missing
        on days without one; d_noise (bp); d_tyf_vol, the change of the ten-year future's realized volatility
        (percent points); and, 1 on such days, 0 on others, missing where it cannot be told: ust_safety,
        ust_risky, fts (flight to safety), fomc (scheduled announcement), spx_worst_20 and spx_best_20 (tails
        of the stock return in the sample), vix_top_20 and vix_bottom_20 (of the level of VIX).

    Returns
    -------
    The tidy frame: panel A and B, specification 1 to 5, terms as in `SPECIFICATIONS` and intercept; estimates
    in basis points (per bp of noise, per percent point of volatility).

    Raises
    ------
    ValueError
        A column is not there.

    References
    ----------
    Table 7 of Hu, Jin and Pan, the paper of `stockbond.econometrics`.
    """
    frame = in_calendar_order(days, [*PANELS.values(), *SPECIFICATIONS["5"]])
    return tidy(
        estimate.row(TABLE_ID, specification, panel)
        for panel, outcome in PANELS.items()
        for specification, terms in SPECIFICATIONS.items()
        for estimate in regression(frame, outcome, terms)
    )
