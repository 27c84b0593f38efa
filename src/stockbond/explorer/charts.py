"""The explorer's charts, each a small function from tables to an Altair chart.

Colours, axes and tooltips are the report's; the page's own theme makes them light or dark. Every chart of a
simulated release says so in its title: charts are saved and sent on without their page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from stockbond.explorer.queries import BIN_WIDTH
from stockbond.explorer.words import ENTERING, REGIMES
from stockbond.report.charts.theme import (
    PALETTE,
    SPARSE,
    Chart,
    correlation_axis,
    date_tooltip,
    labels_expression,
    number_tooltips,
)

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

COLOURS = {key: PALETTE[key] for key in ("safety", "other", "risky")} | {"none": "#BFB48F"}
SHORT = {"safety": "Safety", "other": "Other", "risky": "Risky", "none": "No label"}
MEAN_COLOUR = PALETTE["both"]  # seen on light and on dark pages, unlike ink
LONG = timedelta(days=4 * 365)  # from here on the years alone name the times
MANY = 300  # dots: from here on they are small
HEIGHT = 340
STUDY_HEIGHT = 240


def daily_series(days: pd.DataFrame, is_simulated: bool) -> Chart:
    """The daily correlation as dots in the colour of their label, its 20-day mean, and the thresholds."""
    import altair as alt

    with_value = days.dropna(subset="realized_correlation").assign(label=lambda day: names(day["regime"]))
    is_long = with_value["trade_date"].max() - with_value["trade_date"].min() > LONG
    times = alt.Axis(title=None, format="%Y" if is_long else "%b %Y", tickCount=8, **SPARSE)
    base = alt.Chart(with_value).encode(alt.X("trade_date:T", axis=times))
    dots = base.mark_circle(size=14 if len(with_value) > MANY else 60, opacity=0.55).encode(
        alt.Y("realized_correlation:Q", scale=alt.Scale(domain=[-1, 1]), axis=correlation_axis()),
        regime_colour(with_value["regime"]),
        tooltip=[
            date_tooltip(),
            *number_tooltips(
                [
                    ("realized_correlation", "Correlation", "+.2f"),
                    ("correlation_ci_low", "95 % from", "+.2f"),
                    ("correlation_ci_high", "to", "+.2f"),
                    ("correlation_mean_20d", "20-day mean", "+.2f"),
                ]
            ),
            alt.Tooltip("label:N", title="Label"),
        ],
    )
    mean = base.mark_line(color=MEAN_COLOUR, strokeWidth=1.8).encode(alt.Y("correlation_mean_20d:Q"))
    layers = [dots, mean]
    for column, regime in (("safety_threshold", "safety"), ("risky_threshold", "risky")):
        layers.append(
            base.mark_line(color=COLOURS[regime], strokeDash=[5, 4], strokeWidth=1.2).encode(
                alt.Y(f"{column}:Q")
            )
        )
    return alt.layer(*layers, height=HEIGHT).properties(
        title=titled("Daily correlation", is_simulated, "20-day mean (line), thresholds (dashed)")
    )


def distribution(histogram: pd.DataFrame, days: pd.DataFrame, is_simulated: bool) -> Chart:
    """Days by correlation, stacked by label, with the thresholds of the last day as rules."""
    import altair as alt

    under = correlation_axis()
    under.minExtent = 0
    bins = histogram.assign(bin_end=histogram["bin_start"] + BIN_WIDTH, label=names(histogram["regime"]))
    bars = (
        alt.Chart(bins)
        .mark_bar(binSpacing=1)
        .encode(
            alt.X("bin_start:Q", bin="binned", scale=alt.Scale(domain=[-1, 1]), axis=under),
            alt.X2("bin_end:Q"),
            alt.Y("n_days:Q", title="Days"),
            regime_colour(histogram["regime"]),
            tooltip=[
                *number_tooltips([("bin_start", "Correlation from", "+.2f"), ("bin_end", "to", "+.2f")]),
                alt.Tooltip("label:N", title="Label"),
                *number_tooltips([("n_days", "Days", ",")]),
            ],
        )
    )
    layers: list[Any] = [bars]
    last = days[["safety_threshold", "risky_threshold"]].dropna().tail(1).to_numpy().ravel()
    for value, regime in zip(last, ("safety", "risky"), strict=False):
        align: Literal["left", "right"] = "right" if regime == "safety" else "left"
        rule = alt.Chart().encode(alt.XDatum(float(value)))
        layers.append(rule.mark_rule(color=COLOURS[regime], strokeDash=[5, 4], strokeWidth=1.5))
        layers.append(
            rule.mark_text(
                color=COLOURS[regime], text=f"{value:.2f}", align=align, dx=-5 if align == "right" else 5,
                baseline="top", fontSize=13,
            ).encode(y=alt.value(2))
        )  # fmt: skip
    return alt.layer(*layers, height=HEIGHT).properties(
        title=titled("Distribution", is_simulated, "Thresholds (dashed)")
    )


def days_by_year(by_year: pd.DataFrame, is_simulated: bool) -> Chart:
    """Days of each label, year by year."""
    import altair as alt

    chart = (
        alt.Chart(by_year.assign(label=names(by_year["regime"])))
        .mark_bar()
        .encode(
            alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            alt.Y("n_days:Q", title="Days"),
            regime_colour(by_year["regime"]),
            tooltip=[
                alt.Tooltip("year:O", title="Year"),
                alt.Tooltip("label:N", title="Label"),
                *number_tooltips([("n_days", "Days", ",")]),
            ],
        )
    )
    return chart.properties(title=titled("Days by year", is_simulated), height=HEIGHT)


def event_means(study: pd.DataFrame, unit: str, is_simulated: bool) -> Chart:
    """Mean change by the label of the session before, with 95 % intervals."""
    import altair as alt

    rows = study.dropna(subset="std_error").assign(
        label=lambda row: row["entering_regime"].map(ENTERING),
        colour=lambda row: row["entering_regime"].map({"all": MEAN_COLOUR, **COLOURS}),
    )
    order = [ENTERING[regime] for regime in rows["entering_regime"]]
    base = alt.Chart(rows).encode(
        alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=220, labelOverlap=False)),
        alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("label:N", title="Events"),
            *number_tooltips(
                [("n_events", "Number", ","), ("mean_change", "Mean change", "+.3f"), ("t_stat", "t", ".2f")]
            ),
        ],
    )
    bars = base.mark_rule(strokeWidth=2.5).encode(
        alt.X("change_ci_low:Q", title=f"Mean change, {unit}"), alt.X2("change_ci_high:Q")
    )
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(alt.X("mean_change:Q"))
    zero = alt.Chart().mark_rule(color="#999999", strokeDash=[3, 3]).encode(alt.XDatum(0))
    return alt.layer(zero, bars, dots, height=STUDY_HEIGHT).properties(
        title=titled("Mean change", is_simulated, "95 % intervals")
    )


def event_path(paths: pd.DataFrame, unit: str, is_simulated: bool) -> Chart:
    """F6: the mean level around the events against that before, with its 95 % band."""
    import altair as alt

    base = alt.Chart(paths)
    x = alt.X("session_offset:Q", title="Sessions from the event", axis=alt.Axis(format="+d", tickCount=11))
    band = base.mark_area(color=MEAN_COLOUR, opacity=0.15).encode(
        x, alt.Y("ci_low:Q", title=f"Against the level before, {unit}"), alt.Y2("ci_high:Q")
    )
    line = base.mark_line(color=MEAN_COLOUR, point=True).encode(
        x,
        alt.Y("mean_change:Q"),
        tooltip=number_tooltips(
            [
                ("session_offset", "Sessions from the event", "+d"), ("mean_change", "Mean", "+.3f"),
                ("ci_low", "95 % from", "+.3f"), ("ci_high", "to", "+.3f"), ("n_events", "Events", ","),
            ]
        ),
    )  # fmt: skip
    zero = alt.Chart().mark_rule(color="#999999", strokeDash=[3, 3]).encode(alt.YDatum(0))
    return alt.layer(band, zero, line, height=STUDY_HEIGHT).properties(
        title=titled("Around the events", is_simulated, "Mean and 95 % band, all events of the sample")
    )


def event_hours(intraday: pd.DataFrame, is_simulated: bool) -> Chart:
    """The hours around events, a panel for each measure, beside the same minutes of other days."""
    import altair as alt

    kinds = {"on_event_days": "Event days", "on_other_days": "Other days"}
    rows = intraday.melt(["minutes_from_event", "measure"], list(kinds), "kind", "mean").dropna(subset="mean")
    rows["kind"] = rows["kind"].map(kinds)
    lines = alt.Chart(rows).mark_line().encode(
        alt.X("minutes_from_event:Q", title="Minutes from the event"),
        alt.Y("mean:Q", title=None),
        alt.Color(
            "kind:N", title=None, legend=alt.Legend(orient="top"),
            scale=alt.Scale(domain=list(kinds.values()), range=[MEAN_COLOUR, "#999999"]),
        ),
        tooltip=[
            "kind:N", "minutes_from_event:Q", alt.Tooltip("mean:Q", title="Mean", format="+.3f"),
        ],
    ).properties(width=230, height=STUDY_HEIGHT)  # fmt: skip
    return lines.facet(alt.Column("measure:N", title=None)).resolve_scale(y="independent").properties(
        title=titled("The hours around the events", is_simulated, "means")
    )  # fmt: skip


def regime_colour(present: pd.Series[str]) -> alt.Color:
    """The colour of a label; the legend names those that occur."""
    import altair as alt

    regimes = [regime for regime in REGIMES if regime in set(present)]
    return alt.Color(
        "regime:N",
        title=None,
        scale=alt.Scale(domain=regimes, range=[COLOURS[regime] for regime in regimes]),
        legend=alt.Legend(orient="top", labelExpr=labels_expression(SHORT), symbolOpacity=1),
    )


def names(regimes: pd.Series[Any]) -> pd.Series[Any]:
    """The labels' names for people."""
    return regimes.map(REGIMES)


def titled(title: str, is_simulated: bool, subtitle: str = "") -> alt.TitleParams:
    """A chart's title, which says SIMULATED where it is."""
    import altair as alt

    text = f"SIMULATED: {title}" if is_simulated else title
    return alt.TitleParams(
        text, subtitle=subtitle, subtitleColor="#888888", subtitlePadding=4, fontSize=14, anchor="start"
    )
