"""Why dbt stopped, in the words that a person needs: no macros that called each other, no models left out.

A failure is of the input where one of our own checks stopped the run (macro `stop`), where Python refused a file that
SQL asked it for, or where DuckDB could not read a file of the data root. All others are of the project or the machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

OF_STOP = re.compile(r"> in macro stop \(")
OF_PYTHON = re.compile(r"while executing the UDF: \w*Error: (.*?)(?:\n\s*At:\n.*)?\Z", re.DOTALL)
OF_A_FILE = re.compile(r"Failed to read file|CSV Error on Line|Error in file")
CALLERS = re.compile(r"\n\s*> (?:in|called by) .*|\n\s*compiled code at .*")
# "Compilation Error in operation stockbond-on-run-start-0 (./dbt_project.yml)", "Encountered an error:"
HEADINGS = re.compile(r"\A\s*(?:Encountered an error:|\w+ Error in \w+ \S+ \(\S+\)|\w+ Error)\s*\n")


@dataclass
class Failure:
    """What failed (a model, a test, or the run itself: ''), why, and where the SQL lies that failed."""

    of: str
    message: str = ""
    is_input: bool = False
    compiled: str = ""

    def said(self, message: str) -> None:
        """Take dbt's message."""
        self.is_input = is_of_the_input(message)
        self.message = plain(message)

    def __str__(self) -> str:
        where = f" (its SQL: {self.compiled})" if self.compiled and not self.is_input else ""
        return f"{self.of}: {self.message}{where}" if self.of and not self.is_input else self.message


def is_of_the_input(message: str) -> bool:
    """Is it a file, or a var, that a person can mend?"""
    return any(pattern.search(message) for pattern in (OF_STOP, OF_PYTHON, OF_A_FILE))


def plain(message: str) -> str:
    """dbt's message without its headings, without the macros that called each other, and not indented."""
    text = CALLERS.sub("", message)
    while (shorter := HEADINGS.sub("", text)) != text:
        text = shorter
    if of_python := OF_PYTHON.search(text):
        text = of_python[1]
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return "\n".join(line[indent:] for line in lines)


class Failures:
    """What failed in a run of dbt, in its order, read from dbt's events."""

    def __init__(self) -> None:
        self.found: list[Failure] = []
        self.is_open = False  # the SQL's place follows the failure

    def take(self, event: str, message: str, data: dict[str, Any]) -> bool:
        """Keep what an event says of a failure; False where it says nothing of one."""
        if event == "MainEncounteredError":
            self.found.append(Failure(""))
            self.found[-1].said(str(data.get("exc") or message))
        elif event == "RunResultFailure":
            self.found.append(Failure(f"{data.get('resource_type', '')} {data.get('node_name', '')}".strip()))
            self.is_open = True
        elif event in ("RunResultError", "RunResultErrorNoMessage"):
            if not self.is_open or self.found[-1].message:
                self.found.append(Failure(""))
            self.found[-1].said(str(data.get("msg") or message))
        elif event == "SQLCompiledPath" and self.is_open:
            self.found[-1].compiled = str(data.get("path") or message)
            self.is_open = False
        else:
            self.is_open = self.is_open and event in ("Formatting", "Note")
            return False
        return True

    @property
    def first(self) -> Failure | None:
        """The one that matters: of the input before all others, then the first, for the others follow from it."""
        return next((one for one in self.found if one.is_input), self.found[0] if self.found else None)

    @property
    def is_input(self) -> bool:
        """Can a person mend it in the data root, or in the command?"""
        return self.first is not None and self.first.is_input

    def message(self) -> str:
        """The failure that matters, after the names of the others."""
        if self.first is None:
            return "dbt ended without a reason; what it said stands above."
        others = [one.of or one.message.partition("\n")[0] for one in self.found if one is not self.first]
        named = ", ".join(others[:5]) + (f" and {len(others) - 5} more" if len(others) > 5 else "")
        return f"Also failed: {named}.\n{self.first}" if others else str(self.first)
