"""F1, the daily correlation, and where the latest day stands among all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.report.charts.theme import (
    PALETTE,
    REGIME_LABELS,
    UNDER_LEGEND,
    UNTOLD,
    WIDTH,
    Chart,
    correlation_axis,
    date_tooltip,
    line_over_dots,
    number_tooltips,
    regime_color,
    spans,
    time_axis,
    with_overview,
)

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


FEW_DAYS = 500  # up to so many days dots are larger


def daily_correlation(days: pd.DataFrame, width: int = WIDTH, height: int = 300) -> Chart:
    """F1: one dot a day, its 20-day mean, the episodes shaded.

    `days` has a row per trading day: trade_date, realized_correlation, correlation_ci_low,
    correlation_ci_high, correlation_mean_20d, regime (safety, risky, other or None), episode_label.
    """
    import altair as alt

    days = days.assign(regime=days["regime"].astype(object).fillna(UNTOLD))
    brush = alt.selection_interval(encodings=["x"], name="span")
    scale = alt.Scale(domain=brush)
    x = alt.X("trade_date:T", scale=scale, axis=time_axis())
    y = alt.Y("realized_correlation:Q", scale=alt.Scale(domain=[-1, 1]), axis=correlation_axis())
    base = alt.Chart(days)
    dots = base.transform_filter("isValid(datum.realized_correlation)").mark_circle(
        size=11 if len(days) > FEW_DAYS else 40,
        opacity=0.6,
        clip=True,
        stroke="transparent",
        strokeWidth=5,
    )
    interval = [("correlation_ci_low", "95 % from", "+.2f"), ("correlation_ci_high", "to", "+.2f")]
    value = [("realized_correlation", "Correlation", "+.2f")]
    mean = [("correlation_mean_20d", "20-day mean", "+.2f")]
    kind = alt.Tooltip("kind:N", title="Kind of day")
    kinds = ", ".join(f"'{key}': '{label}'" for key, label in REGIME_LABELS.items())
    dots = dots.transform_calculate(kind=f"({{{kinds}}})[datum.regime] || 'not told'").encode(
        x=x, y=y, color=regime_color(days.dropna(subset=["realized_correlation"])),
        tooltip=[date_tooltip(), *number_tooltips(value + interval + mean), kind],
    )  # fmt: skip
    with_mean = base.transform_filter("isValid(datum.correlation_mean_20d)")
    line = line_over_dots(with_mean, x=x, y="correlation_mean_20d:Q")
    has_means = days["correlation_mean_20d"].notna().any()
    strip = "correlation_mean_20d" if has_means else "realized_correlation"
    layers = [*episode_bands(days, scale), zero_line(), dots, *([line] if has_means else [])]
    main = alt.layer(*layers).properties(width=width, height=height)
    return with_overview(main, days, strip, brush, width)


def episode_bands(days: pd.DataFrame, scale: alt.Scale) -> list[Chart]:
    """Each episode as a shaded span, its name written up along its side."""
    import altair as alt

    base = alt.Chart(spans(days, "episode_label"))
    first = alt.X("first:T", scale=scale, axis=time_axis())
    bands = base.mark_rect(color=PALETTE["band"], opacity=0.32, clip=True).encode(x=first, x2="last:T")
    names = base.mark_text(
        angle=270, align="right", baseline="top", dx=-2, dy=2, color=PALETTE["muted"], clip=True
    ).encode(x=first, y=alt.value(2), text="episode_label:N")
    return [bands, names]


def zero_line() -> Chart:
    """The line at no correlation."""
    import altair as alt
    import pandas as pd

    return (
        alt.Chart(pd.DataFrame({"zero": [0]}))
        .mark_rule(color=PALETTE["muted"], strokeWidth=0.8)
        .encode(y="zero:Q")
    )


def latest_in_history(days: pd.DataFrame, latest: pd.DataFrame, width: int = 420, height: int = 200) -> Chart:
    """Days by correlation, in steps of 0.05 and coloured by kind, with the latest day and its interval.

    `days`: realized_correlation, regime. `latest`, one row: trade_date, realized_correlation,
    correlation_ci_low, correlation_ci_high.
    """
    import altair as alt

    counts = days.dropna(subset=["realized_correlation"]).copy()
    counts["bin"] = (counts["realized_correlation"] // 0.05 * 0.05).clip(-1, 0.95).round(2)
    counts["regime"] = counts["regime"].astype(object).fillna(UNTOLD)
    counts = counts.groupby(["bin", "regime"], as_index=False).size().rename(columns={"size": "days"})
    counts["bin_end"] = (counts["bin"] + 0.05).round(2)
    scale = alt.Scale(domain=[-1, 1])
    axis = alt.Axis(
        title="Correlation", values=[-1, -0.5, 0, 0.5, 1], format="+.1f", titleAnchor="end",
        labelExpr="datum.value == 0 ? '0' : datum.label",
    )  # fmt: skip
    tallest = float(counts.groupby("bin")["days"].sum().max())
    bars = (
        alt.Chart(counts)
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X("bin:Q", bin="binned", scale=scale, axis=axis),
            x2="bin_end:Q",
            y=alt.Y(
                "days:Q",
                axis=alt.Axis(title="Days", tickCount=3, tickMinStep=1, format=",d"),
                scale=alt.Scale(domainMax=tallest * 1.15),
            ),
            color=regime_color(counts, UNDER_LEGEND),
            tooltip=[
                alt.Tooltip("bin:Q", title="Correlation from", format="+.2f"),
                alt.Tooltip("bin_end:Q", title="to", format="+.2f"),
                alt.Tooltip("days:Q", title="Days", format=","),
            ],
        )
    )
    mark = alt.Chart(latest)
    band = mark.mark_rect(color=PALETTE["band"], opacity=0.32).encode(
        x=alt.X("correlation_ci_low:Q", scale=scale), x2="correlation_ci_high:Q"
    )
    rule = mark.mark_rule(color=PALETTE["ink"], strokeWidth=2).encode(
        x=alt.X("realized_correlation:Q", scale=scale),
        tooltip=[date_tooltip(), *number_tooltips([("realized_correlation", "Correlation", "+.2f")])],
    )
    name = mark.mark_text(align="left", baseline="top", dx=5, fontWeight=600, color=PALETTE["ink"]).encode(
        x="realized_correlation:Q", y=alt.value(0), text=alt.Text("trade_date:T", format="%-d %b %Y")
    )
    return alt.layer(band, bars, rule, name).properties(width=width, height=height)
