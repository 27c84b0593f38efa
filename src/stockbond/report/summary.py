"""The first sentence of the page: value, label and state reconciled, and how old the data are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stockbond.report.charts.theme import STATE_LABELS
from stockbond.report.wording import day, number, percent
from stockbond.words import shown_probability

KINDS = ("safety", "risky", "other")
FRESH_DAYS = 4  # from a Friday to the Tuesday after a holiday


def changed(latest: dict[str, Any], before: dict[str, Any] | None) -> str:
    """The value, against the day before with a correlation and against the mean of 20 days."""
    value = latest["realized_correlation"]
    words = number(value, sign=True)
    if before is not None:
        words += f", {direction(value, before['realized_correlation'])} the day before"
    if latest["correlation_mean_20d"] is not None:
        words += f" and {number(latest['correlation_mean_20d'], sign=True)} on the mean of 20 days"
    return words


def direction(value: float, before: float) -> str:
    """Up or down from another value, as both are shown."""
    shown = number(before, sign=True)
    if number(value, sign=True) == shown:
        return f"as {shown}"
    return f"{'up' if value > before else 'down'} from {shown}"


def labelled(latest: dict[str, Any]) -> str | None:
    """The kind of day with its probability; "between" two kinds where it is uncertain."""
    regime, probability = latest["regime"], latest["label_probability"]
    if regime is None:
        return None
    if probability is None:
        return f"{regime} day, its probability cannot be told"
    ranked = sorted(KINDS, key=lambda kind: latest[f"{kind}_probability"] or 0, reverse=True)
    if not latest["is_label_uncertain"]:
        return f"{regime} day with probability {shown_probability(probability)}"
    rival = next(kind for kind in ranked if kind != regime)
    return (
        f"between {regime} and {rival}: probability of {article(regime)} day {shown_probability(probability)}"
        f", of {article(rival)} day {shown_probability(latest[f'{rival}_probability'])}"
    )


def article(kind: str) -> str:
    """A kind of day with its article."""
    return f"an {kind}" if kind == "other" else f"a {kind}"


def crossed(latest: dict[str, Any], cut: dict[str, Any] | None) -> str:
    """Which thresholds the 95 % interval reaches over; empty where none."""
    low, high = latest["correlation_ci_low"], latest["correlation_ci_high"]
    if cut is None or low is None or high is None:
        return ""
    over = [
        f"the {name} threshold ({number(cut[f'{name}_threshold'], 3, sign=True)})"
        for name in ("safety", "risky")
        if low <= cut[f"{name}_threshold"] <= high
    ]
    return f"the 95\N{NO-BREAK SPACE}% interval reaches over {' and '.join(over)}" if over else ""


def slow_state(states: list[tuple[str, str, float, str]]) -> str:
    """The likeliest state, which many days tell, beside the label, which one day tells."""
    if not states:
        return ""
    key, _, value, _ = max(states, key=lambda state: state[2])
    return f"the slow state, told by many days and not this one, is {STATE_LABELS[key].lower()}, {percent(value)}"


def one_sentence(
    latest: dict[str, Any],
    before: dict[str, Any] | None,
    cut: dict[str, Any] | None,
    states: list[tuple[str, str, float, str]],
) -> str:
    """Value, change, label, interval and state in one sentence that does not contradict itself."""
    parts = [changed(latest, before), labelled(latest), crossed(latest, cut), slow_state(states)]
    return "; ".join(part for part in parts if part) + "."


@dataclass(frozen=True)
class Age:
    """To which day the data go. How old that is, and whether stale, the page tells when it is read (report.js)."""

    last_day: str
    words: str


def age(last: date, made: date | datetime | None) -> Age:
    """The latest day, and that of the release, which was made at `made`."""
    release = "" if made is None else f"; release of {day(made)}"
    return Age(last.isoformat(), f"Data to {day(last)}{release}.")
