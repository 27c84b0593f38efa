"""A reader walks from a printed number to its file, one model at a time, by one name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

# T4's one-year swap spread, from the report to a view of a file.
WAY = [
    "rpt_t04_convenience_yield",
    "est_convenience_yield",
    "fct_sample_days",
    "fct_day_measures",
    "fct_convenience_yields_daily",
    "int_swap_spreads",
    "int_macro_observations",
    "int_macro_versions",
    "int_macro_readings",
    "stg_fred__observations",
]
# After these the number is a Treasury yield less a swap rate.
BY_ITS_NAME = ["rpt_t04_convenience_yield", *WAY[2:6]]


def test_the_swap_spread_is_ten_models_from_its_file_by_one_name(parsed: Any) -> None:
    _, manifest = parsed
    models = {node.name: node for node in manifest.nodes.values() if node.resource_type == "model"}
    for reader, read in pairwise(WAY):
        assert models[read].unique_id in models[reader].depends_on_nodes, f"{reader} does not read {read}"
    assert any(parent.startswith("source.") for parent in models[WAY[-1]].depends_on_nodes)
    assert len(WAY) <= 10
    for name in BY_ITS_NAME:
        columns = " ".join(models[name].columns)
        assert "swap_spread_1y" in columns or "swap_spread_bp" in columns, f"{name} has {columns}"


def test_each_table_reads_its_own_estimates_and_the_labels_only(parsed: Any) -> None:
    """And no other table: what several share is a mart, an estimate or the cells of the event study."""
    _, manifest = parsed
    tables = {
        node.name: {
            manifest.nodes[parent].name for parent in node.depends_on_nodes if parent in manifest.nodes
        }
        for node in manifest.nodes.values()
        if node.resource_type == "model" and "paper_tables" in node.fqn and re.match(r"rpt_t\d\d_", node.name)
    }
    assert len(tables) == 10
    for name, parents in tables.items():
        reports = {parent for parent in parents if parent.startswith("rpt_")}
        allowed = {"rpt_event_study_cells"} if name[:7] in ("rpt_t08", "rpt_t09") else set()
        assert reports == allowed, name
        estimates = {parent for parent in parents if parent.startswith("est_")}
        assert len(estimates) == (0 if name[:7] in ("rpt_t01", "rpt_t08", "rpt_t09") else 1), name
