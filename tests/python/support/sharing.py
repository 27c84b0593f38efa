"""What several test processes of one run share: made by the first that asks for it."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

# A folder that outlives a run: the next run finds there what this one made.
FOLDER = "STOCKBOND_SHARED_FIXTURES"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Any:
    """What `make` gives for a new folder of the run. Read it only: other tests have the same."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each process has a folder of its own in the run's
        base = base.parent
    base = Path(os.environ.get(FOLDER) or base)
    folder = base / f"shared-{name}"
    made = folder / "made.pickle"
    with FileLock(base / f"shared-{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            result = make(folder)
            made.write_bytes(pickle.dumps(result))
        return pickle.loads(made.read_bytes())
