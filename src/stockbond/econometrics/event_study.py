"""Mean changes of daily measures on event days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stockbond.econometrics.newey_west import NotEstimableError, newey_west_mean

EVENT_SET = ["event_type", "event_subset", "sample"]
# Types are stated: a column in which every value is missing would otherwise take a type of its own.
COLUMN_TYPES = {
    "event_type": "object",
    "event_subset": "object",
    "sample": "object",
    "outcome": "object",
    "n_events": "int32",
    "n_events_in_set": "int32",
    "mean_change": "float64",
    "std_error": "float64",
    "t_stat": "float64",
    "p_value": "float64",
    "newey_west_lags": "Int32",
    "first_event_date": "datetime64[us]",
    "last_event_date": "datetime64[us]",
    "null_reason": "object",
}


def event_study(members: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Mean change on the event days of each set, with a Newey-West error on the event-day series itself.

    Over the N events of a set that have a change, mean = sum of changes / N; the error is that of
    `newey_west_mean`, for which one event is one lag from the next.

    Parameters
    ----------
    members
        One row per event set and event: event_type, event_subset, sample, event_id.
    changes
        One row per event and outcome: event_id, outcome, event_date, change; an event without a change does
        not enter.

    Returns
    -------
    One row per event set and outcome that occurs in `changes`, typed as in `COLUMN_TYPES`. `n_events` counts
    the events that enter, `n_events_in_set` all of the set; where the mean has no standard error the numbers
    are missing and `null_reason` says why. Lags are floor(n_events^(1/4)) events, in calendar order. Means
    and errors are in the unit of the changes.

    Raises
    ------
    KeyError
        A column is not there.
    ValueError
        A change is infinite.

    References
    ----------
    Tables 8 and 9 of Hu, Jin and Pan, the paper of `stockbond.econometrics`; its errors give back
    their printed t statistics.
    """
    columns = list(COLUMN_TYPES)
    return pd.DataFrame(_estimates(members, changes), columns=columns).astype(COLUMN_TYPES)


def _estimates(members: pd.DataFrame, changes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    outcomes = sorted(changes["outcome"].unique())
    # Ties of dates (an event moved onto another's day) are broken by id: the order of rows must not matter.
    ordered = (
        members[[*EVENT_SET, "event_id"]]
        .merge(changes[["event_id", "outcome", "event_date", "change"]], on="event_id")
        .sort_values(["event_date", "event_id"])
    )
    cells = dict(iter(ordered.groupby([*EVENT_SET, "outcome"])))
    for event_set, in_set in members.groupby(EVENT_SET):
        for outcome in outcomes:
            cell = cells.get((*event_set, outcome), ordered.iloc[:0]).dropna(subset="change")
            row = dict(zip(EVENT_SET, event_set, strict=True))
            row |= {"outcome": outcome, "n_events": len(cell), "n_events_in_set": len(in_set)}
            if len(cell):
                row |= {
                    "first_event_date": cell["event_date"].iloc[0],
                    "last_event_date": cell["event_date"].iloc[-1],
                }
            try:
                estimate = newey_west_mean(cell["change"].to_numpy(dtype=float))
            except NotEstimableError as error:
                yield row | {"null_reason": error.reason}
                continue
            yield row | {
                "mean_change": estimate.mean,
                "std_error": estimate.std_error,
                "t_stat": estimate.t_stat,
                "p_value": estimate.p_value,
                "newey_west_lags": estimate.lags,
            }
