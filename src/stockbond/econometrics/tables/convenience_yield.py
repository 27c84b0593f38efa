"""Table 4: changes of the Treasury convenience yield on safety and risky days."""

from __future__ import annotations

import pandas as pd

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

    Of each measure y, by `ols_hac`::

        dy_t = a + b1 ust_safety_t + b2 ust_risky_t + b3 usd_safety_t + b4 usd_risky_t + e_t

    Parameters
    ----------
    days
        One row per trading day: trade_date; ust_safety, ust_risky, usd_safety, usd_risky (1 on days of the
        regime, 0 on others, missing without a regime); d_<measure>_bp for each of `OUTCOMES`
        (d_ust_basis_1y_bp, ...), the change from the series' own previous observation, missing on days
        without one.

    Returns
    -------
    The tidy frame: specification the measure (ust_basis_1y, ...), terms ust_safety, ust_risky, usd_safety,
    usd_risky, intercept; estimates in basis points. Each measure has the days it has.

    Raises
    ------
    ValueError
        A column is not there.

    References
    ----------
    Table 4 of Hu, Jin and Pan, the paper of `stockbond.econometrics`.
    """
    columns = {outcome: f"d_{outcome}_bp" for outcome in OUTCOMES}
    frame = in_calendar_order(days, [*REGIME_DUMMIES, *columns.values()])
    return tidy(
        estimate.row(TABLE_ID, outcome)
        for outcome, column in columns.items()
        for estimate in regression(frame, column, list(REGIME_DUMMIES))
    )
