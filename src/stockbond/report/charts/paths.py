"""F6: the path of an outcome around events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.report.charts.theme import AXIS_EXTENT, PALETTE, WIDTH, Chart, number_tooltips

if TYPE_CHECKING:
    import pandas as pd


def event_path(path: pd.DataFrame, domain: tuple[float, float], width: int = WIDTH // 2) -> Chart:
    """F6: the mean level of an outcome around events against that before, with its 95 % band.

    `path` has a row per session: session_offset, n_events, mean_change, ci_low, ci_high, and outcome_label
    and unit of the one outcome. `domain` is what all panels of the figure show.
    """
    import altair as alt

    base = alt.Chart(path)
    title, unit = path["outcome_label"].iloc[0], path["unit"].iloc[0]
    title += "" if unit in title else f", {unit}"
    x = alt.X(
        "session_offset:Q",
        scale=alt.Scale(nice=False, padding=6),
        axis=alt.Axis(
            title=None, tickCount=11, tickMinStep=1, format="+d",
            labelExpr="datum.value ? datum.label : 'event'",
        ),
    )  # fmt: skip
    y_axis = alt.Axis(title=title, tickCount=4, minExtent=AXIS_EXTENT, maxExtent=AXIS_EXTENT)
    scale = alt.Scale(domain=list(domain), nice=True)
    band = base.mark_area(opacity=0.18, color=PALETTE["safety"]).encode(
        x=x, y=alt.Y("ci_low:Q", scale=scale, axis=y_axis), y2="ci_high:Q"
    )
    y = alt.Y("mean_change:Q", scale=scale, axis=y_axis)
    line = base.mark_line(color=PALETTE["safety"], strokeWidth=1.8).encode(x=x, y=y)
    dots = base.mark_circle(color=PALETTE["safety"], size=34, opacity=1).encode(
        x=x,
        y=y,
        tooltip=number_tooltips(
            [
                ("session_offset", "Sessions from the event", "+d"),
                ("mean_change", "Mean against the level before", "+.3f"),
                ("ci_low", "95 % from", "+.3f"),
                ("ci_high", "to", "+.3f"),
                ("n_events", "Events", ","),
            ]
        ),
    )
    zero = base.mark_rule(color=PALETTE["muted"], strokeWidth=0.8).encode(y=alt.datum(0))
    return alt.layer(zero, band, line, dots).properties(width=width, height=150)
