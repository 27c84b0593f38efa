"""The top of the page: the latest correlation, how sure it is, what kind of day, and what such days meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stockbond.report.charts.theme import REGIME_LABELS, STATE_LABELS
from stockbond.report.data import records
from stockbond.report.summary import Age, age, one_sentence
from stockbond.report.wording import NONE, day, number, percent, reason
from stockbond.words import event_name, shown_probability

if TYPE_CHECKING:
    from stockbond.report.data import ReportData

NEXT_EVENTS = 3
AS_KNOWN = ("same_as_known", "next_as_known")  # by sessions ahead
TOLD = ("same", *AS_KNOWN)
DAY_TYPES = ("safety", "risky", "other")
ASSETS = {
    "spx": "S&P 500 futures", "ust": "10-year note futures", "TLT": "Treasury bonds over 20 years",
    "HYG": "High-yield bonds", "dxy": "Dollar index (DXY)", "eur_usd": "Euro in dollars",
    "yen_usd": "Yen in dollars", "GOLD": "Gold", "WTI": "Crude oil",
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A line of the top: what, its value, and a word of explanation; `kind` colours it."""

    name: str
    value: str
    note: str
    kind: str = ""


@dataclass(frozen=True)
class Meant:
    """What an asset earned by kind of day: value, stars and t by kind and by what is told of it."""

    asset: str
    by_type: dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True)
class Headline:
    """The top of the page. `regime` is None where no kind of day is told."""

    day: str
    value: str
    interval: str
    summary: str
    sentence: str
    age: Age
    last_days: list[dict[str, Any]]
    next_events: list[str]
    regime: str | None
    facts: list[Fact]
    states: list[tuple[str, str, float, str]]  # key, label, probability, as text
    meant: list[Meant]
    n_days: dict[str, str]


def headline(data: ReportData) -> Headline | None:
    """The latest day that has a correlation; None where no day has."""
    latest = data.first("latest")
    if latest is None:
        return None
    states = latest_states(data, latest)
    meant, n_days = earned(data)
    days = records(data["last_days"])
    release = data.first("release") or {}
    return Headline(
        day=day(latest["trade_date"]),
        value=number(latest["realized_correlation"], sign=True),
        interval=f"{number(latest['correlation_ci_low'], sign=True)} to "
        f"{number(latest['correlation_ci_high'], sign=True)}",
        summary=in_one_sentence(data, latest),
        sentence=sentence(latest),
        age=age(latest["trade_date"], release.get("as_of") or release.get("built_at_utc")),
        last_days=[last_day(row) for row in days],
        next_events=next_events(data),
        regime=latest["regime"],
        facts=facts(data, latest),
        states=states,
        meant=meant,
        n_days=n_days,
    )


def in_one_sentence(data: ReportData, latest: dict[str, Any]) -> str:
    """The latest day: value, change, label, interval and slow state."""
    days = records(data["last_days"])
    before = {"realized_correlation": days[1]["correlation"]} if len(days) > 1 else None
    return one_sentence(latest, before, data.first("thresholds"), latest_states(data, latest))


def sentence(latest: dict[str, Any]) -> str:
    """What the interval allows to say, in words."""
    low, high = latest["correlation_ci_low"], latest["correlation_ci_high"]
    if low is None or high is None:
        return "How sure that is cannot be told."
    if high < 0:
        return "Stocks and Treasuries moved against each other: Treasuries worked as a hedge that day."
    if low > 0:
        return "Stocks and Treasuries moved together: Treasuries added to the risk that day."
    return "Zero lies inside the interval: whether Treasuries hedged stocks that day cannot be told."


def last_day(row: dict[str, Any]) -> dict[str, Any]:
    """One of the last days as the page writes it."""
    regime, known, probability = row["in_hindsight"], row["as_known_that_evening"], row["probability"]
    return {
        "Day": f"{row['day']:%-d %b %Y}",
        "Correlation": number(row["correlation"], sign=True),
        "95 % interval": f"{number(row['ci_low'], sign=True)} to {number(row['ci_high'], sign=True)}",
        "Mean of 20 days": number(row["mean_20d"], sign=True),
        "In hindsight": REGIME_LABELS.get(regime, NONE),
        "With probability": NONE if probability is None else shown_probability(probability),
        "As known that evening": REGIME_LABELS.get(known, NONE),
        "State: safe haven": percent(row["prob_safe_haven"]),
        "State: Treasuries the risk": percent(row["prob_ust_risk"]),
    }


def next_events(data: ReportData) -> list[str]:
    """The next events that are known, in words."""
    words = []
    for row in records(data["upcoming"])[:NEXT_EVENTS]:
        time = f", {row['new_york_time']} New York" if row["new_york_time"] else ""
        doubt = ", date estimated" if row["is_date_estimated"] else ""
        words.append(f"{event_name(row['event_type'])}, {day(row['day'])}{time}{doubt}")
    return words


def facts(data: ReportData, latest: dict[str, Any]) -> list[Fact]:
    """Kind of day in hindsight and as known that evening, the last 20 days, and the place in history."""
    cut = data.first("thresholds")
    bounds = ""
    if cut is not None:
        bounds = (
            f"Safety at {number(cut['safety_threshold'], 3, sign=True)} and below, "
            f"risky at {number(cut['risky_threshold'], 3, sign=True)} and above, of all days loaded."
        )
    rank = latest["percentile"] if latest["n_days"] > 1 else None
    return [
        regime_fact("In hindsight", latest, "", bounds),
        regime_fact("As known that evening", latest, "_point_in_time", "Cut by the days before it alone."),
        Fact(
            "Mean of 20 days", number(latest["correlation_mean_20d"], sign=True),
            "The last 20 days with a correlation." if latest["correlation_mean_20d"] is not None
            else "Fewer than 20 days have a correlation.",
        ),
        Fact(
            "Rank in history", percent(rank),
            f"of {latest['n_days']:,} days were as low or lower." if rank is not None
            else "There is no other day to compare with.",
        ),
    ]  # fmt: skip


def regime_fact(name: str, latest: dict[str, Any], clock: str, note: str) -> Fact:
    """The kind of day and how probable it is, or why it is not told; `clock` ends the columns' names."""
    regime, probability = latest[f"regime{clock}"], latest[f"label_probability{clock}"]
    if regime is None:
        return Fact(name, "Not told", f"{reason(latest[f'regime{clock}_null_reason']).capitalize()}.")
    if probability is not None:
        doubt = ": uncertain" if latest[f"is_label_uncertain{clock}"] else ""
        note = f"With probability {shown_probability(probability)}{doubt}. {note}".strip()
    return Fact(name, REGIME_LABELS[regime], note, regime)


def latest_states(data: ReportData, latest: dict[str, Any]) -> list[tuple[str, str, float, str]]:
    """Filtered probability of each state on the latest day; empty where the model has none for it."""
    frame = data["states"]
    rows = records(frame[frame["trade_date"].dt.date == latest["trade_date"]]) if len(frame) else []
    if not rows or rows[0]["filtered_neutral"] is None:
        return []
    found = [(key, text, rows[0][f"filtered_{key}"]) for key, text in STATE_LABELS.items()]
    return [(key, text, value, percent(value)) for key, text, value in found]


def earned(data: ReportData) -> tuple[list[Meant], dict[str, str]]:
    """Mean returns by kind of day of the assets that everybody watches, and the number of such days.

    The same day's by the label in hindsight, and the same and the next day's by the label of that evening.
    """
    rows = {(row["asset"], row["day_type"], "same"): row for row in records(data["assets"])}
    for row in records(data["as_known"]):
        rows[row["asset"], row["day_type"], AS_KNOWN[row["sessions_ahead"]]] = row
    table = [
        Meant(
            name,
            {kind: {told: mean_return(rows.get((asset, kind, told))) for told in TOLD} for kind in DAY_TYPES},
        )
        for asset, name in ASSETS.items()
        if any(rows.get((asset, kind, "same"), {}).get("mean_return_bp") is not None for kind in DAY_TYPES)
    ]
    counts = {row["regime"]: number(row["n_days"], 0) for row in records(data["thresholds"])}
    return table, counts


def mean_return(row: dict[str, Any] | None) -> dict[str, str]:
    """A mean return in basis points with stars and t."""
    if row is None or row["mean_return_bp"] is None:
        return {"value": NONE, "stars": "", "t": ""}
    return {
        "value": number(row["mean_return_bp"], 1, sign=True),
        "stars": row.get("stars") or "",
        "t": f"[{number(row['t_stat'])}]",
    }
