"""What `stockbond doctor` finds out. It reads, and changes nothing.

installation.py  Python, the packages against the lock
data_root.py     the files of the data root against its manifest
bars.py          what the bars cover, per instrument
ahead.py         the calendar's end, and the next FOMC meeting
refusal.py       would a build take the data root? its own checks
published.py     the release that readers see
contracts.py     its latest rolls and stand-in days
findings.py      one thing looked at, for people and for programs
"""

from __future__ import annotations

from collections.abc import Iterator

from stockbond.doctor.ahead import ahead
from stockbond.doctor.bars import bars
from stockbond.doctor.contracts import contracts
from stockbond.doctor.data_root import altered_files, data_root
from stockbond.doctor.findings import Finding, as_entries, as_json, as_text, exit_code
from stockbond.doctor.installation import installation
from stockbond.doctor.published import lost_days, published_file
from stockbond.doctor.refusal import refusal
from stockbond.paths import Paths

__all__ = ["Finding", "as_entries", "as_json", "as_text", "examine", "exit_code"]


def examine(paths: Paths) -> Iterator[Finding]:
    """Everything, in the order in which a person would mend it."""
    yield from installation()
    yield from data_root(paths.data)
    yield from altered_files(paths.data, paths.warehouse)
    yield from refusal(paths.data)
    yield from bars(paths.data)
    yield from ahead(paths.data)
    yield from published_file(paths.published)
    yield from contracts(paths.published)
    yield from lost_days(paths.warehouse, paths.published)
