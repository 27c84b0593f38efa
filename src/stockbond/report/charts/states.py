"""F3: the probabilities of the three states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.report.charts.theme import (
    AXIS_EXTENT,
    PALETTE,
    STATE_LABELS,
    WIDTH,
    Chart,
    date_tooltip,
    hover_lines,
    key,
    number_tooltips,
    time_axis,
    with_overview,
)

if TYPE_CHECKING:
    import pandas as pd

STATE_COLORS = {"safe_haven": PALETTE["safety"], "neutral": PALETTE["other"], "ust_risk": PALETTE["risky"]}


def state_probabilities(
    days: pd.DataFrame, kind: str = "smoothed", width: int = WIDTH, height: int = 220
) -> Chart:
    """F3: probability of each state, day by day, stacked to one.

    `days` has a row per day with a correlation: trade_date, realized_correlation and, for the `kind` smoothed
    (in hindsight) or filtered (as known that evening), <kind>_safe_haven, <kind>_neutral, <kind>_ust_risk.
    """
    import altair as alt

    columns = {f"{kind}_{state}": state for state in STATE_LABELS}
    table = days[["trade_date", "realized_correlation", *columns]].rename(columns=columns)
    brush = alt.selection_interval(encodings=["x"], name="span")
    x = alt.X("trade_date:T", scale=alt.Scale(domain=brush), axis=time_axis())
    base = alt.Chart(table)
    areas = (
        base.transform_fold(list(STATE_LABELS), as_=["state", "probability"])
        .transform_calculate(place="indexof(['safe_haven', 'neutral', 'ust_risk'], datum.state)")
        .mark_area(clip=True, opacity=0.85)
        .encode(
            x=x,
            y=alt.Y("probability:Q", stack="zero", scale=alt.Scale(domain=[0, 1], nice=False, clamp=True),
                    axis=alt.Axis(title="Probability", format=".0%", values=[0, 0.5, 1], grid=False,
                                  minExtent=AXIS_EXTENT, maxExtent=AXIS_EXTENT)),
            color=alt.Color("state:N",
                            scale=alt.Scale(domain=list(STATE_COLORS), range=list(STATE_COLORS.values())),
                            legend=key(STATE_LABELS, "square")),
            order="place:Q",
        )
    )  # fmt: skip
    fields = [(state, label, ".0%") for state, label in STATE_LABELS.items()]
    correlation = [("realized_correlation", "Correlation", "+.2f")]
    hover = hover_lines(base, x, [date_tooltip(), *number_tooltips(fields + correlation)])
    main = alt.layer(areas, hover).properties(width=width, height=height)
    return with_overview(main, table, "realized_correlation", brush, width)
