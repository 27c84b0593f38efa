"""The dbt project with other instruments and pairs in its seeds, where seeds are not only DuckDB's."""

import csv
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.market import REPOSITORY

FOLDERS = ("analyses", "macros", "models", "python_models", "seeds", "tests")
FILES = ("dbt_project.yml", "profiles.yml", "selectors.yml")


def copy_project(place: Path, instruments: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Path:
    """A copy that knows these instruments, each by its own symbol in the canonical layout, and these pairs alone."""
    unwanted = shutil.ignore_patterns("__pycache__", "python", "node", "uncommitted")
    for folder in FOLDERS:
        shutil.copytree(REPOSITORY / folder, place / folder, ignore=unwanted)
    for file in FILES:
        shutil.copy(REPOSITORY / file, place / file)
    numbered = enumerate(instruments, start=1)
    rows: dict[str, list[list[object]]] = {
        "instruments": [
            [number, name, name, name, "volume", 6, "third_friday", 12] for number, name in numbered
        ],
        "vendor_symbols": [["canonical", name, name, 1, 1] for name in instruments],
        "instrument_pairs": [[n, f"{a}-{b}", a, b, ""] for n, (a, b) in enumerate(pairs, start=1)],
    }
    for seed, of_seed in rows.items():
        path = place / "seeds" / "instruments" / f"{seed}.csv"
        with path.open(encoding="utf-8") as file:
            header = next(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *of_seed])
    return place
