"""Table 2: key assets on safety days (panel A) and on risky days (panel B)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stockbond.econometrics.day_types import BY_LABEL, RISKY, SAFETY, WEIGHTS, ByDayType
from stockbond.econometrics.estimates import NO_REGIMES, SERIES_NOT_LOADED, Coverage, Estimate, tidy

TABLE_ID = "T2"
PANELS = {"A": SAFETY, "B": RISKY}
MEAN_RETURN, ALPHA = "mean_return", "capm_alpha"
STOCK = "spx"

ALL_ASSETS = ("spx", "ust", "dxy", "eur_usd", "yen_usd")
PRINTED_CELLS = {
    MEAN_RETURN: ALL_ASSETS,
    ALPHA: ALL_ASSETS[1:],
    "d_implied_vol": ALL_ASSETS,
    "d_volatility": ("spx", "ust"),
    "d_volume": ("spx", "ust"),
    "etf_flow": ("spx", "ust"),
    "d_net_position": ("ust",),
}
"""The rows of the table as printed, and the assets each row has."""

COLUMNS = ["trade_date", "regime", "asset", "measure", "value", "source_id", "is_proxy"]


def key_assets(measures: pd.DataFrame, by: ByDayType = BY_LABEL) -> pd.DataFrame:
    """Means on the days of each type, and the CAPM alpha estimated within the type.

    Means by `mean_on_days`; alpha_i of R^i_t = alpha_i + beta_i R^spx_t + e_t, both from the type's days
    alone, by `capm_alpha`.

    Parameters
    ----------
    measures
        One row per observation, asset and measure:

        - trade_date: the day (for monthly dealer positions the month's last Wednesday);
        - regime: safety, risky, other or missing, of that observation (the month's own, where it is monthly);
        - asset: spx, ust, dxy, eur_usd, yen_usd, or another;
        - measure: mean_return (the day's return, bp), d_implied_vol, d_volatility (percent points), d_volume
          (over the standard deviation of that change), etf_flow ($ m), d_net_position (over its standard
          deviation), or another, such as a weekly variant;
        - value: in the unit of the measure;
        - source_id, is_proxy: the series it comes from, and whether that stands in for the paper's;
        - safety, other, risky: probabilities of each type, if `by` asks for them.
    by
        How a type's days are told: by their labels, or by probabilities (`day_types`).

    Returns
    -------
    The tidy frame: panel A safety, B risky; specification the asset, term the measure or capm_alpha, in the
    unit of the measure. All printed cells are there, then what the frame has beyond them.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Table 2 of Hu, Jin and Pan, the paper of `stockbond.econometrics`.
    """
    columns = [*COLUMNS, *(name for name in WEIGHTS if name in measures)]
    known = measures[columns].astype({"value": "float64", "is_proxy": "bool"})
    known = known.dropna(subset="value").sort_values(["trade_date", "asset", "measure"], kind="stable")
    return tidy(_rows(known, by))


def _rows(known: pd.DataFrame, by: ByDayType) -> Iterator[dict[str, Any]]:
    series = {
        (str(measure), str(asset)): rows.drop(columns=["measure", "asset"])
        for (measure, asset), rows in known.groupby(["measure", "asset"])
    }
    cells = [(measure, asset) for measure, assets in PRINTED_CELLS.items() for asset in assets]
    cells += [key for key in sorted(series) if key not in cells]
    cells += [
        (ALPHA, asset) for measure, asset in cells if measure == MEAN_RETURN and asset not in ALL_ASSETS
    ]
    by_cell = [_by_type(series, measure, asset, by) for measure, asset in cells]
    for panel, regime in PANELS.items():
        for (_, asset), estimates in zip(cells, by_cell, strict=True):
            yield estimates[regime].row(TABLE_ID, asset, panel)


def _by_type(
    series: dict[tuple[str, str], pd.DataFrame], measure: str, asset: str, by: ByDayType
) -> dict[str, Estimate]:
    """The estimates of a cell by type of day."""
    needed = [(MEAN_RETURN, asset), (MEAN_RETURN, STOCK)] if measure == ALPHA else [(measure, asset)]
    if any(key not in series for key in needed):
        return dict.fromkeys(PANELS.values(), Estimate(measure, 0, null_reason=SERIES_NOT_LOADED))
    labelled = series[needed[0]].dropna(subset="regime")
    if labelled.empty:
        return dict.fromkeys(PANELS.values(), Estimate(measure, 0, null_reason=NO_REGIMES))
    if measure == ALPHA:
        stock = series[needed[1]][["trade_date", "value", "source_id", "is_proxy"]]
        labelled = labelled.merge(stock, on="trade_date", suffixes=("", "_stock"))
    legs = ("", "_stock") if measure == ALPHA else ("",)
    sources = {s for leg in legs for s in labelled[f"source_id{leg}"][labelled[f"is_proxy{leg}"]].unique()}
    coverage, proxies = Coverage.of(labelled["trade_date"]), ", ".join(sorted(sources)) or None
    return {
        regime: (
            by.alpha(labelled, regime, ALPHA)
            if measure == ALPHA
            else by.mean(labelled, regime, "value", measure)
        ).resting_on(coverage, proxies)
        for regime in PANELS.values()
    }
