"""What lies ahead: the end of the trading calendar, and the next FOMC meeting."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from stockbond.doctor.findings import Finding, today
from stockbond.paths import project_root

SESSIONS = "seeds/calendar/nyse_sessions.csv"
MEETINGS = ("seeds/events/fomc_meetings.csv", "seeds/events/fomc_schedule.csv")
OWN_MEETINGS = "events/fomc.csv"  # of the data root
CALENDAR_DAYS = 180
MEETING_DAYS = 60


def ahead(root: Path, now: date | None = None) -> Iterator[Finding]:
    """Does the calendar reach far enough, and is the next meeting of the FOMC known?"""
    now = now or today()
    end = max(day for day, _ in rows_by_day(project_root() / SESSIONS, "trade_date"))
    days_left = (end - now).days
    if days_left >= CALENDAR_DAYS:
        yield Finding("calendar", "ok", f"the trading calendar ends on {end}")
    else:
        when = f"ends on {end}, in {days_left} days" if days_left >= 0 else f"ended on {end}"
        yield Finding(
            "calendar", "warning" if days_left >= 0 else "problem",
            f"the trading calendar {when}: no build speaks of a later day",
            "take a newer version, or move var calendar_end (dbt_project.yml) and run `make calendar`",
        )  # fmt: skip
    is_meeting = {
        day: (row.get("is_scheduled") or "true").strip().lower() != "false"
        for path in (*(project_root() / seed for seed in MEETINGS), root / OWN_MEETINGS)
        for day, row in rows_by_day(path, "announcement_date")
    }
    meetings = {day for day, is_one in is_meeting.items() if is_one}
    coming = [day for day in sorted(meetings) if now <= day <= now + timedelta(MEETING_DAYS)]
    if coming:
        yield Finding("calendar", "ok", f"the next FOMC meeting is on {coming[0]}")
        return
    yield Finding(
        "calendar", "warning",
        f"no scheduled FOMC meeting lies ahead within {MEETING_DAYS} days; the last known is {max(meetings)}",
        f"lay the Federal Reserve's calendar down as {OWN_MEETINGS} of the data root (docs/DATA.md)",
    )  # fmt: skip


def rows_by_day(path: Path, column: str) -> Iterator[tuple[date, dict[str, str | None]]]:
    """The lines of a CSV file and the day in a column of each; none where there is no such file. A build names bad
    lines."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            try:
                yield date.fromisoformat((row.get(column) or "").strip()), row
            except ValueError:
                continue
