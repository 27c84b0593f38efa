"""F2: is it the Treasury or the dollar that is safe?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.report.charts.correlation import zero_line
from stockbond.report.charts.theme import (
    AXIS_EXTENT,
    PALETTE,
    SPARSE,
    UNDER_LEGEND,
    WIDTH,
    Chart,
    correlation_axis,
    date_tooltip,
    hover_lines,
    key,
    number_tooltips,
    present,
    time_axis,
    with_overview,
)

if TYPE_CHECKING:
    import pandas as pd

MEANS = {"mean_ust": "Treasuries and stocks", "mean_usd": "Dollar and stocks"}
HAVENS = {"ust_only": "Only Treasuries safe", "both": "Both safe", "usd_only": "Only the dollar safe"}
COLORS = {"ust_only": PALETTE["safety"], "both": PALETTE["both"], "usd_only": PALETTE["dollar"]}


def ust_against_usd(days: pd.DataFrame, width: int = WIDTH, height: int = 220) -> Chart:
    """F2: 20-day means of both correlations with stocks, and how often in each year each was safe.

    `days` has a row per trading day: trade_date, correlation_ust, correlation_usd, safe_havens (ust_only,
    usd_only, both, neither or None).
    """
    import altair as alt

    days = days.dropna(subset=["correlation_ust", "correlation_usd"]).sort_values("trade_date")
    means = days[["trade_date"]].copy()
    for pair in ("ust", "usd"):
        means[f"mean_{pair}"] = days[f"correlation_{pair}"].rolling(20).mean().round(3)
    brush = alt.selection_interval(encodings=["x"], name="span")
    x = alt.X("trade_date:T", scale=alt.Scale(domain=brush), axis=time_axis())
    base = alt.Chart(means)
    lines = (
        base.transform_fold(list(MEANS), as_=["measure", "mean"])
        .mark_line(strokeWidth=1.5, clip=True)
        .encode(
            x=x,
            y=alt.Y("mean:Q", scale=alt.Scale(domain=[-1, 1]), axis=correlation_axis("20-day mean")),
            color=alt.Color(
                "measure:N",
                scale=alt.Scale(domain=list(MEANS), range=[PALETTE["ink"], PALETTE["dollar"]]),
                legend=key(MEANS, "stroke", UNDER_LEGEND),
            ),
        )
    )
    fields = [(field, label, "+.2f") for field, label in MEANS.items()]
    hover = hover_lines(base, x, [date_tooltip("20 days to"), *number_tooltips(fields)])
    main = alt.layer(zero_line(), lines, hover).properties(width=width, height=height)
    by_year = safe_share_by_year(days, width)
    return with_overview(main, means, "mean_ust", brush, width, by_year).resolve_scale(color="independent")


def safe_share_by_year(days: pd.DataFrame, width: int) -> Chart:
    """Percent of each year's classified days on which Treasuries, the dollar, or both were safe."""
    import altair as alt

    told = days.dropna(subset=["safe_havens"])
    shares = told.groupby(told["trade_date"].dt.year)["safe_havens"].value_counts(normalize=True)
    table = shares.mul(100).round(1).rename("share_pct").rename_axis(["year", "safe_havens"]).reset_index()
    table = table[table["safe_havens"] != "neither"]
    table["place"] = table["safe_havens"].map(list(HAVENS).index)
    table["safe"] = table["safe_havens"].map(HAVENS)
    labels = present(HAVENS, table["safe_havens"])
    colors = [COLORS[safe] for safe in labels]
    return (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, **SPARSE),
                    scale=alt.Scale(paddingInner=0.25)),
            y=alt.Y("share_pct:Q", axis=alt.Axis(title="Percent of the year's days", tickCount=4,
                    minExtent=AXIS_EXTENT, maxExtent=AXIS_EXTENT)),
            color=alt.Color("safe_havens:N", scale=alt.Scale(domain=list(labels), range=colors),
                            legend=key(labels, "square", UNDER_LEGEND)),
            order="place:Q",
            tooltip=[alt.Tooltip("year:O", title="Year"), alt.Tooltip("safe:N", title="What was safe"),
                     alt.Tooltip("share_pct:Q", title="Percent of the year’s days", format=".1f")],
        )
        .properties(width=width, height=120)
    )  # fmt: skip
