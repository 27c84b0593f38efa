"""What every chart shares: colours with one meaning throughout, fonts, axes, and the strip to zoom with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

Chart: TypeAlias = Any  # a chart of Altair, whose classes of layers and panels have no common type

# Okabe and Ito's colours, told apart by every kind of colour vision (their purple is not from their green: "both" is a
# dark plum). The page swaps each for a CSS variable of the same name: one chart serves light, dark and print.
PALETTE = {
    "safety": "#0072B2",
    "risky": "#D55E00",
    "other": "#98A0AB",
    "dollar": "#009E73",
    "both": "#5E1A4A",
    "ink": "#1B2430",
    "muted": "#5B6675",
    "grid": "#E2E6EB",
    "band": "#E9C46A",
    "card": "#FFFFFF",
}
REGIME_LABELS = {"safety": "Bond safety day", "risky": "Bond risky day", "other": "Other day"}
UNTOLD = "untold"  # a day whose kind the data do not tell
STATE_LABELS = {"safe_haven": "Safe haven", "neutral": "Neutral", "ust_risk": "Treasuries are the risk"}
WIDTH = 760  # of a figure on paper, in pixels; the page fits charts to its own width
UNDER_LEGEND = 30  # from a panel to its own legend: room for the title of the axis between them
SPARSE: dict[str, Any] = {"labelOverlap": "greedy", "labelSeparation": 8}  # labels that a phone has room for
AXIS_EXTENT = 46  # room of the labels at the left: the same in every panel, so that their times align


def config(font: str = "sans-serif", scale: float = 1.0) -> dict[str, Any]:
    """Vega-Lite's configuration: `font` is a CSS family, `scale` enlarges all type (1.0: 12 px labels)."""
    small, normal = 11.5 * scale, 12.5 * scale
    text = {"labelFont": font, "titleFont": font, "labelFontSize": small, "titleFontSize": small}
    axis = {
        "labelColor": PALETTE["muted"], "titleColor": PALETTE["muted"], "domain": False, "ticks": False,
        "gridColor": PALETTE["grid"], "titleFontWeight": "normal", "labelPadding": 6, **text,
    }  # fmt: skip
    return {
        "font": font,
        "background": None,
        "padding": 4,
        "view": {"stroke": None},
        # A chart is an image with a description; a name for each of thousands of marks helps nobody.
        "mark": {"aria": False},
        "axis": axis,
        "axisX": {"grid": False, "ticks": True, "tickColor": PALETTE["grid"], "tickSize": 4,
                  "labelFlush": True},
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12, "titleX": -40},
        "header": {"labelColor": PALETTE["ink"], "titleColor": PALETTE["muted"], **text},
        "legend": {
            "orient": "top", "direction": "horizontal", "title": None, "labelColor": PALETTE["ink"],
            "labelLimit": 220, "symbolType": "circle", "symbolSize": 70, "symbolStrokeWidth": 0,
            "columnPadding": 14, "offset": 12, "padding": 0, **text,
        },
        "title": {
            "anchor": "start", "frame": "group", "color": PALETTE["ink"], "subtitleColor": PALETTE["muted"],
            "font": font, "subtitleFont": font, "fontSize": normal, "subtitleFontSize": small,
            "fontWeight": 600, "offset": 10,
        },
        "text": {"font": font, "fontSize": small, "color": PALETTE["muted"]},
        "concat": {"spacing": 14},
    }  # fmt: skip


def regime_color(days: pd.DataFrame, offset: int | None = None) -> alt.Color:
    """Colour of the `days` by their regime: safety blue, risky vermilion, other grey, untold dark."""
    import altair as alt

    labels = present({**REGIME_LABELS, UNTOLD: "Kind not told"}, days["regime"])
    colors = [PALETTE.get(regime, PALETTE["muted"]) for regime in labels]
    return alt.Color(
        "regime:N",
        scale=alt.Scale(domain=list(labels), range=colors),
        legend=key(labels, offset=offset),
    )


def present(labels: dict[str, str], values: pd.Series) -> dict[str, str]:
    """Those of the `labels` whose key is among the `values`: a legend names nothing that is not drawn."""
    found = set(values)
    return {key: label for key, label in labels.items() if key in found}


def line_over_dots(base: Chart, **places: Any) -> Chart:
    """A line that stands out from the dots below it: it has an edge in the colour of the page."""
    import altair as alt

    edge = base.mark_line(color=PALETTE["card"], strokeWidth=4.5, opacity=0.85, clip=True)
    line = base.mark_line(color=PALETTE["ink"], strokeWidth=1.8, clip=True)
    return alt.layer(edge.encode(**places), line.encode(**places))


def key(labels: dict[str, str], symbol: str = "circle", offset: int | None = None, **more: Any) -> alt.Legend:
    """A legend that writes each key as its label; `offset` (pixels) where it is one panel's of several."""
    import altair as alt

    if offset is not None:
        more["offset"] = offset
    if symbol == "stroke":
        more["symbolStrokeWidth"] = 2.2
    return alt.Legend(labelExpr=labels_expression(labels), symbolType=symbol, symbolOpacity=1, **more)


def labels_expression(labels: dict[str, str]) -> str:
    """A Vega expression that writes each key of a legend or an axis as its label."""
    pairs = ", ".join(f"{key!r}: {label!r}" for key, label in labels.items())
    return f"({{{pairs}}})[datum.value] || datum.value"


def correlation_axis(title: str = "Correlation") -> alt.Axis:
    """The axis of correlations, with a true minus sign."""
    import altair as alt

    return alt.Axis(
        title=title, values=[-1, -0.5, 0, 0.5, 1], format="+.1f",
        labelExpr="datum.value == 0 ? '0' : datum.label",
        minExtent=AXIS_EXTENT, maxExtent=AXIS_EXTENT,
    )  # fmt: skip


def date_tooltip(title: str = "Day") -> alt.Tooltip:
    """The day, as people write it."""
    import altair as alt

    return alt.Tooltip("trade_date:T", title=title, format="%a %-d %b %Y")


def number_tooltips(fields: Sequence[tuple[str, str, str]]) -> list[alt.Tooltip]:
    """Numbers of a day from (field, title, format)."""
    import altair as alt

    return [alt.Tooltip(f"{field}:Q", title=title, format=form) for field, title, form in fields]


def hover_lines(base: Chart, x: Any, tooltip: list[alt.Tooltip]) -> Chart:
    """One unseen line a day that carries its tooltip; the page shows the one under the pointer."""
    import altair as alt

    lines = base.mark_rule(strokeWidth=2, opacity=0, color=PALETTE["muted"], clip=True)
    return lines.encode(x=x, tooltip=tooltip, y=alt.value(0), y2=alt.value("height")).properties(name="hover")


def spans(days: pd.DataFrame, by: str) -> pd.DataFrame:
    """First and last day of each value of the column `by`, the missing left out: `by`, first, last."""
    return days.groupby(by, sort=False)["trade_date"].agg(first="min", last="max").reset_index()


def with_overview(
    main: Any, days: pd.DataFrame, field: str, brush: alt.Parameter, width: int, *below: Any
) -> Chart:
    """The panel `main` above a strip of the whole span; dragging over the strip chooses what `main` shows.

    `brush` is an interval selection on x that the scale of `main` takes as its domain; `below` are panels
    that do not follow it.
    """
    import altair as alt

    hint = alt.Title(
        "Drag here to zoom, double-click for all",
        fontSize=10.5,
        fontWeight="normal",
        color=PALETTE["muted"],
        offset=3,
    )
    strip = (
        alt.Chart(days, title=hint)
        .transform_filter(f"isValid(datum.{field})")
        .mark_line(color=PALETTE["muted"], strokeWidth=0.7)
        .encode(
            x=alt.X("trade_date:T", axis=alt.Axis(title=None, format="%Y", tickCount=8, **SPARSE)),
            y=alt.Y(f"{field}:Q", scale=alt.Scale(zero=False, nice=False, padding=3),
                    axis=alt.Axis(title=None, labels=False, grid=False, minExtent=AXIS_EXTENT)),
        )
        .add_params(brush)
        .properties(width=width, height=30, name="overview",
                    view=alt.ViewBackground(fill=PALETTE["grid"], fillOpacity=0.4))
    )  # fmt: skip
    return alt.vconcat(main, strip, *below)


def time_axis() -> alt.Axis:
    """The axis of days: years, and months once zoomed in; no more labels than fit a phone."""
    import altair as alt

    return alt.Axis(title=None, tickCount=8, **SPARSE)
