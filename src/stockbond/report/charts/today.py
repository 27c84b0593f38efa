"""The latest day: its correlation so far and of two hours, with the events of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.report.charts.correlation import zero_line
from stockbond.report.charts.theme import (
    PALETTE,
    SPARSE,
    UNDER_LEGEND,
    Chart,
    correlation_axis,
    hover_lines,
    key,
)
from stockbond.report.charts.theme import number_tooltips as numbers

if TYPE_CHECKING:
    import pandas as pd

MEASURES = {"running_correlation": "Since the open", "rolling_correlation_2h": "Last two hours"}


def latest_day(
    times: pd.DataFrame,
    events: pd.DataFrame,
    width: int | None = 420,
    height: int = 200,
    ink: str = PALETTE["ink"],
) -> Chart:
    """Both correlations through one day, a line at the time of each event.

    `times` has a row per interval: new_york_time, running_correlation, rolling_correlation_2h. `events` has
    new_york_time and event, timed ones alone. Without a `width` the page gives one.
    """
    import altair as alt

    measures = {name: label for name, label in MEASURES.items() if times[name].notna().any()}
    axis = alt.Axis(title="New York time", format="%H:%M", tickCount=6, titleAnchor="end", **SPARSE)
    x = alt.X("new_york_time:T", axis=axis)
    base = alt.Chart(times)
    lines = (
        base.transform_fold(list(measures), as_=["measure", "correlation"])
        .transform_filter("isValid(datum.correlation)")
        .mark_line(strokeWidth=1.8)
        .encode(
            x=x,
            y=alt.Y("correlation:Q", scale=alt.Scale(domain=[-1, 1]), axis=correlation_axis()),
            strokeDash=alt.StrokeDash(
                "measure:N", scale=alt.Scale(domain=list(measures), range=[[1, 0], [4, 2]][: len(measures)]),
                legend=key(
                    measures, "stroke", UNDER_LEGEND, symbolStrokeColor=ink, title=None, orient="top",
                ),
            ),
            color=alt.value(ink),
        )
    )  # fmt: skip
    time = alt.Tooltip("new_york_time:T", title="New York time", format="%H:%M")
    fields = [(field, label, "+.2f") for field, label in measures.items()]
    layers = [zero_line(), lines, hover_lines(base, x, [time, *numbers(fields)])]
    if len(events):
        marked = alt.Chart(events)
        rule = marked.mark_rule(color=PALETTE["risky"], strokeWidth=1.4).encode(x=x)
        # At the side of the line where the name has room.
        side = alt.expr("hours(datum.new_york_time) < 13 ? 'left' : 'right'")
        beside = alt.expr("hours(datum.new_york_time) < 13 ? 4 : -4")
        name = marked.mark_text(align=side, baseline="top", dx=beside, color=ink)
        layers += [rule, name.encode(x=x, y=alt.value(0), text="event:N")]
    sizes = {"height": height} if width is None else {"width": width, "height": height}
    return alt.layer(*layers).properties(**sizes)
