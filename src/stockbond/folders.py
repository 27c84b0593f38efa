"""Folders that are whole or not there: what a command writes anew each time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A new folder to write into; at the end of the `with` it takes the place of `target`, by a rename.

    Where somebody else puts another there in that moment, one of the two stays. After an error `target` is as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        new = beside / target.name
        new.mkdir()
        yield new
        with suppress(FileNotFoundError):
            target.rename(beside / "before")
        with suppress(OSError):  # somebody was quicker
            new.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
