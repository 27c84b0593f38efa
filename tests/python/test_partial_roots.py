"""A root that lacks some files: the cells that they feed are empty, with the reason; all others stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
from conftest import Build, run_dbt, write_manifest_again

CELL = ["table_id", "panel", "specification", "term", "sample"]
# Files that are left out, and the cells that go with them: a condition on rpt_table_cells.
LEFT_OUT = {
    "series/cip": "table_id = 'T5' or table_id = 'T4' and specification like 'ust_basis%'",
    "series/fred/DSWP1.csv": "table_id = 'T4' and specification = 'swap_spread_1y'",
    "series/nyfed/acm_10y_term_premium.csv": "table_id = 'T7' and panel = 'A'",
    "series/etf": "table_id = 'T2' and term = 'etf_flow'",
    "series/custom/MOVE.csv": (
        "table_id = 'T2' and specification = 'ust' and term = 'd_implied_vol'"
        " or table_id in ('T8', 'T9') and specification = 'move'"
    ),
    "bars/canonical/TU": "table_id = 'T1' and term = 'rho_ust2y'",
}


def cells_without(paths: list[str], whole: Path, place: Path) -> Build:
    """Build the cells of all tables, without data tests, from a copy of a root that lacks some files."""
    root = place / "data"
    shutil.copytree(whole, root)
    for path in paths:
        if (root / path).is_dir():
            shutil.rmtree(root / path)
        else:
            (root / path).unlink()
    write_manifest_again(root)
    selection = ["--select", "+rpt_table_availability", "--exclude-resource-type", "test", "unit_test"]
    return run_dbt(["build", *selection], root, place / "warehouse.duckdb")


def cells(done: Build, empty_where: str) -> pd.DataFrame:
    """All cells by their key, and which of them the files left out would leave empty."""
    table = done.query(
        f"select {', '.join(CELL)}, value, t_stat, n_obs, null_reason, {empty_where} as goes"
        " from reports.rpt_table_cells"
    )
    return table.set_index(CELL).sort_index()


def test_files_left_out_empty_their_own_cells_and_no_others(
    small_root: Path, small_build: Build, tmp_path: Path
) -> None:
    done = cells_without(list(LEFT_OUT), small_root, tmp_path)
    assert done.exit_code == 0, done.log
    condition = " or ".join(f"({part})" for part in LEFT_OUT.values())
    before, after = cells(small_build, condition), cells(done, condition)
    assert before.index.equals(after.index)
    goes = before["goes"]
    for path, part in LEFT_OUT.items():
        own = cells(small_build, part)
        assert own.loc[own["goes"], "value"].notna().any(), f"{path} fills nothing here"
    empty = after[goes]
    filled = empty[empty["value"].notna() & (empty.index.get_level_values("term") != "n_obs")]
    assert filled.empty, filled.to_string()
    assert empty["null_reason"].notna().all()
    lost = after[~goes & before["value"].notna() & after["value"].isna()]
    assert lost.empty, lost["null_reason"].to_string()
    others = ["value", "t_stat", "n_obs", "null_reason"]
    pd.testing.assert_frame_equal(after.loc[~goes, others], before.loc[~goes, others], rtol=1e-9)
