"""What report and explorer say in the same words."""

from __future__ import annotations

EVENT_TYPES = {
    "fomc_announcement": "FOMC announcement",
    "fomc_minutes": "FOMC minutes",
    "quarter_end": "Quarter end",
    "month_end_ex_quarter_end": "Other month end",
    "auction_10y": "10-year auction",
    "auction_5y": "5-year auction",
}

EPISODES = "Episodes that the paper names"


def shown_probability(probability: float) -> str:
    """A probability with one digit ("0.8"); with two near certainty, and never 0 or 1."""
    digits = 1 if 0.05 <= probability < 0.95 else 2
    return f"{min(max(probability, 0.01), 0.99):.{digits}f}"


def shown_p(p: float) -> str:
    """A p-value with three digits; one that they would make zero is under 0.001."""
    return f"{p:.3f}" if p >= 0.0005 else "under 0.001"


def event_name(event_type: str) -> str:
    """An event of a type, for people; one of a user's set by the name that the set has."""
    return EVENT_TYPES.get(event_type, event_type.replace("_", " "))


def event_names(event_type: str) -> str:
    """The events of a type, for people."""
    name = event_name(event_type)
    return f"{name}s" if event_type in EVENT_TYPES and not name.endswith("s") else name
