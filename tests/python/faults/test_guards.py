"""The list of guards fits the code and the tests; `python tools/without_guards.py` takes them away."""

from __future__ import annotations

import json
import re

import pytest
from without_guards import GUARDS, PROJECT, Guard, counted, was_noticed


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.fault)
def test_each_guard_stands_once_and_has_its_test(guard: Guard) -> None:
    text = (PROJECT / guard.file).read_text(encoding="utf-8")
    assert guard.taken_away(text) != text
    path, _, name = guard.test.partition("::")
    tests = (PROJECT / "tests/python" / path).read_text(encoding="utf-8")
    assert re.search(rf"(?m)^def {name}\(", tests), f"there is no test {guard.test}"


def test_no_guard_stands_twice_in_the_list() -> None:
    faults = [guard.fault for guard in GUARDS]
    assert sorted(set(faults)) == sorted(faults)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.fault)
def test_each_guard_was_taken_away_and_missed(guard: Guard) -> None:
    assert was_noticed(guard), "run `make guards`"


def test_the_results_file_counts_every_guard() -> None:
    results = json.loads((PROJECT / "benchmarks/results/torture.json").read_text(encoding="utf-8"))
    assert results["guards"] == counted()
    assert results["guards"]["tried"] == len(GUARDS)
