"""What the choices are called in the queries."""

from __future__ import annotations

from typing import Any

from stockbond.explorer.choices import Choices


def study(choices: Choices) -> dict[str, str]:
    """The event set, the outcome and the sample."""
    return {
        "event_type": choices.event_type,
        "event_subset": choices.event_subset,
        "outcome": choices.outcome,
        "sample": choices.sample,
    }


def span(choices: Choices) -> dict[str, Any]:
    """First and last day shown; NULL for the whole sample."""
    first, last = choices.dates or (None, None)
    return {"first": first, "last": last}
