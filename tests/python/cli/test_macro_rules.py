"""Macros are expressions; what stops or asks is a check, in one way. One macro a file, named like it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builds import PROJECT_ROOT

MACROS = sorted((PROJECT_ROOT / "macros").rglob("*.sql"))
CHECKS = PROJECT_ROOT / "macros" / "checks"
# A materialization is a procedure: it asks what a table holds, and changes it.
MATERIALIZATIONS = PROJECT_ROOT / "macros" / "materializations"
FORMATS = PROJECT_ROOT / "macros" / "formats"


def code(path: Path) -> str:
    """The text of a macro's file without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("raise_compiler_error", [CHECKS / "stop.sql"]),
        ("run_query", [CHECKS / "query_rows.sql"]),
        ("exceptions.", [CHECKS]),
        # Which layouts a data root declares, and has files of, is asked: their SQL is written from the answer.
        (
            "query_rows(",
            [CHECKS, MATERIALIZATIONS, FORMATS / "bar_formats.sql", FORMATS / "landed_formats.sql"],
        ),
        ("stop(", [CHECKS]),
    ],
)
def test_there_is_one_way_to_ask_and_to_say(word: str, places: list[Path]) -> None:
    """No expression asks, warns or stops, and a check does it as all checks do."""
    users = [path for path in MACROS if word in code(path)]
    assert users, f"nobody uses {word}"
    assert [path for path in users if not any(map(path.is_relative_to, places))] == []


def test_one_macro_a_file_with_its_implementations() -> None:
    for path in MACROS:
        names = re.findall(r"\{%-? *(?:macro|materialization) +(\w+)", code(path))
        assert path.stem in names, path
        assert {name.partition("__")[2] or name for name in names} == {path.stem}, path


def test_a_model_does_not_ask_either() -> None:
    """Its hooks call the checks."""
    askers = ("run_query", "query_rows", "exceptions.", "stop(")
    models = sorted((PROJECT_ROOT / "models").rglob("*.sql"))
    assert [path for path in models if any(word in code(path) for word in askers)] == []


def test_a_macro_never_hides_a_model() -> None:
    """It takes columns and gives an expression; what a model reads stands in the model."""
    hiding = [path.stem for path in MACROS if re.search(r"\b(ref|source)\(", code(path))]
    assert hiding == []
