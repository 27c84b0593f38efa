"""What a validation found, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator

from stockbond.logs import Entry, Level
from stockbond.validation.run import Validation

LEVELS: dict[str, Level] = {"critical": "error", "warning": "warning"}


def as_text(validation: Validation) -> str:
    """The verdict, and each expectation that fails, for people."""
    lines = [f"Validation: {validation.verdict}"]
    for severity in LEVELS:
        for row in validation.failed(severity):
            lines += [
                f"  {row['severity']}: {row['suite']}, {row['expectation']}",
                f"    expected {row['expected']}; {row['observed']}",
                f"    {row['what_to_do']}",
            ]
    return "\n".join(lines)


def as_entries(validation: Validation) -> Iterator[Entry]:
    """The same for programs."""
    verdict = {"verdict": validation.verdict, "is_refused": validation.is_refused}
    yield Entry("validated", f"Validation: {validation.verdict}", verdict)
    yield from failures(validation)


def failures(validation: Validation) -> Iterator[Entry]:
    """An object for each expectation that fails: the columns of reports.rpt_validation_results."""
    for severity, level in LEVELS.items():
        for row in validation.failed(severity):
            message = f"{row['suite']}, {row['expectation']}: {row['observed']}"
            yield Entry("expectation_failed", message, row, level)
