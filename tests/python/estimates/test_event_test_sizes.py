"""The committed calibration of the event study's tests, and that the decisions show it."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from builds import PROJECT_ROOT

RESULTS = json.loads((PROJECT_ROOT / "benchmarks/results/event_test_sizes.json").read_text(encoding="utf-8"))
SIZES = [7, 11, 17, 28, 74, 147]


@pytest.mark.parametrize("pool", ["simulated_vix", "student_t_4"])
def test_sizes_are_near_what_they_claim(pool: str) -> None:
    """Within 1 point for the randomisation p-value, 1.5 for the plain t from 11 events on."""
    assert RESULTS["n_draws"] == 20_000
    sizes = pd.DataFrame(RESULTS["pools"][pool]).pivot_table(
        index="n_events", columns="test", values="size_pct"
    )
    assert sizes.index.tolist() == SIZES
    assert (sizes["randomisation_p_value"] - 5).abs().max() <= 1
    assert (sizes.loc[11:, "p_value"] - 5).abs().max() <= 1.5
    # What they are for: the printed test rejects far too often with few events.
    assert sizes.loc[7, "newey_west_p_value_normal"] > 10


def test_the_decisions_show_the_results() -> None:
    text = (PROJECT_ROOT / "docs/DECISIONS.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"<!-- event tests:start -->\n(.*?)<!-- event tests:end -->", text, re.DOTALL)
    header, _, *lines = table.strip().splitlines()
    tests = re.findall(r"`(\w+)`", header)
    found = {(row["n_events"], row["test"]): row for row in RESULTS["pools"]["simulated_vix"]}
    assert len(lines) == len(SIZES)
    for n_events, line in zip(SIZES, lines, strict=True):
        shown = [cell.strip() for cell in line.strip("|").split("|")]
        rows = [found[n_events, test] for test in tests]
        assert shown == [str(n_events), *(f"{row['size_pct']:.1f} ({row['power_pct']:.0f})" for row in rows)]
