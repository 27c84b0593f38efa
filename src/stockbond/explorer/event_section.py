"""The events: the study of one set, and the calendar of all of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from stockbond.explorer import charts
from stockbond.explorer.choices import Choices
from stockbond.explorer.elements import DASH, DATE, NUMBER, Release, downloads, draw, p_values, reasons
from stockbond.explorer.view import View
from stockbond.explorer.words import (
    EVENT_SUBSETS,
    OUTCOMES,
    entering_names,
    named,
    regime_names,
    subtype_name,
)
from stockbond.reasons import in_words
from stockbond.words import event_name, shown_p


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
        view.study.assign(
            entering_regime=view.study["entering_regime"].map(entering_names(choices.pair)),
            p_value=p_values(view.study["p_value"]),
        ),
        hide_index=True,
        placeholder=DASH,
        column_order=[
            "entering_regime", "n_events", "mean_change", "std_error", "t_stat", "p_value", "newey_west_lags",
        ],
        column_config={
            "entering_regime": "Events",
            "n_events": NUMBER("N", help="Events with a change of this outcome"),
            "mean_change": NUMBER("Mean", format="%.3f", help=f"Mean change, {view.outcome.unit}"),
            "std_error": NUMBER("Error", format="%.3f", help="Standard error of the mean, Newey-West"),
            "t_stat": NUMBER("t", format="%.2f", help="Newey-West on the event days, Bartlett kernel"),
            "p_value": st.column_config.TextColumn("p", help="Two-sided, standard normal"),
            "newey_west_lags": NUMBER("Lags", help="Whole part of the fourth root of N"),
        },
    )  # fmt: skip
    if view.study["std_error"].notna().any():
        with right:
            draw(
                "event_means", "Mean change by label", charts.event_means,
                view.study, entering_names(choices.pair), view.outcome.unit, bool(release["is_simulated"]),
            )  # fmt: skip
    st.caption(
        "Pair, thresholds and kind of label change the split alone: the row of all events does not depend on"
        " them. The split goes by the label of the session *before* the event, because the event day's own"
        " label follows from the outcome. With few events, say under 30, the t passes 1.96 too often."
    )
    if view.robust:
        st.markdown(robust_sentence(view.robust))
    if not view.paths.empty:
        draw(
            "event_path", "Mean level around the events", charts.event_path,
            view.paths, view.outcome.unit, bool(release["is_simulated"]),
        )  # fmt: skip
    downloads("event_study", view.study, choices, release)
    hours = view.intraday.dropna(subset=["on_event_days", "on_other_days"], how="all")
    if len(hours):
        st.subheader("The hours around the events", anchor=False)
        measures = list(dict.fromkeys(hours["measure"]))
        for place, measure in zip(st.columns(len(measures)), measures, strict=True):
            with place:
                draw(
                    f"event_hours_{measure}", f"{measure} around the events, beside other days",
                    charts.event_hours, hours, measure, bool(release["is_simulated"]),
                )  # fmt: skip
    with st.expander(f"The {len(view.events)} events"):
        st.dataframe(
            view.events.iloc[::-1].assign(
                entering_regime=view.events["entering_regime"].map(regime_names(choices.pair)),
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
    plain, newey_west, randomised, holm = map(shown_p, robust)
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
    count += " event" if count == "1" else " events"
    if pd.isna(whole["t_stat"]):
        return f"{count}: too few for a standard error."
    sentence = f"{count}: mean change **{whole['mean_change']:+.3f}**, t **{whole['t_stat']:.2f}**."
    if view.printed and choices.sample == "paper" and choices.dates is None:
        mean, t_stat = view.printed
        sentence += f" The paper prints {mean:+.2f} with t {t_stat:.2f}."
    if view.outcome.reason:
        sentence += f" The outcome is there for a part of the sample only: {in_words(view.outcome.reason)}."
    return sentence


def calendar(choices: Choices, view: View, release: Release) -> None:
    """All events of the release: those ahead, then those on the days shown, the latest first."""
    st.header("Calendar")
    ahead_of_us = view.calendar[view.calendar["is_upcoming"]]
    past = view.calendar[~view.calendar["is_upcoming"]].iloc[::-1]
    for place, (title, events) in zip(
        st.columns(2), {"Ahead": ahead_of_us, "Past": past}.items(), strict=True
    ):
        with place:
            st.subheader(title, anchor=False)
            calendar_table(title, events, choices)
            st.caption(f"{len(events):,} events")
    downloads("calendar", view.calendar, choices, release)


def calendar_table(title: str, events: pd.DataFrame, choices: Choices) -> None:
    """Events of every type, with the correlation and label of their days where those are over."""
    columns = ["event_date", "event_time_et", "event_type", "event_subtype"]
    of_the_day = ["realized_correlation", "regime"] if title == "Past" else ["is_date_estimated"]
    st.dataframe(
        events.assign(
            event_type=events["event_type"].map(event_name),
            event_subtype=events["event_subtype"].map(subtype_name),
            regime=events["regime"].map(regime_names(choices.pair)),
        ),
        hide_index=True,
        height=320,
        placeholder=DASH,
        key=f"calendar_{title}",
        column_order=columns + of_the_day,
        column_config={
            "event_date": DATE("Day"),
            "event_time_et": st.column_config.TextColumn("Time", help="New York"),
            "event_type": "Event",
            "event_subtype": "What",
            "realized_correlation": NUMBER("Correlation", format="%.2f"),
            "regime": "Label",
            "is_date_estimated": st.column_config.CheckboxColumn(
                "Estimated", help="A rule's day: nothing tells it"
            ),
        },
    )
