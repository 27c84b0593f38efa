"""What tells two published files apart: every table and value but who built them, and numbers' last digits."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from two_releases import TwoReleases

SOUND = {
    "marts.fct_days": "select date '2009-01-02' as trade_date, 'ust' as pair_id, 0.1 as correlation, 3 as n",
    "reports.rpt_release": "select 'a' as release_id",
    "reports.rpt_validation_results": "select 'a' as run_id, true as success",
}


def published(path: Path, tables: dict[str, str]) -> Path:
    with duckdb.connect(path) as connection:
        connection.execute("create schema marts; create schema reports")
        for name, query in tables.items():
            connection.execute(f"create table {name} as {query}")
    return path


@pytest.mark.parametrize(
    ("table", "query", "is_different"),
    [
        ("marts.fct_days", SOUND["marts.fct_days"].replace("0.1", "0.1 + 1e-13"), False),
        ("marts.fct_days", SOUND["marts.fct_days"].replace("0.1", "0.1 + 1e-11"), True),
        ("marts.fct_days", SOUND["marts.fct_days"].replace("0.1", "null::double"), True),
        ("marts.fct_days", SOUND["marts.fct_days"].replace("3 as", "4 as"), True),
        ("marts.fct_days", SOUND["marts.fct_days"].replace("ust", "usd"), True),
        ("marts.fct_days", SOUND["marts.fct_days"] + " union all " + SOUND["marts.fct_days"], True),
        ("marts.fct_days", SOUND["marts.fct_days"] + ", 1 as more", True),
        ("marts.fct_more", "select 1 as one", True),
        ("reports.rpt_release", "select 'b' as release_id", False),
        ("reports.rpt_validation_results", "select 'b' as run_id, true as success", False),
        ("reports.rpt_validation_results", "select 'a' as run_id, false as success", True),
    ],
)
def test_what_differs_is_named(tmp_path: Path, table: str, query: str, is_different: bool) -> None:
    sound = {name: query.replace("0.1", "0.1::double") for name, query in SOUND.items()}
    other = {**sound, table: query.replace("0.1", "0.1::double")}
    releases = TwoReleases(published(tmp_path / "one", sound), published(tmp_path / "other", other))
    assert list(releases.differences()) == ([table] if is_different else [])
