"""One day from its open on, alone or beside another: prices, correlations, events, contracts, neighbours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from stockbond.explorer import charts
from stockbond.explorer.choices import Catalogue, Choices
from stockbond.explorer.controls import open_day
from stockbond.explorer.elements import DASH, DATE, NUMBER, Release, day_in_words, downloads, draw, reasons
from stockbond.explorer.view import Hours, View
from stockbond.explorer.words import (
    CHOSEN,
    asset_names,
    named,
    pair_legs,
    regime_names,
    subtype_name,
)
from stockbond.words import event_name

N_NEIGHBOURS = 5
ReadHours = Callable[[date], Hours]


def one_day(
    choices: Choices, view: View, release: Release, catalogue: Catalogue, read_hours: ReadHours
) -> None:
    """The day chosen, with what leads to others."""
    st.header("Day by the hour", anchor="day")
    pickers(choices, view, catalogue)
    if choices.day is None:
        st.caption(
            "A click on a day of the chart above, on a row of the list of days, or a date here opens it."
        )
        return
    days = [day for day in (choices.day, choices.beside_day) if day]
    for place, day in zip(st.columns(len(days)), days, strict=True):
        with place:
            panel(day, choices, view, release, read_hours(day))


def pickers(choices: Choices, view: View, catalogue: Catalogue) -> None:
    """The date, that beside it, and the sessions before and after."""
    sessions = list(view.labelled["trade_date"].dt.date)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, key in (("Day", "day"), ("Another day beside it", "beside_day")):
            st.date_input(
                label, min_value=catalogue.first_date, max_value=catalogue.last_date, format="YYYY-MM-DD",
                key=key, width=170,
            )  # fmt: skip
        day = choices.day
        before = max((other for other in sessions if day and other < day), default=None)
        after = min((other for other in sessions if day and other > day), default=None)
        for label, target in (("Session before", before), ("Session after", after)):
            st.button(label, on_click=open_day, args=(target,), disabled=target is None, key=label)


def panel(day: date, choices: Choices, view: View, release: Release, hours: Hours) -> None:
    """One day."""
    names = regime_names(choices.pair)
    simulated = bool(release["is_simulated"])
    rows = view.labelled[view.labelled["trade_date"].dt.date == day].to_dict("records")
    st.subheader(f"{day:%A, %-d %B %Y}", anchor=False)
    st.markdown(sentence(rows[0] if rows else None, hours, names))
    if hours.times.empty:
        st.info("No hours to show: it takes bars of both legs on that day.")
    else:
        legs = [
            named(asset_names(), leg).removesuffix(" futures")
            for leg in pair_legs().get(choices.pair, ("First leg", "Second leg"))
        ]
        draw(
            f"prices_{day}", "Prices of both legs against the open, through the day",
            charts.day_prices, hours.times, legs, simulated,
        )  # fmt: skip
        draw(
            f"hours_{day}", "Correlation since the open and of the last two hours, through the day",
            charts.day_correlations, hours.times, timed(hours.events, day), simulated,
        )  # fmt: skip
    if len(hours.contracts):
        st.dataframe(
            hours.contracts.assign(
                instrument=hours.contracts["instrument"].map(lambda leg: named(asset_names(), leg)),
                chosen_because=hours.contracts["chosen_because"].map(lambda why: named(CHOSEN, why)),
                volume_share=100 * hours.contracts["volume_share"].astype(float),
            ),
            hide_index=True,
            placeholder=DASH,
            key=f"contracts_{day}",
            column_order=[
                "contract",
                "chosen_because",
                "volume_share",
                "months_to_expiry",
                "vendor",
                "instrument",
            ],
            column_config={
                "instrument": "Leg",
                "contract": "Contract",
                "vendor": "Vendor",
                "chosen_because": "Chosen",
                "volume_share": NUMBER("Volume", format="%.0f %%", help="Of all contracts of the vendor's"),
                "months_to_expiry": NUMBER("To expiry", format="%d months"),
            },
        )
    neighbours(day, view, names)
    if day == choices.day and len(hours.times):
        downloads("hours", hours.times.drop(columns="new_york_time"), choices, release)


def sentence(row: dict[Any, Any] | None, hours: Hours, names: dict[str, str]) -> str:
    """The day's correlation, label and events."""
    if row is None:
        return "No session of this sample."
    parts = []
    if row["realized_correlation"] == row["realized_correlation"]:
        said = day_in_words(row, names)
        parts.append(f"{said[:1].upper()}{said[1:]}, {int(row['n_intervals'])} returns.")
    else:
        parts.append(f"No correlation: {reasons(pd.DataFrame([row])).iloc[0]}.")
    if len(hours.events):
        parts.append(f"Events: {', '.join(map(event_in_words, hours.events.to_dict('records')))}.")
    return " ".join(parts)


def event_in_words(event: dict[Any, Any]) -> str:
    """ "FOMC announcement, rate cut, 14:15"."""
    subtype = subtype_name(event["event_subtype"]).lower()
    return ", ".join(
        part for part in (event_name(event["event_type"]), subtype, event["event_time_et"]) if part
    )


def timed(events: pd.DataFrame, day: date) -> pd.DataFrame:
    """The events of a day that have a time, as the chart of the day takes them."""
    with_time = events[events["event_time_et"] != ""]
    return pd.DataFrame(
        {
            "event": with_time["event_type"].map(event_name),
            "new_york_time": pd.to_datetime(f"{day} " + with_time["event_time_et"]),
        }
    )


def neighbours(day: date, view: View, names: dict[str, str]) -> None:
    """The sessions around the day."""
    dates = view.labelled["trade_date"].dt.date
    around = pd.concat(
        [
            view.labelled[dates < day].tail(N_NEIGHBOURS),
            view.labelled[dates == day],
            view.labelled[dates > day].head(N_NEIGHBOURS),
        ]
    )
    st.dataframe(
        around.assign(regime=around["regime"].map(names), null_reason=reasons(around)),
        hide_index=True,
        placeholder=DASH,
        key=f"neighbours_{day}",
        height="content",
        column_order=[
            "trade_date",
            "realized_correlation",
            "correlation_mean_20d",
            "regime",
            *(["null_reason"] if around["null_reason"].notna().any() else []),
        ],
        column_config={
            "trade_date": DATE("Sessions around"),
            "realized_correlation": NUMBER("Correlation", format="%.2f"),
            "correlation_mean_20d": NUMBER("20-day mean", format="%.2f"),
            "regime": "Label",
            "null_reason": "Why without value or label",
        },
    )
