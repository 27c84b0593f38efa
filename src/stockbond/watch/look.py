"""What there is to see: the two-hour correlation of the latest session, the latest label, and how old they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from stockbond.errors import StockbondError
from stockbond.published import open_published
from stockbond.quick.correlate import from_files
from stockbond.sql import rows

INTRADAY = "fct_intraday_correlation"
# Of two hours, and not of the session's first minutes.
LATEST = """
    select interval_end_at_utc, rolling_correlation_2h
    from {intraday} where pair_id = $pair and rolling_correlation_2h is not null
        and n_intervals >= $least
    order by interval_end_at_utc desc limit 2
"""
LABELS = """
    select trade_date, regime_point_in_time as label from marts.fct_regimes_daily
    where pair_id = $pair and sample = 'full' and regime_point_in_time is not null
    order by trade_date desc limit 2
"""
TWO_HOURS = 120  # minutes


@dataclass(frozen=True)
class Seen:
    """One look. What is not there is None: bars alone have no label."""

    source: str
    is_simulated: bool
    pair: str
    at_utc: datetime | None
    correlation_2h: float | None
    label: str | None = None
    label_date: date | None = None


@dataclass(frozen=True)
class Alert:
    """What passed a level, changed, or is stale."""

    kind: str
    message: str


def look_at_release(published: Path, pair: str) -> tuple[Seen, Seen | None]:
    """The newest release's latest values, and those before them; None where there are none before."""
    with open_published(published) as connection:
        release = rows(connection, "from reports.rpt_release")[0]
        least = TWO_HOURS // release["interval_minutes"]
        intraday = rows(
            connection, LATEST.format(intraday=f"marts.{INTRADAY}"), {"pair": pair, "least": least}
        )
        labels = rows(connection, LABELS, {"pair": pair})
    return two_looks(f"release {release['release_id']}", release["is_simulated"], pair, intraday, labels)


def look_at_bars(places: Sequence[Path], pair: str) -> tuple[Seen, Seen | None]:
    """The same of bar files, by the models of the build; without labels, which need years."""
    with from_files(list(places), pair) as files:
        mart = files.project.make(INTRADAY)
        least = TWO_HOURS // int(files.project.words["var"]("interval_minutes"))
        intraday = rows(files.connection, LATEST.format(intraday=mart), {"pair": pair, "least": least})
        return two_looks("bars", files.is_simulated, pair, intraday, [])


def two_looks(
    source: str, is_simulated: bool, pair: str, intraday: list[dict[str, Any]], labels: list[dict[str, Any]]
) -> tuple[Seen, Seen | None]:
    """The latest values and those before."""

    def seen(number: int) -> Seen:
        at = intraday[number] if len(intraday) > number else {}
        label = labels[number] if len(labels) > number else {}
        return Seen(
            source, bool(is_simulated), pair, at.get("interval_end_at_utc"), at.get("rolling_correlation_2h"),
            label.get("label"), label.get("trade_date"),
        )  # fmt: skip

    if not intraday and not labels:
        raise StockbondError(
            f"Nothing to watch: no two hours of pair {pair} have a correlation, and no day a label."
        )
    return seen(0), seen(1) if max(len(intraday), len(labels)) > 1 else None


def alerts(
    now: Seen, before: Seen | None, levels: Sequence[float], stale_hours: float, at: datetime
) -> list[Alert]:
    """What there is to tell of a look, beside the one before."""
    return [*passed(now, before, levels), *relabelled(now, before), *stale(now, stale_hours, at)]


def passed(now: Seen, before: Seen | None, levels: Sequence[float]) -> Iterator[Alert]:
    """Levels between the two values; a value on a level has passed it, one that was there before has not."""
    value, was = now.correlation_2h, before.correlation_2h if before else None
    if value is None or was is None:
        return
    for level in levels:
        if was < level <= value or was > level >= value:
            way = "above" if value > was else "below"
            yield Alert(
                "level_passed",
                f"Two-hour correlation of {now.pair} went {way} {level:+g}: {value:+.3f}, before {was:+.3f}"
                f" ({now.at_utc:%Y-%m-%d %H:%M} UTC)",
            )


def relabelled(now: Seen, before: Seen | None) -> Iterator[Alert]:
    """Another kind of day, as known that evening."""
    if before and before.label and now.label and now.label != before.label:
        yield Alert(
            "label_changed",
            f"{now.pair}: {now.label_date} is a {now.label} day, the one before was {before.label}",
        )


def stale(now: Seen, stale_hours: float, at: datetime) -> Iterator[Alert]:
    """Data that end long ago."""
    latest = now.at_utc
    if latest is None and now.label_date is not None:
        latest = datetime.combine(now.label_date, datetime.min.time())
    if latest is not None and at - latest.replace(tzinfo=UTC) > timedelta(hours=stale_hours):
        hours = (at - latest.replace(tzinfo=UTC)) / timedelta(hours=1)
        yield Alert(
            "stale",
            f"The data of {now.pair} end at {latest:%Y-%m-%d %H:%M} UTC, {hours:,.0f} hours ago"
            f" ({stale_hours:g} allowed)",
        )


def remembered(state: Path, now: Seen) -> Seen | None:
    """The last look that was told, if it was at the same pair; None where there is none that can be read."""
    try:
        kept = json.loads(state.read_text(encoding="utf-8"))
        if kept["pair"] != now.pair or kept["is_simulated"] != now.is_simulated:
            return None
        return Seen(**{
            **kept,
            "at_utc": kept["at_utc"] and datetime.fromisoformat(kept["at_utc"]),
            "label_date": kept["label_date"] and date.fromisoformat(kept["label_date"]),
        })  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(state: Path, now: Seen) -> None:
    """Keep a look that was told, by one rename."""
    kept = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(now).items()
    }
    beside = state.with_name(f".{state.name}.candidate")
    beside.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    beside.replace(state)
