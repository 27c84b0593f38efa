"""The explorer's charts, each a small function from tables to an Altair chart.

Colours, axes and tooltips are the report's; the page's own theme makes them light or dark. Every chart of a
simulated release says so in its title: charts are saved and sent on without their page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from stockbond.explorer.choices import ZOOMS, Choices
from stockbond.explorer.queries import BIN_WIDTH
from stockbond.explorer.words import HORIZON_NAMES, REGIMES, regime_names
from stockbond.report.charts.theme import (
    PALETTE,
    SPARSE,
    Chart,
    correlation_axis,
    date_tooltip,
    hover_lines,
    labels_expression,
    number_tooltips,
)
from stockbond.report.charts.today import latest_day

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

COLOURS = {key: PALETTE[key] for key in ("safety", "other", "risky")} | {"none": "#BFB48F"}
SHORT = {"safety": "Safety", "other": "Other", "risky": "Risky", "none": "No label"}
MEAN_COLOUR = "#A8609A"  # seen on light and on dark pages, unlike ink, and no label's
CLICKED = "clicked"
SHORT_SPAN = timedelta(days=12)  # up to here each day has room for its name
# A tick is named by the coarsest unit that begins there, so that no two have one name.
TIMES = {
    "year": "%Y", "quarter": "%b %Y", "month": "%b %Y", "week": "%-d %b", "date": "%-d %b", "hours": " ",
    "minutes": " ", "seconds": " ", "milliseconds": " ",
}  # fmt: skip
MANY = 300  # dots: from here on they are small
HEIGHT = 340
STUDY_HEIGHT = 290
DAY_HEIGHT = 280
RETURNS_HEIGHT = 270
LEG_COLOURS = ["#7F8895", MEAN_COLOUR]


def daily_series(days: pd.DataFrame, choices: Choices, is_simulated: bool) -> Chart:
    """The daily correlation as dots in the colour of their label, its 20-day mean, and the thresholds.

    A click on a dot is the selection CLICKED, by `day`: a text, the same in every zone of
    time. The day opened has a rule.
    """
    import altair as alt

    with_value = days.dropna(subset="realized_correlation").assign(
        label=lambda day: day["regime"].map(regime_names(choices.pair)),
        day=lambda day: day["trade_date"].dt.strftime("%Y-%m-%d"),
    )[
        [
            "day", "trade_date", "realized_correlation", "correlation_ci_low", "correlation_ci_high",
            "correlation_mean_20d", "safety_threshold", "risky_threshold", "regime", "label",
        ]
    ]  # fmt: skip
    first, last = dates_shown(with_value["trade_date"], ZOOMS[choices.zoom])
    n_shown = with_value["day"].between(f"{first}", f"{last}").sum()
    base = alt.Chart(with_value).encode(date_x(first, last))
    dots = base.mark_circle(
        size=14 if n_shown > MANY else 60, opacity=0.55, clip=True, cursor="pointer"
    ).encode(
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
    dots = dots.add_params(alt.selection_point(name=CLICKED, fields=["day"], on="click", clear=False))
    moves = alt.selection_interval(
        name="moved", bind="scales", encodings=["x"], zoom="wheel![event.shiftKey]"
    )
    mean = base.mark_line(color=MEAN_COLOUR, strokeWidth=1.8, clip=True).encode(
        alt.Y("correlation_mean_20d:Q")
    )
    layers: list[Any] = [mean.add_params(moves)]
    for column, regime in (("safety_threshold", "safety"), ("risky_threshold", "risky")):
        layers.append(
            base.mark_line(color=COLOURS[regime], strokeDash=[5, 4], strokeWidth=1.2, clip=True).encode(
                alt.Y(f"{column}:Q")
            )
        )
    if choices.day:
        opened = base.transform_filter(f"datum.day == '{choices.day}'")
        layers.append(opened.mark_rule(color=MEAN_COLOUR, strokeDash=[2, 2], clip=True))
    return alt.layer(*layers, dots, height=HEIGHT).properties(
        title=titled("Daily correlation", is_simulated, "20-day mean (line), thresholds (dashed)")
    )


def dates_shown(dates: pd.Series[Any], years: int | None) -> tuple[date, date]:
    """The first and last of the dates, of the last `years` where they are told."""
    first, last = dates.min().date(), dates.max().date()
    return max(first, last - timedelta(days=round(365.25 * years))) if years else first, last


def date_x(first: date, last: date) -> alt.X:
    """The axis of days, of a few of which each is named."""
    import altair as alt

    is_short = last - first <= SHORT_SPAN
    axis = alt.Axis(
        title=None, format=TIMES, formatType="time", tickCount="day" if is_short else 8, **SPARSE,
    )  # fmt: skip
    margin = timedelta(days=1 if is_short else 0)
    domain = [moment(first - margin), moment(last + margin)]
    return alt.X("trade_date:T", axis=axis, scale=alt.Scale(domain=domain))


def moment(day: date) -> alt.DateTime:
    """A day as Vega-Lite takes it."""
    import altair as alt

    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def distribution(histogram: pd.DataFrame, days: pd.DataFrame, pair: str, is_simulated: bool) -> Chart:
    """Days by correlation, stacked by label, with the thresholds of the last day as rules."""
    import altair as alt

    under = correlation_axis()
    under.minExtent = 0
    bins = histogram.assign(
        bin_end=histogram["bin_start"] + BIN_WIDTH, label=histogram["regime"].map(regime_names(pair))
    )
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


def days_by_year(by_year: pd.DataFrame, pair: str, is_simulated: bool) -> Chart:
    """Days of each label, year by year."""
    import altair as alt

    chart = (
        alt.Chart(by_year.assign(label=by_year["regime"].map(regime_names(pair))))
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


def event_means(study: pd.DataFrame, names: Mapping[str, str], unit: str, is_simulated: bool) -> Chart:
    """Mean change by the label of the session before, with 95 % intervals."""
    rows = study.dropna(subset="std_error").assign(
        label=lambda row: row["entering_regime"].map(names),
        colour=lambda row: row["entering_regime"].map({"all": MEAN_COLOUR, **COLOURS}),
    )
    numbers = [("n_events", "Events", ","), ("mean_change", "Mean change", "+.3f"), ("t_stat", "t", ".2f")]
    ends = ("change_ci_low", "change_ci_high")
    return intervals(rows, "mean_change", ends, f"Mean change, {unit}", numbers).properties(
        title=titled("Mean change", is_simulated, "95 % intervals"), height=STUDY_HEIGHT
    )


def event_path(paths: pd.DataFrame, unit: str, is_simulated: bool) -> Chart:
    """F6: the mean level around the events against that before, with its 95 % band."""
    import altair as alt

    base = alt.Chart(paths)
    x = alt.X("session_offset:Q", title="Sessions from the event", axis=alt.Axis(format="+d", tickCount=11))
    band = base.mark_area(color=MEAN_COLOUR, opacity=0.15).encode(
        x, alt.Y("ci_low:Q", title=f"{unit[:1].upper()}{unit[1:]}"), alt.Y2("ci_high:Q")
    )
    line = base.mark_line(color=MEAN_COLOUR, point=alt.OverlayMarkDef(color=MEAN_COLOUR)).encode(
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
        title=titled(
            "Around the events",
            is_simulated,
            "Mean against the level before, and 95 % band; all events of the sample",
        )
    )


def event_hours(points: pd.DataFrame, measure: str, is_simulated: bool) -> Chart:
    """A measure in the hours around events, beside the same minutes of other days."""
    import altair as alt

    kinds = {"on_event_days": "Event days", "on_other_days": "Other days"}
    rows = points[points["measure"] == measure].melt("minutes_from_event", list(kinds), "kind", "mean")
    rows = rows.dropna(subset="mean").assign(kind=lambda row: row["kind"].map(kinds))
    lines = alt.Chart(rows, height=STUDY_HEIGHT).mark_line().encode(
        alt.X("minutes_from_event:Q", title="Minutes from the event"),
        alt.Y("mean:Q", title=None),
        alt.Color(
            "kind:N", title=None, legend=alt.Legend(orient="top"),
            scale=alt.Scale(domain=list(kinds.values()), range=[MEAN_COLOUR, "#999999"]),
        ),
        tooltip=[
            alt.Tooltip("kind:N", title="Days"),
            *number_tooltips([("minutes_from_event", "Minutes", "+d"), ("mean", "Mean", "+.3f")]),
        ],
    )  # fmt: skip
    return lines.properties(title=titled(measure, is_simulated, is_narrow=True))


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


def day_prices(times: pd.DataFrame, legs: Sequence[str], is_simulated: bool) -> Chart:
    """Both legs of a pair through a day, against their price at the open."""
    import altair as alt

    measures = dict(zip(("return_a_bp", "return_b_bp"), legs, strict=True))
    x = alt.X("new_york_time:T", axis=alt.Axis(title="New York time", format="%H:%M", tickCount=6, **SPARSE))
    base = alt.Chart(times[["new_york_time", *measures]])
    lines = (
        base.transform_fold(list(measures), as_=["leg", "moved"])
        .transform_filter("isValid(datum.moved)")
        .mark_line(strokeWidth=1.8)
        .encode(
            x,
            alt.Y("moved:Q", title="bp"),
            alt.Color(
                "leg:N", title=None,
                scale=alt.Scale(domain=list(measures), range=LEG_COLOURS),
                legend=alt.Legend(orient="top", labelExpr=labels_expression(measures), labelLimit=160),
            ),
        )
    )  # fmt: skip
    tooltip = [
        alt.Tooltip("new_york_time:T", title="New York time", format="%H:%M"),
        *number_tooltips([(column, f"{leg}, bp", "+.1f") for column, leg in measures.items()]),
    ]
    zero = alt.Chart().mark_rule(color="#999999", strokeDash=[3, 3]).encode(alt.YDatum(0))
    return alt.layer(zero, lines, hover_lines(base, x, tooltip), height=DAY_HEIGHT).properties(
        title=titled("Prices", is_simulated, "Log, against the open")
    )


def day_correlations(times: pd.DataFrame, events: pd.DataFrame, is_simulated: bool) -> Chart:
    """The report's latest day, of any day."""
    chart = latest_day(times, events, width=None, height=DAY_HEIGHT, ink=MEAN_COLOUR)
    return chart.properties(title=titled("Correlation", is_simulated))


def returns_ahead(ahead: pd.DataFrame, sessions: int, names: Mapping[str, str], is_simulated: bool) -> Chart:
    """Mean returns of one horizon with 95 % intervals, a row a kind of day."""
    rows = ahead[ahead["sessions"] == sessions].assign(
        label=lambda row: row["regime"].map(names),
        colour=lambda row: row["regime"].map({"all": MEAN_COLOUR, **COLOURS}),
    )
    numbers = [("n_days", "Days", ","), ("mean_return_bp", "Mean, bp", "+.1f"), ("t_stat", "t", ".2f")]
    return intervals(
        rows.dropna(subset="std_error"), "mean_return_bp", ("ci_low", "ci_high"), "bp", numbers
    ).properties(
        title=titled(HORIZON_NAMES[sessions], is_simulated, "95 % intervals", is_narrow=True),
        height=RETURNS_HEIGHT,
    )


def intervals(
    rows: pd.DataFrame, mean: str, ends: tuple[str, str], title: str, numbers: list[tuple[str, str, str]]
) -> Chart:
    """Means with their intervals against zero, a row each: `label`, in the order given, and its `colour`."""
    import altair as alt

    base = alt.Chart(rows).encode(
        alt.Y(
            "label:N", title=None, sort=list(rows["label"]),
            axis=alt.Axis(labelLimit=220, labelOverlap=False),
        ),
        alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("label:N", title="Days"), *number_tooltips(numbers)],
    )  # fmt: skip
    bars = base.mark_rule(strokeWidth=2.5).encode(
        alt.X(f"{ends[0]}:Q", title=title, axis=alt.Axis(tickCount=5, **SPARSE)), alt.X2(f"{ends[1]}:Q")
    )
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(alt.X(f"{mean}:Q"))
    zero = alt.Chart().mark_rule(color="#999999", strokeDash=[3, 3]).encode(alt.XDatum(0))
    return alt.layer(zero, bars, dots)


def titled(title: str, is_simulated: bool, subtitle: str = "", is_narrow: bool = False) -> alt.TitleParams:
    """A chart's title, which says SIMULATED where it is; of a narrow one in a line of its own."""
    import altair as alt

    text: str | list[str] = title
    if is_simulated:
        text = ["SIMULATED", title] if is_narrow else f"SIMULATED: {title}"
    return alt.TitleParams(
        text, subtitle=subtitle, subtitleColor="#888888", subtitlePadding=4, fontSize=14, anchor="start"
    )
