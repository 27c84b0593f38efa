"""Table 6: from the Treasury yield to the dollar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stockbond.econometrics.estimates import tidy
from stockbond.econometrics.tables.design import PRODUCT, in_calendar_order, regression

TABLE_ID = "T6"
SLOPES = ("d_yield", "r_spx")
DUMMIES = ("ust_safety", "ust_risky")
INTERACTIONS = {f"{slope}{PRODUCT}{dummy}": (slope, dummy) for slope in SLOPES for dummy in DUMMIES}


def transmission(days: pd.DataFrame) -> pd.DataFrame:
    """The dollar's return on the change of the ten-year yield and the stock return.

    By `ols_hac`, D the dummies of safety and risky days::

        1:  R^usd_t = a + b dy_t + c R^spx_t + d'D_t + e_t
        2:  the same + f'(D_t dy_t) + g'(D_t R^spx_t)

    Parameters
    ----------
    days
        One row per trading day: trade_date; ust_safety, ust_risky (1 on days of the regime, 0 on others,
        missing without a regime); r_usd_bp, d_yield_10y_bp, r_spx_bp, in basis points, carried forward over
        holidays of the series.

    Returns
    -------
    The tidy frame: specification 1 (terms d_yield, r_spx, ust_safety, ust_risky, intercept) and 2 (also the
    four interactions d_yield_x_ust_safety, ...). Beyond the paper, specification 2 has the total slopes on
    safety and on risky days: d_yield_total_ust_safety = d_yield + d_yield_x_ust_safety, and so on. Slopes in
    bp per bp, the rest in bp.

    Raises
    ------
    ValueError
        A column is not there.

    References
    ----------
    Table 6 of Hu, Jin and Pan, the paper of `stockbond.econometrics`.
    """
    frame = in_calendar_order(days, [*DUMMIES, "r_usd_bp", "d_yield_10y_bp", "r_spx_bp"])
    frame = frame.rename(columns={"d_yield_10y_bp": "d_yield", "r_spx_bp": "r_spx"})
    products = {name: frame[slope] * frame[dummy] for name, (slope, dummy) in INTERACTIONS.items()}
    return tidy(_rows(frame.assign(**products)))


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    plain = [*SLOPES, *DUMMIES]
    totals = {
        f"{slope}_total_{dummy}": {slope: 1.0, interaction: 1.0}
        for interaction, (slope, dummy) in INTERACTIONS.items()
    }
    for estimate in regression(frame, "r_usd_bp", plain):
        yield estimate.row(TABLE_ID, "1")
    for estimate in regression(frame, "r_usd_bp", [*INTERACTIONS, *plain], totals):
        yield estimate.row(TABLE_ID, "2")
