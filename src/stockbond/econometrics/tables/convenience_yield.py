"""Table 4: changes of the Treasury convenience yield on safety and risky days."""

from __future__ import annotations

import pandas as pd

from stockbond.econometrics.day_types import RISKY, SAFETY, regime_dummy
from stockbond.econometrics.estimates import tidy
from stockbond.econometrics.tables.design import REGIME_DUMMIES, in_calendar_order, regression

TABLE_ID = "T4"
OUTCOMES = tuple(
    f"{measure}_{tenor}"
    for tenor in ("1y", "5y")
    for measure in ("ust_basis", "ust_basis_cip_adjusted", "swap_spread")
)


def convenience_yield(days: pd.DataFrame) -> pd.DataFrame:
    """Daily changes of six measures on four dummies (safety and risky days of UST and of USD).

    Parameters
    ----------
    days
        One row per trading day: trade_date; ust_regime, usd_regime (safety, risky, other or missing);
        d_<measure>_bp for each of `OUTCOMES` (d_ust_basis_1y_bp, ...), the change from the series' own
        previous observation, missing on days without one.

    Returns
    -------
    The tidy frame: specification the measure (ust_basis_1y, ...), terms ust_safety, ust_risky, usd_safety,
    usd_risky, intercept; estimates in basis points. Each measure has the days it has.
    """
    columns = {outcome: f"d_{outcome}_bp" for outcome in OUTCOMES}
    frame = in_calendar_order(days, list(columns.values()), ["ust_regime", "usd_regime"])
    frame = frame.assign(
        ust_safety=regime_dummy(frame["ust_regime"], SAFETY),
        ust_risky=regime_dummy(frame["ust_regime"], RISKY),
        usd_safety=regime_dummy(frame["usd_regime"], SAFETY),
        usd_risky=regime_dummy(frame["usd_regime"], RISKY),
    )
    return tidy(
        estimate.row(TABLE_ID, outcome)
        for outcome, column in columns.items()
        for estimate in regression(frame, column, list(REGIME_DUMMIES)).terms()
    )
