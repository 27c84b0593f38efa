"""The benchmark's answers agree, on a market small enough for a test; README shows what was measured."""

import pytest

from benchmarks.market import SIZES, make_market
from benchmarks.readme import FIGURES
from benchmarks.run import disagreements, run_size


@pytest.fixture(scope="module")
def tiny_results(tmp_path_factory):
    return run_size(SIZES["tiny"], tmp_path_factory.mktemp("benchmarks"), repetitions=1, say=lambda _: None)


def test_all_that_handle_gaps_give_the_same_correlations(tiny_results):
    assert disagreements(tiny_results) == []
    handled = [task for task in tiny_results["tasks"].values() if task["gaps"] == "handled"]
    assert len(handled) + len(tiny_results["skipped"]) == 12


def test_only_a_missing_package_skips_a_row(tiny_results):
    assert all("not installed" in reason for reason in tiny_results["skipped"].values())


def test_a_defect_and_copies_were_found(tiny_results):
    """The row of defects does not read the sound market: its quarantine holds copies and the defect."""
    assert tiny_results["n_quarantined_with_defects"] == 3


def test_gaps_matter_in_the_benchmark_market(tiny_results):
    """What ignores them gives other correlations: the comparison is not an empty one."""
    assert tiny_results["tasks"]["polars_filter_and_shift"]["max_abs_difference"] > 1e-3


def test_every_task_has_a_time_and_its_memory(tiny_results):
    for task in tiny_results["tasks"].values():
        assert task["seconds"] > 0
        assert task["peak_mb"] > 0


def test_the_same_market_is_made_once(tmp_path):
    root = make_market(SIZES["tiny"], tmp_path)
    written = {file: file.stat().st_mtime_ns for file in root.rglob("*.parquet")}
    assert len(written) == 3
    assert make_market(SIZES["tiny"], tmp_path) == root
    assert {file: file.stat().st_mtime_ns for file in root.rglob("*.parquet")} == written


@pytest.mark.parametrize("figures", FIGURES, ids=lambda figures: figures.name)
def test_pages_show_the_results_file(figures):
    text = figures.page.read_text(encoding="utf-8")
    assert figures.put_into(text) == text, (
        f"the figures of {figures.page.name} are not those of {figures.results.name}: run `python -m benchmarks.readme`"
    )
