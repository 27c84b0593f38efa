"""The sidebar: what may be chosen, and the address that says what was.

The address always names every choice. One that the page did not write itself (a link that was opened, the
browser's way back) is followed; otherwise the widgets decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from stockbond.explorer.choices import NONE, Catalogue, Choices, read_query
from stockbond.explorer.words import BASES, EVENT_SUBSETS, OUTCOMES, SAMPLES, named, short_pair_name
from stockbond.words import event_name


def choose(catalogue: Catalogue) -> Choices:
    """Show the widgets and return what they say; the address follows."""
    state = st.session_state
    query = dict(st.query_params)
    if query != state.get("address"):
        choices, complaints = read_query(query, catalogue)
        if complaints:
            st.warning(" ".join(["The link cannot be followed whole:", *complaints]))
    else:
        # A new release may lack what was chosen, a new event type the subset: these fall back in silence.
        choices, _ = read_query(from_widgets().to_query(), catalogue)
    to_widgets(choices, catalogue)
    with st.sidebar:
        show_widgets(catalogue, choices)
    choices = from_widgets()
    st.query_params.from_dict(choices.to_query())
    state["address"] = choices.to_query()
    return choices


def to_widgets(choices: Choices, catalogue: Catalogue) -> None:
    """Set the widgets to these choices."""
    first, last = choices.dates or (catalogue.first_date, catalogue.last_date)
    st.session_state.update(
        pair=choices.pair,
        sample=choices.sample,
        percentiles=(choices.safety_percentile, choices.risky_percentile),
        basis=choices.basis,
        event_type=choices.event_type,
        event_subset=choices.event_subset,
        outcome=choices.outcome,
        some_dates=choices.dates is not None,
        first=first,
        last=last,
        shown=choices.shown,
        zoom=choices.zoom,
        day=choices.day,
        beside_day=choices.beside_day,
        beside_pair=choices.beside_pair,
        beside_sample=choices.beside_sample,
        asset=choices.asset,
    )


def from_widgets() -> Choices:
    """What the widgets say. Two dates in the wrong order are put right."""
    state = st.session_state
    safety, risky = state["percentiles"]
    first, last = sorted((state["first"], state["last"]))
    return Choices(
        pair=state["pair"],
        sample=state["sample"],
        safety_percentile=safety,
        risky_percentile=risky,
        basis=state["basis"],
        event_type=state["event_type"],
        event_subset=state["event_subset"],
        outcome=state["outcome"],
        dates=(first, last) if state["some_dates"] else None,
        shown=state["shown"],
        zoom=state["zoom"],
        day=state["day"],
        beside_day=state["beside_day"],
        beside_pair=state["beside_pair"],
        beside_sample=state["beside_sample"],
        asset=state["asset"],
    )


def show_widgets(catalogue: Catalogue, choices: Choices) -> None:
    """The sidebar, from the market to the events."""
    st.header("Days")
    st.selectbox("Pair", catalogue.pairs, format_func=short_pair_name, key="pair")
    st.selectbox("Sample", catalogue.samples, format_func=partial(named, SAMPLES), key="sample")
    beside_box("Another pair beside it", catalogue.pairs, choices.pair, short_pair_name, "beside_pair")
    beside_box(
        "Another sample beside it",
        catalogue.samples,
        choices.sample,
        partial(named, SAMPLES),
        "beside_sample",
    )
    st.toggle("Only some dates", key="some_dates")
    if st.session_state["some_dates"]:
        earliest, latest = catalogue.first_date, catalogue.last_date
        if choices.dates:
            earliest, latest = min(earliest, choices.dates[0]), max(latest, choices.dates[1])
        for label, key in (("First day", "first"), ("Last day", "last")):
            st.date_input(label, min_value=earliest, max_value=latest, format="YYYY-MM-DD", key=key)
    st.header("Regimes")
    st.slider(
        "Thresholds, percentiles", 1, 99, step=1, key="percentiles",
        help="Bond safety days lie at or below the first percentile of the correlation, bond risky days at or"
        " above the second. Percentiles are those of the whole sample; dates only narrow what is shown.",
    )  # fmt: skip
    st.radio(
        "Labels", tuple(BASES), format_func=partial(named, BASES), key="basis",
        help="In hindsight: percentiles of the whole sample, as in the paper. As known that evening:"
        " percentiles of all days before it; the day's own correlation is known at its close.",
    )  # fmt: skip
    st.header("Events")
    st.selectbox("Event", catalogue.event_types(), format_func=event_name, key="event_type")
    st.selectbox(
        "Subset",
        catalogue.subsets(choices.event_type),
        format_func=partial(named, EVENT_SUBSETS),
        key="event_subset",
    )
    st.selectbox("Outcome", catalogue.outcomes, format_func=partial(named, OUTCOMES), key="outcome")


def beside_box(
    label: str, all_of_them: Sequence[str], chosen: str, name: Callable[[str], str], key: str
) -> None:
    """What may stand beside the choice: nothing, or another one."""
    others = [NONE, *(other for other in all_of_them if other != chosen)]
    if st.session_state[key] not in others:
        st.session_state[key] = NONE
    st.selectbox(label, others, format_func=lambda other: "None" if other == NONE else name(other), key=key)


def open_day(day: date) -> None:
    """Show a day from its open on; what the widgets say follows at the next run."""
    st.session_state["day"] = day
