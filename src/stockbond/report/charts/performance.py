"""F5: what assets earned by kind of day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stockbond.report.charts.theme import PALETTE, REGIME_LABELS, WIDTH, Chart, number_tooltips, regime_color

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

CLASSES = {
    "key_asset": "Key assets of the paper",
    "us_equity": "US equity",
    "us_fixed_income": "US fixed income",
    "fx_commodity": "Currencies and commodities",
}
NAME_EXTENT = 172  # room of the names
ROOM = NAME_EXTENT + 22  # what a panel needs beside its plot, in pixels
SHORTER = {
    r" \(.*\)$": "", r",? fund$": "", " sector$": "", "bond$": "bonds", ", West Texas Intermediate": "",
    " of more than ": " over ", r" of (\d+) to (\d+) years": r" \1–\2 years",
    "Treasury securities": "Treasuries",
    "Agency mortgage-backed bonds": "Agency MBS", "Investment-grade corporate": "Investment-grade",
    "Dow Jones Industrial Average": "Dow Jones Industrials", "^broad_dollar$": "Broad dollar",
}  # fmt: skip


def short_name(name: str) -> str:
    """The name of an asset without what its class says already."""
    for pattern, shorter in SHORTER.items():
        name = re.sub(pattern, shorter, name)
    return name


def performance_by_day_type(assets: pd.DataFrame, width: int = WIDTH) -> Chart:
    """F5: mean return of each asset on safety, risky and other days, with its 95 % interval.

    `assets` has a row per asset and kind of day: asset_name, asset_class, day_type (safety, risky, other),
    n_days, mean_return_bp, std_error, t_stat.
    """
    import altair as alt

    table = assets.dropna(subset=["mean_return_bp"]).copy()
    table["asset_name"] = table["asset_name"].map(short_name)
    table["regime"] = table["day_type"]
    table["low"] = (table["mean_return_bp"] - 1.96 * table["std_error"]).round(1)
    table["high"] = (table["mean_return_bp"] + 1.96 * table["std_error"]).round(1)
    table["kind"] = table["day_type"].map(REGIME_LABELS)
    color = regime_color(table)
    domain = [float(table["low"].min()), float(table["high"].max())]
    present = [key for key in CLASSES if (table["asset_class"] == key).any()]
    panels = [
        panel(table[table["asset_class"] == key], CLASSES[key], color, domain, width, key == present[-1])
        for key in present
    ]
    return alt.vconcat(*panels, spacing=10, usermeta={"room": ROOM})


def panel(
    table: pd.DataFrame, title: str, color: alt.Color, domain: list[float], width: int, is_last: bool
) -> Chart:
    """The assets of one class, the worst on safety days first."""
    import altair as alt

    on_safety = table[table["day_type"] == "safety"].sort_values("mean_return_bp")["asset_name"].tolist()
    names = list(dict.fromkeys([*on_safety, *table["asset_name"]]))
    base = alt.Chart(table)
    x_scale = alt.Scale(domain=domain, nice=True)
    x_axis = alt.Axis(
        title="Mean return of a day, basis points" if is_last else None, titleAnchor="end", grid=True,
        tickCount=6, format="+d", labelExpr="datum.value == 0 ? '0' : datum.label",
    )  # fmt: skip
    room: dict[str, Any] = {"labelLimit": NAME_EXTENT, "minExtent": NAME_EXTENT, "maxExtent": NAME_EXTENT}
    y = alt.Y("asset_name:N", sort=names, axis=alt.Axis(title=None, labelColor=PALETTE["ink"], **room))
    whisker = base.mark_rule(strokeWidth=1.4, opacity=0.55).encode(
        x=alt.X("low:Q", scale=x_scale, axis=x_axis), x2="high:Q", y=y, color=color
    )
    dots = base.mark_circle(size=46, opacity=1).encode(
        x=alt.X("mean_return_bp:Q", scale=x_scale, axis=x_axis),
        y=y,
        color=color,
        tooltip=[
            alt.Tooltip("asset_name:N", title="Asset"),
            alt.Tooltip("kind:N", title="Kind of day"),
            *number_tooltips(
                [
                    ("mean_return_bp", "Mean return (bp)", "+.1f"),
                    ("low", "95 % from", "+.1f"), ("high", "to", "+.1f"),
                    ("t_stat", "t", "+.2f"), ("n_days", "Days", ","),
                ]
            ),
        ],
    )  # fmt: skip
    zero = base.mark_rule(color=PALETTE["muted"], strokeWidth=0.8).encode(x=alt.datum(0))
    return alt.layer(zero, whisker, dots, title=title).properties(
        width=width - NAME_EXTENT + 46, height=16 * len(names)
    )
