"""Table 6: from the Treasury yield to the dollar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stockbond.econometrics.day_types import RISKY, SAFETY, regime_dummy
from stockbond.econometrics.estimates import tidy
from stockbond.econometrics.tables.design import PRODUCT, in_calendar_order, regression

TABLE_ID = "T6"
SLOPES = ("d_yield", "r_spx")
DUMMIES = ("ust_safety", "ust_risky")
INTERACTIONS = {f"{slope}{PRODUCT}{dummy}": (slope, dummy) for slope in SLOPES for dummy in DUMMIES}


def transmission(days: pd.DataFrame) -> pd.DataFrame:
    """The dollar's return on the change of the ten-year yield and the stock return.

    Parameters
    ----------
    days
        One row per trading day: trade_date; ust_regime (safety, risky, other or missing); r_usd_bp,
        d_yield_10y_bp, r_spx_bp, in basis points, carried forward over holidays of the series.

    Returns
    -------
    The tidy frame: specification 1 (terms d_yield, r_spx, ust_safety, ust_risky, intercept) and 2 (also the
    four interactions d_yield_x_ust_safety, ...). Beyond the paper, specification 2 has the total slopes on
    safety and on risky days: d_yield_total_ust_safety = d_yield + d_yield_x_ust_safety, and so on. Slopes in
    bp per bp, the rest in bp.
    """
    frame = in_calendar_order(days, ["r_usd_bp", "d_yield_10y_bp", "r_spx_bp"], ["ust_regime"])
    frame = frame.rename(columns={"d_yield_10y_bp": "d_yield", "r_spx_bp": "r_spx"}).assign(
        ust_safety=regime_dummy(frame["ust_regime"], SAFETY),
        ust_risky=regime_dummy(frame["ust_regime"], RISKY),
    )
    products = {name: frame[slope] * frame[dummy] for name, (slope, dummy) in INTERACTIONS.items()}
    return tidy(_rows(frame.assign(**products)))


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    plain = [*SLOPES, *DUMMIES]
    for estimate in regression(frame, "r_usd_bp", plain).terms():
        yield estimate.row(TABLE_ID, "1")
    interacted = regression(frame, "r_usd_bp", [*INTERACTIONS, *plain])
    for estimate in interacted.terms():
        yield estimate.row(TABLE_ID, "2")
    for interaction, (slope, dummy) in INTERACTIONS.items():
        total = interacted.combination(f"{slope}_total_{dummy}", {slope: 1.0, interaction: 1.0})
        yield total.row(TABLE_ID, "2")
