"""The paper's t statistics against ours, a point a printed cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stockbond.report.charts.theme import (
    AXIS_EXTENT,
    PALETTE,
    UNDER_LEGEND,
    WIDTH,
    Chart,
    key,
    number_tooltips,
    present,
)

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

LABELS = {
    "matched": "Equal at the printed digits",
    "known": "A known difference",
    "partial": "Only a part of the sample is loaded",
    "differs": "Differs",
    "simulated": "Simulated market",
}
COLORS = {
    "matched": PALETTE["safety"], "known": PALETTE["ink"], "partial": PALETTE["other"],
    "differs": PALETTE["risky"], "simulated": PALETTE["safety"],
}  # fmt: skip
SHAPES = {
    "matched": "circle", "known": "square", "partial": "diamond", "differs": "triangle-up",
    "simulated": "circle",
}  # fmt: skip
TICKS = [-50, -20, -10, -5, -2, 0, 2, 5, 10, 20, 50]


def printed_against_ours(cells: pd.DataFrame, width: int = WIDTH, height: int = 420) -> Chart:
    """Ours over the paper's t statistics, on the diagonal where they agree.

    `cells` has a row per printed cell with both: cell (its table, row and column in words), compared (a key of
    LABELS), why, paper_value, our_value, paper_t_stat, our_t_stat. Known differences are named in the chart.
    """
    import altair as alt
    import pandas as pd

    both = pd.concat([cells["paper_t_stat"], cells["our_t_stat"]])
    ends = [float(both.min()) - 0.5, float(both.max()) + 0.5]
    # Most t lie between -5 and 5, a few beyond 20: near zero the scale is linear, far out logarithmic.
    scale = alt.Scale(type="symlog", constant=3, domain=ends, nice=False)
    ticks = [tick for tick in TICKS if ends[0] <= tick <= ends[1]]
    written = "datum.value == 0 ? '0' : datum.label"
    x = alt.X("paper_t_stat:Q", scale=scale, axis=alt.Axis(
        title="t in the paper", titleAnchor="end", values=ticks, format="+d", labelExpr=written, grid=True,
    ))  # fmt: skip
    y = alt.Y("our_t_stat:Q", scale=scale, axis=alt.Axis(
        title="t of ours", values=ticks, format="+d", labelExpr=written,
        minExtent=AXIS_EXTENT, maxExtent=AXIS_EXTENT,
    ))  # fmt: skip
    labels = present(LABELS, cells["compared"])
    diagonal = (
        alt.Chart(pd.DataFrame({"paper_t_stat": ends, "our_t_stat": ends}))
        .mark_line(color=PALETTE["muted"], strokeWidth=1, strokeDash=[4, 3])
        .encode(x=x, y=y)
    )
    base = alt.Chart(cells)
    dots = base.mark_point(size=42, filled=True, opacity=0.65).encode(
        x=x,
        y=y,
        color=alt.Color(
            "compared:N",
            scale=alt.Scale(domain=list(labels), range=[COLORS[how] for how in labels]),
            legend=key(labels, offset=UNDER_LEGEND, columns=3),
        ),
        shape=alt.Shape(
            "compared:N",
            scale=alt.Scale(domain=list(labels), range=[SHAPES[how] for how in labels]),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("cell:N", title="Cell"),
            *number_tooltips(
                [
                    ("paper_value", "Paper", ",.2f"), ("paper_t_stat", "t in the paper", "+.2f"),
                    ("our_value", "Ours", ",.2f"), ("our_t_stat", "t of ours", "+.2f"),
                ]
            ),
            alt.Tooltip("why:N", title="Compared"),
        ],
    )  # fmt: skip
    layers = [diagonal, dots, *(names(base, x, y) if "known" in labels else [])]
    return alt.layer(*layers).properties(width=width, height=height)


def names(base: Chart, x: alt.X, y: alt.Y) -> list[Chart]:
    """The cells of known differences beside their points, each over an edge that parts it from other points."""
    known = base.transform_filter("datum.compared == 'known'")
    place: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 8}
    edge = known.mark_text(
        color=PALETTE["card"], stroke=PALETTE["card"], strokeWidth=4, opacity=0.85, **place
    )
    name = known.mark_text(color=PALETTE["ink"], **place)
    return [layer.encode(x=x, y=y, text="cell:N") for layer in (edge, name)]
