"""One thing looked at, and the words for it.

A finding is ok, a note (something is absent, and may be), a warning (look at it) or a problem (a build or a
reader will fail).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from stockbond.logs import Entry, Level

OLD_AFTER_DAYS = 7  # a daily desk's data are older only by accident
EXIT_CODES = {"ok": 0, "note": 0, "warning": 0, "problem": 1}
LEVELS: dict[str, Level] = {"warning": "warning", "problem": "error"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its topic, how it is, what was found, what to do, and the numbers in it."""

    topic: str
    status: str
    found: str
    what_to_do: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def exit_code(findings: Sequence[Finding]) -> int:
    """0, or 1 if there is a problem."""
    return max(EXIT_CODES[finding.status] for finding in findings)


def age(topic: str, last: date) -> Finding:
    """How old the newest data are."""
    days = (datetime.now(UTC).date() - last).days
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
