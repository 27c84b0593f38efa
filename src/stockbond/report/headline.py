"""The top of the page: the latest correlation, how sure it is, what kind of day, and what such days meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stockbond.report.charts.theme import REGIME_LABELS, STATE_LABELS
from stockbond.report.data import records
from stockbond.report.wording import NONE, day, number, percent, reason

if TYPE_CHECKING:
    from stockbond.report.data import ReportData

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
    """What an asset earned on each kind of day: value, stars and t by kind."""

    asset: str
    by_type: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Headline:
    """The top of the page. `regime` is None where no kind of day is told."""

    day: str
    value: str
    interval: str
    sentence: str
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
    return Headline(
        day=day(latest["trade_date"]),
        value=number(latest["realized_correlation"], sign=True),
        interval=f"{number(latest['correlation_ci_low'], sign=True)} to "
        f"{number(latest['correlation_ci_high'], sign=True)}",
        sentence=sentence(latest),
        regime=latest["regime"],
        facts=facts(data, latest),
        states=states,
        meant=meant,
        n_days=n_days,
    )


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


def facts(data: ReportData, latest: dict[str, Any]) -> list[Fact]:
    """Kind of day in hindsight and as known that evening, the last 20 days, and the place in history."""
    cuts = {row["regime"]: row for row in records(data["thresholds"])}
    bounds = ""
    if "safety" in cuts and "risky" in cuts:
        bounds = (
            f"Safety at {number(cuts['safety']['highest'], sign=True)} and below, "
            f"risky at {number(cuts['risky']['lowest'], sign=True)} and above, of all days loaded."
        )
    rank = latest["percentile"] if latest["n_days"] > 1 else None
    return [
        regime_fact("In hindsight", latest["regime"], latest["regime_null_reason"], bounds),
        regime_fact(
            "As known that evening",
            latest["regime_point_in_time"],
            latest["regime_point_in_time_null_reason"],
            "Cut by the days before it alone.",
        ),
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


def regime_fact(name: str, regime: str | None, why: str | None, note: str) -> Fact:
    """The kind of day, or why it is not told."""
    if regime is None:
        return Fact(name, "Not told", f"{reason(why).capitalize()}.")
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
    """Mean returns by kind of day of the assets that everybody watches, and the number of such days."""
    rows = {(row["asset"], row["day_type"]): row for row in records(data["assets"])}
    table = [
        Meant(name, {kind: mean_return(rows.get((asset, kind))) for kind in DAY_TYPES})
        for asset, name in ASSETS.items()
        if any(rows.get((asset, kind), {}).get("mean_return_bp") is not None for kind in DAY_TYPES)
    ]
    counts = {row["regime"]: number(row["n_days"], 0) for row in records(data["thresholds"])}
    return table, counts


def mean_return(row: dict[str, Any] | None) -> dict[str, str]:
    """A mean return in basis points with stars and t."""
    if row is None or row["mean_return_bp"] is None:
        return {"value": NONE, "stars": "", "t": ""}
    return {
        "value": number(row["mean_return_bp"], 1, sign=True),
        "stars": row["stars"] or "",
        "t": f"[{number(row['t_stat'])}]",
    }
