"""F4: a panel for each episode that the paper names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.report.charts.correlation import zero_line
from stockbond.report.charts.theme import (
    AXIS_EXTENT,
    PALETTE,
    SPARSE,
    UNDER_LEGEND,
    Chart,
    correlation_axis,
    date_tooltip,
    key,
    line_over_dots,
    number_tooltips,
    spans,
)

if TYPE_CHECKING:
    import pandas as pd

FEARS = {"vix": "VIX", "move": "MOVE"}
DASHES = {"vix": [1, 0], "move": [4, 2]}


def episode(days: pd.DataFrame, width: int = 480, height: int = 150) -> Chart:
    """F4: one episode with the 60 sessions on either side: the correlation above, VIX and MOVE below.

    `days` has a row per trading day of one episode: episode_id, trade_date, is_in_episode,
    realized_correlation, correlation_mean_20d, vix, move, noise_bp.
    """
    import altair as alt

    base = alt.Chart(days)
    axis = alt.Axis(title=None, format="%b %y", tickCount=5, **SPARSE)
    x = alt.X("trade_date:T", axis=axis)
    inside = spans(days[days["is_in_episode"]], "episode_id")
    band = alt.Chart(inside).mark_rect(color=PALETTE["band"], opacity=0.32)
    band = band.encode(x=alt.X("first:T", axis=axis), x2="last:T")
    tooltip = [
        date_tooltip(),
        *number_tooltips(
            [
                ("realized_correlation", "Correlation", "+.2f"),
                ("correlation_mean_20d", "20-day mean", "+.2f"),
                ("vix", "VIX", ".1f"), ("move", "MOVE", ".1f"), ("noise_bp", "Noise (bp)", ".2f"),
            ]
        ),
    ]  # fmt: skip
    dots = base.mark_circle(
        size=18, color=PALETTE["muted"], opacity=0.65, stroke="transparent", strokeWidth=5
    ).encode(
        x=x,
        y=alt.Y("realized_correlation:Q", scale=alt.Scale(domain=[-1, 1]), axis=correlation_axis()),
        tooltip=tooltip,
    )
    with_mean = base.transform_filter("isValid(datum.correlation_mean_20d)")
    line = line_over_dots(with_mean, x=x, y="correlation_mean_20d:Q")
    loaded = {index: name for index, name in FEARS.items() if days[index].notna().any()}
    fears = (
        base.transform_fold(list(loaded), as_=["index", "level"])
        .transform_filter("isValid(datum.level)")
        .mark_line(strokeWidth=1.4)
        .encode(
            x=x,
            y=alt.Y("level:Q", axis=alt.Axis(title="Index points", tickCount=3,
                                             minExtent=AXIS_EXTENT, maxExtent=AXIS_EXTENT)),
            strokeDash=alt.StrokeDash(
                "index:N", scale=alt.Scale(domain=list(loaded), range=[DASHES[index] for index in loaded]),
                legend=key(loaded, "stroke", UNDER_LEGEND, symbolStrokeColor=PALETTE["muted"]),
            ),
            color=alt.value(PALETTE["muted"]),
        )
    )  # fmt: skip
    upper = alt.layer(band, zero_line(), dots, line).properties(width=width, height=height)
    if not loaded:
        return upper
    lower = alt.layer(band, fears).properties(width=width, height=70)
    return alt.vconcat(upper, lower).resolve_scale(x="shared", strokeDash="independent")
