"""One writer at a time: of the working file, and of the releases beside the published file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from stockbond.errors import BusyError, StockbondError
from stockbond.working_file import writer_of

Say = Callable[[str], None]
POLL_SECONDS = 0.5


@contextmanager
def only_builder(warehouse: Path, wait: bool, say: Say = print) -> Iterator[None]:
    """Hold the working file: no other `stockbond build` or `publish` uses it, and no plain `dbt build` writes
    it when this begins. See `only_one`."""
    with only_one(warehouse.with_name(f".{warehouse.name}.lock"), f"build of {warehouse}", wait, say):
        free_working_file(warehouse, wait, say)
        yield


@contextmanager
def only_one(
    lock: Path, doing: str, wait: bool, say: Say = print, error: type[StockbondError] = StockbondError
) -> Iterator[None]:
    """Hold a lock file; where another process holds it, say so and wait, or refuse.

    `doing` completes "Another ... is under way". The system lets go of the lock when its holder dies, however
    it dies; the empty file stays. Raises BusyError without `wait`, `error` where no file can be made.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock)
        try:
            held.acquire(timeout=0)
        except Timeout as timeout:
            if not wait:
                raise BusyError(f"Another {doing} is under way (--wait waits for its end).") from timeout
            say(f"Another {doing} is under way: waiting for its end (--no-wait refuses instead)")
            held.acquire()
    except (OSError, NotImplementedError) as cause:
        raise error(f"{lock.parent} cannot be written: {cause}") from cause
    try:
        yield
    finally:
        held.release()


def free_working_file(warehouse: Path, wait: bool, say: Say = print) -> None:
    """Return when no other process writes the working file: a plain `dbt build` holds it as long as it runs.

    Raises BusyError where one does and `wait` is false.
    """
    told = False
    while (writer := writer_of(warehouse)) is not None:
        if not wait:
            raise BusyError(f"{writer} is writing {warehouse} (--wait waits for its end).")
        if not told:
            say(f"{writer} is writing {warehouse}: waiting for its end (--no-wait refuses instead)")
            told = True
        time.sleep(POLL_SECONDS)
