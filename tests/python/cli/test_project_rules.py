"""Rules of the house that a reader relies on and that a new file could break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from builds import PROJECT_ROOT

BUILDS_TABLES = ("models", "python_models", "macros", "analyses", "src/stockbond/econometrics")


def files(folders: tuple[str, ...], *endings: str) -> Iterator[Path]:
    """The project's files below some folders with one of these endings."""
    for folder in folders:
        for path in sorted((PROJECT_ROOT / folder).rglob("*")):
            if path.suffix in endings and path.is_file():
                yield path


def test_nothing_that_builds_a_table_reads_the_simulations_truth() -> None:
    """What was planted is for tests alone: an estimate that saw it would prove nothing."""
    readers = [
        path.relative_to(PROJECT_ROOT).as_posix()
        for path in files(BUILDS_TABLES, ".sql", ".py", ".yml")
        if re.search(r"truth(\.parquet|_|\b)", path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_models_fit_on_a_screen() -> None:
    """At most 100 lines with something on them."""
    long = {
        path.relative_to(PROJECT_ROOT).as_posix(): n
        for path in files(("models", "python_models"), ".sql", ".py")
        if (n := sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())) > 100
    }
    assert long == {}


def test_every_public_table_has_a_tested_grain_and_no_key() -> None:
    """A primary key is an index: all of them cost more than half of the published file."""
    without = {"rpt_quarantined_bars"}  # bars as they came, where a row may stand twice
    models = [
        model
        for path in files(("models/marts", "models/reports"), ".yml")
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", [])
    ]
    assert len(models) > 50
    assert {model["name"] for model in models if "'grain'" not in str(model.get("data_tests"))} == without
    assert [model["name"] for model in models if "primary_key" in str(model)] == []


@pytest.mark.parametrize("word", ["current_date", "current_timestamp", "now()", "today()"])
def test_models_do_not_look_at_the_clock(word: str) -> None:
    """Two builds of the same inputs give the same tables."""
    clocks = [
        path.name for path in files(("models",), ".sql") if word in path.read_text(encoding="utf-8").lower()
    ]
    assert clocks == []
