"""What must not get out of the published file, of the environment, and into the dependencies.

Names that would be SQL stand in test_faults, downloads that leave their host in test_fetch.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import duckdb
import pytest
from builds import PROJECT_ROOT
from hostile_inputs import HOSTILE_NAMES

from benchmarks.torture import Place
from stockbond.errors import StockbondError
from stockbond.published import open_published
from stockbond.sql import identifier, text

SECRET = "s3cr3t-of-the-environment"
LEAVES = [
    "select * from read_csv('{file}')",
    "select * from read_text('{file}')",
    "select * from glob('/*')",
    "copy (select 1) to '{file}.copy'",
    "attach '{file}.duckdb' as other",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set autoload_known_extensions = true",
    "create table marts.mine as select 1",
    "delete from marts.dim_events",
    "export database '{file}.export'",
]


@pytest.mark.parametrize("statement", LEAVES)
def test_a_reader_of_the_published_file_cannot_leave_it(
    small_published: Path, tmp_path: Path, statement: str
) -> None:
    file = tmp_path / "outside.csv"
    file.write_text("a\n1\n")
    with open_published(small_published) as connection:
        assert connection.execute("select count(*) from marts.dim_events").fetchall()[0][0] > 0
        with pytest.raises(duckdb.Error):
            connection.execute(statement.format(file=file))
    assert [path.name for path in tmp_path.iterdir()] == ["outside.csv"]


def test_a_missing_or_damaged_published_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StockbondError, match="stockbond build"), open_published(tmp_path / "no.duckdb"):
        pass
    (tmp_path / "junk.duckdb").write_bytes(b"x" * 10_000)
    with pytest.raises(StockbondError, match=r"junk\.duckdb"), open_published(tmp_path / "junk.duckdb"):
        pass


def test_everything_shipped_opens_the_published_file_in_one_place() -> None:
    """Only build and publish open other files: the working one and the candidate."""
    openers = {
        path.relative_to(PROJECT_ROOT / "src/stockbond").as_posix()
        for path in (PROJECT_ROOT / "src").rglob("*.py")
        if re.search(r"duckdb\.connect\((?!\))[^)]*publish", path.read_text(encoding="utf-8"))
    }
    assert openers == set()
    assert "read_only=True, config=READER_SETTINGS" in (
        PROJECT_ROOT / "src/stockbond/published.py"
    ).read_text(encoding="utf-8")


def test_names_and_texts_are_no_sql() -> None:
    """As publish writes them: a table, a column or a comment may be called anything."""
    for name in HOSTILE_NAMES:
        found = duckdb.execute(f"select {text(name)} as {identifier(name)}")
        assert [column[0] for column in found.description or []] == [name]
        assert found.fetchall() == [(name,)]


def test_no_key_of_the_environment_reaches_logs_or_artefacts(tmp_path: Path) -> None:
    """dbt writes parts of the environment into its artefacts: never ours that hold keys."""
    (tmp_path / "data/series/custom").mkdir(parents=True)
    (tmp_path / "data/series/custom/MY.csv").write_text("date,value\n2019-08-01,1\n")
    environment = Place(tmp_path / "data", tmp_path).environment | {
        "DBT_LOG_LEVEL": "debug",
        "DBT_LOG_LEVEL_FILE": "debug",
        "DBT_WRITE_JSON": "true",
        **dict.fromkeys(("FRED_API_KEY", "STOCKBOND_API_KEY", "AWS_SECRET_ACCESS_KEY"), SECRET),
    }
    script = str(Path(sys.executable).with_name("stockbond"))
    done = subprocess.run(
        [script, "--log-format", "json", "build", "--select", "stg_custom__observations"],
        env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "stg_custom__observations" in done.stdout  # it ran, then publish refused a part of the project
    assert done.returncode == 1
    assert all(isinstance(json.loads(line), dict) for line in done.stdout.splitlines())
    assert SECRET not in done.stdout + done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"dbt.log", "manifest.json", "warehouse.duckdb"} <= {path.name for path in files}
    assert [path.name for path in files if SECRET.encode() in path.read_bytes()] == []


def test_every_direct_dependency_is_named_with_its_reason() -> None:
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    others = [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]
    declared = chain(project["project"]["dependencies"], *others)
    names = {re.split(r"[^A-Za-z0-9_.-]", requirement)[0] for requirement in declared}
    page = (PROJECT_ROOT / "docs/DEPENDENCIES.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"(?m)^\| ([A-Za-z0-9_.-]+) \| (.+) \|$", page))
    rows.pop("package")
    assert sorted(rows) == sorted(names)
    assert all(len(reason) > 5 for reason in rows.values())
