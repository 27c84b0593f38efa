"""One thing looked at, and the words for it.

A finding is ok, a note (something is absent, and may be), a warning (look at it) or a problem (a build or a
reader will fail), or the reason for which a build refuses the data root.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from stockbond.logs import Entry, Level

OLD_AFTER_DAYS = 7  # a daily desk's data are older only by accident
EXIT_CODES = {"ok": 0, "note": 0, "warning": 0, "problem": 1, "refused": 2}
LEVELS: dict[str, Level] = {"warning": "warning", "problem": "error", "refused": "error"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its topic, how it is, what was found, what to do, and the numbers in it."""

    topic: str
    status: str
    found: str
    what_to_do: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def exit_code(findings: Sequence[Finding]) -> int:
    """0; 1 if there is a problem; 2 if a build would refuse the data root."""
    return max(EXIT_CODES[finding.status] for finding in findings)


def today() -> date:
    """The day in New York."""
    return datetime.now(ZoneInfo("America/New_York")).date()


def age(topic: str, last: date) -> Finding:
    """How old the newest data are."""
    days = (today() - last).days
    if days < 0:
        return Finding(
            topic, "warning", f"the newest day is {last}, and today is {today()}: not used before its time",
            "correct the dates in the file, or this machine's clock",
        )  # fmt: skip
    status = "note" if days > OLD_AFTER_DAYS else "ok"
    return Finding(topic, status, f"the newest day is {last}, {days} days ago")


def as_text(findings: Sequence[Finding]) -> str:
    """For people: a line each, what to do below."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.status:8} {finding.topic:13} {finding.found}")
        if finding.what_to_do:
            lines.append(f"{'':22} What to do: {finding.what_to_do}")
    return "\n".join(lines)


def as_entries(findings: Sequence[Finding]) -> Iterator[Entry]:
    """For logs: an object for each finding, then the exit code."""
    for finding in findings:
        level = LEVELS.get(finding.status, "info")
        facts = asdict(finding)
        yield Entry("finding", f"{finding.topic}: {finding.found}", facts | facts.pop("facts"), level)
    code = exit_code(findings)
    yield Entry("examined", f"{len(findings)} findings", {"exit_code": code})


def as_json(findings: Sequence[Finding]) -> str:
    """For programs: one object."""
    content = {"exit_code": exit_code(findings), "findings": [asdict(finding) for finding in findings]}
    return json.dumps(content, default=str)
