"""The parts of the page, each from one view to Streamlit's elements."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from stockbond.explorer import charts, exports
from stockbond.explorer.choices import SHOWN_DAYS, Choices
from stockbond.explorer.view import View
from stockbond.explorer.words import (
    BASES,
    ENTERING,
    EVENT_SUBSETS,
    OUTCOMES,
    REGIMES,
    SAMPLES,
    named,
    pair_names,
)
from stockbond.published import returns_measured
from stockbond.reasons import in_words
from stockbond.words import event_name, shown_probability

Release = dict[str, Any]
N_NAMED = 5
DATE = partial(st.column_config.DateColumn, format="YYYY-MM-DD")
NUMBER = st.column_config.NumberColumn


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
    low, high = last["correlation_ci_low"], last["correlation_ci_high"]
    interval = f" (95 % interval {low:.2f} to {high:.2f})" if low == low else ""
    st.caption(
        f"Last day {last['trade_date']:%Y-%m-%d}: correlation {last['realized_correlation']:.2f}"
        f"{interval}{label_in_words(last['regime'], last['label_probability'])}."
    )


def label_in_words(regime: str, probability: float) -> str:
    """ ", a bond safety day with probability 0.8"; nothing where the day has no label."""
    if regime == "none":
        return ""
    article = "an" if regime == "other" else "a"
    sure = f" with probability {shown_probability(probability)}" if probability == probability else ""
    return f", {article} {REGIMES[regime].lower()} day{sure}"


def regimes(choices: Choices, view: View, release: Release) -> None:
    """Days of each label, the daily series, the distribution, and the years."""
    counts = {row["regime"]: row for row in view.by_regime.to_dict("records")}
    with st.container(horizontal=True):
        for regime, name in REGIMES.items():
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
    st.altair_chart(
        charts.daily_series(view.days, simulated), key="daily_series", alt="Daily correlation by day"
    )
    left, right = st.columns(2)
    left.altair_chart(
        charts.distribution(view.histogram, view.days, simulated),
        key="distribution",
        alt="Days by correlation",
    )
    right.altair_chart(
        charts.days_by_year(view.by_year, simulated), key="days_by_year", alt="Days of each label by year"
    )


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


def event_study(choices: Choices, view: View, release: Release) -> None:
    """The mean change on event days with its t, whole and by the label of the session before."""
    st.header("Event study")
    events = f"{event_name(choices.event_type)}"
    if choices.event_subset != "all":
        events += f", {named(EVENT_SUBSETS, choices.event_subset).lower()}"
    outcome = named(OUTCOMES, choices.outcome)
    st.markdown(f"**{events}** · change of **{outcome}** ({view.outcome.unit}) from the session before")
    if len(view.upcoming):
        st.caption(f"Upcoming: {', '.join(map(ahead, view.upcoming.to_dict('records')))}.")
    whole = view.study[view.study["entering_regime"] == "all"]
    if whole.empty:
        st.info("No event of this set lies in these days.")
        return
    if not whole["n_events"].iloc[0]:
        reason = in_words(view.outcome.reason or view.events["null_reason"].mode().iloc[0])
        st.info(f"No event has a change of {outcome}: {reason}.")
        return
    st.markdown(study_sentence(whole.iloc[0], view, choices))
    left, right = st.columns([3, 2])
    left.dataframe(
        view.study.assign(entering_regime=view.study["entering_regime"].map(ENTERING)),
        hide_index=True,
        placeholder="\N{EN DASH}",
        column_order=[
            "entering_regime", "n_events", "mean_change", "std_error", "t_stat", "p_value", "newey_west_lags",
        ],
        column_config={
            "entering_regime": "Events",
            "n_events": NUMBER("N", help="Events with a change of this outcome"),
            "mean_change": NUMBER("Mean", format="%.3f", help=f"Mean change, {view.outcome.unit}"),
            "std_error": NUMBER("Error", format="%.3f", help="Standard error of the mean, Newey-West"),
            "t_stat": NUMBER("t", format="%.2f", help="Newey-West on the event days, Bartlett kernel"),
            "p_value": NUMBER("p", format="%.3f", help="Two-sided, standard normal"),
            "newey_west_lags": NUMBER("Lags", help="Whole part of the fourth root of N"),
        },
    )  # fmt: skip
    if view.study["std_error"].notna().any():
        right.altair_chart(
            charts.event_means(view.study, view.outcome.unit, bool(release["is_simulated"])),
            key="event_means",
            alt="Mean change by label",
        )
    st.caption(
        "Pair, thresholds and kind of label change the split alone: the row of all events does not depend on"
        " them. The split goes by the label of the session *before* the event, because the event day's own"
        " label follows from the outcome. With few events, say under 30, the t passes 1.96 too often."
    )
    if view.robust:
        st.markdown(robust_sentence(view.robust))
    if not view.paths.empty:
        st.altair_chart(
            charts.event_path(view.paths, view.outcome.unit, bool(release["is_simulated"])),
            key="event_path",
            alt="Mean level around the events",
        )
    downloads("event_study", view.study, choices, release)
    if view.intraday[["on_event_days", "on_other_days"]].notna().any(axis=None):
        st.altair_chart(
            charts.event_hours(view.intraday, bool(release["is_simulated"])),
            key="event_hours",
            alt="The hours around the events",
        )
    with st.expander(f"The {len(view.events)} events"):
        st.dataframe(
            view.events.iloc[::-1].assign(
                entering_regime=view.events["entering_regime"].map(REGIMES),
                null_reason=reasons(view.events),
            ),
            hide_index=True,
            column_order=[
                "event_date", "change", "previous_level", "level", "previous_date", "entering_regime",
                "null_reason",
            ],
            column_config={
                "event_date": DATE("Event day"),
                "change": NUMBER("Change", format="%.3f"),
                "previous_level": NUMBER("Level before", format="%.3f"),
                "level": NUMBER("Level", format="%.3f"),
                "previous_date": DATE("Day before"),
                "entering_regime": "Label of the session before",
                "null_reason": "Why without a change",
            },
        )  # fmt: skip
        downloads("events", view.events, choices, release)


def robust_sentence(robust: tuple[float, ...]) -> str:
    """The p-values of tests that few events cannot deceive."""
    plain, newey_west, randomised, holm = (f"{p:.3f}" if p >= 0.0005 else "under 0.001" for p in robust)
    return (
        f"All events of the sample under other tests: p {plain} by the plain t, {newey_west} by Newey-West on"
        f" Student's t, **{randomised}** against random dates, {holm} after Holm over the whole table."
    )


def ahead(event: dict[Any, Any]) -> str:
    """An event that lies ahead, in words."""
    time = f" {event['event_time_et']}" if event["event_time_et"] else ""
    return f"{event['original_date']:%Y-%m-%d}{time}{' (estimated)' if event['is_date_estimated'] else ''}"


def study_sentence(whole: pd.Series[Any], view: View, choices: Choices) -> str:
    """The result in words, beside the paper's where it prints one for this sample."""
    n_events, n_in_set = int(whole["n_events"]), int(whole["n_events_in_set"])
    count = f"{n_events}" if n_events == n_in_set else f"{n_events} of {n_in_set}"
    if pd.isna(whole["t_stat"]):
        return f"{count} events: too few for a standard error."
    sentence = f"{count} events: mean change **{whole['mean_change']:+.3f}**, t **{whole['t_stat']:.2f}**."
    if view.printed and choices.sample == "paper" and choices.dates is None:
        mean, t_stat = view.printed
        sentence += f" The paper prints {mean:+.2f} with t {t_stat:.2f}."
    if view.outcome.reason:
        sentence += f" The outcome is there for a part of the sample only: {in_words(view.outcome.reason)}."
    return sentence


def day_list(choices: Choices, view: View, release: Release) -> None:
    """The days themselves, newest first."""
    st.header("Days")
    st.segmented_control(
        "Days listed", SHOWN_DAYS, format_func=lambda label: REGIMES.get(label, "All"), key="shown",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    days = view.days_listed(choices.shown)
    st.dataframe(
        days.iloc[::-1].assign(
            regime=days["regime"].map(REGIMES),
            null_reason=reasons(days),
        ),
        hide_index=True,
        height=320,
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


def reasons(frame: pd.DataFrame) -> pd.Series[str]:
    """The reasons of missing values in words; nothing where nothing is missing."""
    words = ["" if pd.isna(reason) else in_words(reason) for reason in frame["null_reason"]]
    return pd.Series(words, index=frame.index, dtype=str)


def downloads(table: str, frame: pd.DataFrame, choices: Choices, release: Release) -> None:
    """Two buttons: the table as CSV and as Parquet."""
    with st.container(horizontal=True):
        st.download_button(
            "CSV", exports.as_csv(frame), exports.file_name(release, table, "csv"), "text/csv",
            key=f"{table}_csv", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "Parquet", exports.as_parquet(frame, release, choices),
            exports.file_name(release, table, "parquet"), "application/vnd.apache.parquet",
            key=f"{table}_parquet", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def about(release: Release) -> None:
    """Which release this is, and how to pass the view on."""
    kind = "SIMULATED release" if release["is_simulated"] else "Release"
    with st.sidebar:
        st.caption(
            f"{kind} {release['release_id']}, built {release['built_at_utc']:%Y-%m-%d %H:%M} UTC. A new"
            " release shows here by itself.\n\nThe page's address holds every choice: copy it to pass the"
            " view on."
        )
