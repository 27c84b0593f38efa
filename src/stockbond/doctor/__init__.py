"""What `stockbond doctor` finds out. It reads, and changes nothing.

installation.py  Python, the packages against the lock
data_root.py     the files of the data root against its manifest
bars.py          what the bars cover, per instrument
published.py     the release that readers see
findings.py      one thing looked at, for people and for programs
"""

from __future__ import annotations

from collections.abc import Iterator

from stockbond.doctor.bars import bars
from stockbond.doctor.data_root import data_root
from stockbond.doctor.findings import Finding, as_entries, as_json, as_text, exit_code
from stockbond.doctor.installation import installation
from stockbond.doctor.published import published_file
from stockbond.paths import Paths

__all__ = ["Finding", "as_entries", "as_json", "as_text", "examine", "exit_code"]


def examine(paths: Paths) -> Iterator[Finding]:
    """Everything, in the order in which a person would mend it."""
    yield from installation()
    yield from data_root(paths.data)
    yield from bars(paths.data)
    yield from published_file(paths.published)
