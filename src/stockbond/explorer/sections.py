"""The parts of the page that show days, each from one view to Streamlit's elements."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from stockbond.explorer import charts
from stockbond.explorer.choices import SHOWN_DAYS, ZOOMS, Catalogue, Choices
from stockbond.explorer.controls import open_day
from stockbond.explorer.elements import (
    DASH,
    DATE,
    NUMBER,
    Release,
    day_in_words,
    downloads,
    draw,
    p_values,
    reasons,
)
from stockbond.explorer.view import View
from stockbond.explorer.words import (
    BASES,
    HORIZON_NAMES,
    SAMPLES,
    named,
    pair_names,
    regime_names,
    short_pair_name,
)
from stockbond.published import returns_measured
from stockbond.reasons import in_words

N_NAMED = 5


def heading(choices: Choices, view: View, release: Release) -> None:
    """Which days and returns these are, and the latest day."""
    name = named(pair_names(), choices.pair)
    sample = named(SAMPLES, choices.sample)
    dates = f" · {choices.dates[0]} to {choices.dates[1]}" if choices.dates else ""
    st.markdown(f"**{name}** · {sample}{dates} · {returns_measured(release)}")
    with_value = view.days.dropna(subset="realized_correlation")
    if with_value.empty:
        st.info("No day of this choice has a correlation: choose another sample or other dates.")
        return
    last = with_value.iloc[-1]
    st.caption(
        f"Last day {last['trade_date']:%Y-%m-%d}: {day_in_words(last.to_dict(), regime_names(choices.pair))}."
    )


def regimes(choices: Choices, view: View, release: Release) -> None:
    """Days of each label, the daily series, the distribution, and the years."""
    counts = {row["regime"]: row for row in view.by_regime.to_dict("records")}
    with st.container(horizontal=True):
        for regime, name in regime_names(choices.pair).items():
            count = counts.get(regime)
            st.metric(
                f"{name} days" if regime != "none" else "Days without label",
                f"{count['n_days'] if count else 0:,}",
                regime_note(count, regime) if count else None,
                delta_color="off", delta_arrow="off", border=True, width="stretch",
            )  # fmt: skip
    with_value = view.days.dropna(subset="realized_correlation")
    if with_value.empty:
        return
    if view.days["safety_threshold"].isna().all():
        st.info(
            f"Too few days for labels: it takes {view.days['n_needed'].iloc[0]} days with a correlation"
            f" ({named(BASES, choices.basis).lower()}), and these are {len(with_value)}."
            f" {first_days(with_value)}"
        )
    simulated = bool(release["is_simulated"])
    st.segmented_control(
        "Years shown", list(ZOOMS), format_func=lambda zoom: zoom.capitalize() if zoom == "max" else zoom.upper(),
        key="zoom", label_visibility="collapsed", required=True,
        help="The last year or years of the chart. Drag it to move, Shift and the wheel to zoom.",
    )  # fmt: skip
    st.altair_chart(
        charts.daily_series(view.days, choices, simulated), key="daily_series", alt="Daily correlation by day",
        on_select=open_clicked, selection_mode=charts.CLICKED,
    )  # fmt: skip
    left, right = st.columns(2)
    with left:
        draw(
            "distribution", "Days by correlation", charts.distribution,
            view.histogram, view.days, choices.pair, simulated,
        )  # fmt: skip
    with right:
        draw(
            "days_by_year", "Days of each label by year", charts.days_by_year,
            view.by_year, choices.pair, simulated,
        )  # fmt: skip


def open_clicked() -> None:
    """Open the day of the chart on which was clicked."""
    clicked = st.session_state["daily_series"]["selection"].get(charts.CLICKED)
    if clicked:
        open_day(date.fromisoformat(clicked[0]["day"]))


def first_days(with_value: pd.DataFrame) -> str:
    """A few days with their correlations, by name."""
    days = [
        f"{day:%Y-%m-%d} ({correlation:.2f})"
        for day, correlation in with_value[["trade_date", "realized_correlation"]].head(N_NAMED).to_numpy()
    ]
    return f"{'They are' if len(with_value) <= N_NAMED else 'The first are'} {', '.join(days)}."


def regime_note(count: dict[Any, Any], regime: str) -> str:
    """A line under a number of days: their share and mean, or why they have no label."""
    share = f"{100 * count['share']:.0f} %"
    if regime == "none":
        return f"{share}, {in_words(count['main_reason'])}"
    return f"{share}, mean {count['mean_correlation']:.2f}"


def side_by_side(choices: Choices, view: View, other_choices: Choices, other: View, release: Release) -> None:
    """The same days of another pair or sample beside those chosen: both series, and how often labels agree."""
    st.header("Side by side")
    both = ((choices, view), (other_choices, other))
    for number, (place, (chosen, shown)) in enumerate(zip(st.columns(2), both, strict=True)):
        with place:
            st.markdown(f"**{short_pair_name(chosen.pair)}** · {named(SAMPLES, chosen.sample)}")
            if shown.days["realized_correlation"].isna().all():
                st.info("No day of this choice has a correlation.")
                continue
            draw(
                f"beside_{number}", "Daily correlation by day", charts.daily_series,
                shown.days, chosen, bool(release["is_simulated"]),
            )  # fmt: skip
    st.dataframe(beside_table(both), placeholder=DASH, key="beside_table")
    st.caption(agreement(view.days, other.days))


def beside_table(both: tuple[tuple[Choices, View], ...]) -> pd.DataFrame:
    """What one compares, a column each: days, mean, thresholds of the last day, and days of each label."""
    columns = {}
    for chosen, shown in both:
        last = shown.days.dropna(subset="safety_threshold").tail(1).to_dict("records")
        counts = shown.days["regime"].value_counts()
        values = shown.days["realized_correlation"].dropna()
        columns[f"{short_pair_name(chosen.pair)}, {named(SAMPLES, chosen.sample)}"] = {
            "Days with a correlation": f"{len(values):,}",
            "Mean correlation": f"{values.mean():.3f}" if len(values) else None,
            "Safety at or below": f"{last[0]['safety_threshold']:.3f}" if last else None,
            "Risky at or above": f"{last[0]['risky_threshold']:.3f}" if last else None,
            "Safety days": f"{counts.get('safety', 0):,}",
            "Risky days": f"{counts.get('risky', 0):,}",
        }
    return pd.DataFrame(columns)


def agreement(days: pd.DataFrame, others: pd.DataFrame) -> str:
    """How the two go together on the days that both have."""
    both = days.merge(others, on="trade_date", suffixes=("", "_other"))
    both = both[(both["regime"] != "none") & (both["regime_other"] != "none")]
    if both.empty:
        return "No day has a label in both."
    same = (both["regime"] == both["regime_other"]).mean()
    safety = ((both["regime"] == "safety") & (both["regime_other"] == "safety")).sum()
    together = both["realized_correlation"].corr(both["realized_correlation_other"])
    return (
        f"Of {len(both):,} days with a label in both, {100 * same:.0f} % have the same; {safety:,} are safety days"
        f" of both. The two series have a correlation of {together:.2f}."
    )


def returns(choices: Choices, ahead: pd.DataFrame, catalogue: Catalogue, release: Release) -> None:
    """What an asset earned on each kind of day and over the sessions after it."""
    st.header("Returns on and after the days")
    names = dict(catalogue.assets)
    st.selectbox("Asset", list(names), format_func=lambda asset: named(names, asset), key="asset")
    if choices.basis == "hindsight":
        st.caption(
            "These labels look ahead: the thresholds are of the whole sample. What could be known by the close"
            " stands under the labels as known that evening."
        )
    if not ahead["n_days"].any():
        st.info(f"{named(names, choices.asset)} has no return on these days.")
        return
    kinds = {"all": "All", **regime_names(choices.pair)}
    for place, sessions in zip(st.columns(len(HORIZON_NAMES)), HORIZON_NAMES, strict=True):
        with place:
            draw(
                f"returns_{sessions}", f"Mean return on each kind of day: {HORIZON_NAMES[sessions]}",
                charts.returns_ahead, ahead, sessions, kinds, bool(release["is_simulated"]),
            )  # fmt: skip
    st.dataframe(
        ahead.assign(
            regime=ahead["regime"].map(kinds),
            sessions=ahead["sessions"].map(HORIZON_NAMES),
            p_value=p_values(ahead["p_value"]),
        ),
        hide_index=True,
        placeholder=DASH,
        key="returns_table",
        height="content",
        column_order=["regime", "sessions", "n_days", "mean_return_bp", "std_error", "t_stat", "p_value"],
        column_config={
            "regime": "Days",
            "sessions": "Return of",
            "n_days": NUMBER("N", format="localized", help="Days with each of these returns"),
            "mean_return_bp": NUMBER("Mean, bp", format="%.1f", help="Log return, the sum of the sessions"),
            "std_error": NUMBER(
                "Error", format="%.1f", help="Newey-West; its lags span the windows' overlap"
            ),
            "t_stat": NUMBER("t", format="%.2f"),
            "p_value": st.column_config.TextColumn("p", help="Two-sided, standard normal"),
        },
    )
    downloads("returns", ahead, choices, release)


def day_list(choices: Choices, view: View, release: Release) -> None:
    """The days themselves, newest first; one that is chosen opens."""
    st.header("Days")
    names = regime_names(choices.pair)
    st.segmented_control(
        "Days listed", SHOWN_DAYS, format_func=lambda label: names.get(label, "All"), key="shown",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    days = view.days_listed(choices.shown)
    newest = days.iloc[::-1]

    def open_row() -> None:
        rows = st.session_state["day_list"]["selection"]["rows"]
        if rows and rows[0] < len(newest):
            open_day(newest["trade_date"].iloc[rows[0]].date())

    st.dataframe(
        newest.assign(regime=newest["regime"].map(names), null_reason=reasons(newest)),
        hide_index=True,
        height=320,
        key="day_list",
        on_select=open_row,
        selection_mode="single-row",
        placeholder=DASH,
        column_order=[
            "trade_date", "realized_correlation", "correlation_ci_low", "correlation_ci_high",
            "correlation_mean_20d", "regime", "n_intervals", "null_reason",
        ],
        column_config={
            "trade_date": DATE("Day"),
            "realized_correlation": NUMBER("Correlation", format="%.3f"),
            "correlation_ci_low": NUMBER("95 % from", format="%.3f"),
            "correlation_ci_high": NUMBER("95 % to", format="%.3f"),
            "correlation_mean_20d": NUMBER("20-day mean", format="%.3f"),
            "regime": "Label",
            "n_intervals": NUMBER("Intervals", help="Intervals in which both legs have a return"),
            "null_reason": "Why without value or label",
        },
    )  # fmt: skip
    st.caption(f"{len(days):,} days")
    downloads("days", days, choices, release)


def about(release: Release) -> None:
    """Which release this is, and how to pass the view on."""
    kind = "SIMULATED release" if release["is_simulated"] else "Release"
    with st.sidebar:
        st.caption(
            f"{kind} {release['release_id']}, built {release['built_at_utc']:%Y-%m-%d %H:%M} UTC. A new"
            " release shows here by itself.\n\nThe page's address holds every choice: copy it to pass the"
            " view on."
        )
