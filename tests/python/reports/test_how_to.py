"""The pages that say how to add a pair and an event set, followed to the letter in a copy of the project."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from builds import PROJECT_ROOT
from sharing import made_once

PAGES = ("add_a_pair", "add_an_event_set")
PARTS = (
    "models",
    "macros",
    "seeds",
    "analyses",
    "tests/singular",
    "tests/generic",
    "python_models",
    "gx",
    "src",
)
FILES = ("dbt_project.yml", "profiles.yml", "pyproject.toml")
EXPLORER_CHOICES = """
import json
from stockbond.explorer.queries import read_catalogue
from stockbond.explorer.words import pair_names
from stockbond.paths import Paths
from stockbond.published import open_published
with open_published(Paths.from_environment().published) as connection:
    catalogue = read_catalogue(connection)
pairs = [[pair, pair_names()[pair]] for pair in catalogue.pairs]
print(json.dumps({"pairs": pairs, "sets": catalogue.event_sets}))
"""


def blocks(page: str, language: str) -> list[tuple[str, str]]:
    """The code blocks of a page in a language: what stands beside the language, and the text."""
    text = (PROJECT_ROOT / f"docs/how_to/{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language} ?(.*)\n((?:.*\n)*?)```$", text, flags=re.MULTILINE)


@dataclass(frozen=True)
class Followed:
    """A copy of the project after both pages, and its published file."""

    project: Path
    data: Path

    @property
    def published(self) -> Path:
        return self.project / "out/published/stockbond.duckdb"

    def run(self, *command: str) -> str:
        """Run a command with the copy's own package, and give what it prints."""
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.project / "src"),
            "STOCKBOND_DATA": str(self.data),
            "STOCKBOND_WAREHOUSE": str(self.project / "out/warehouse.duckdb"),
            "STOCKBOND_PUBLISHED": str(self.published),
            "DBT_TARGET_PATH": str(self.project / "target"),
            "DBT_LOG_PATH": str(self.project / "target/logs"),
        }
        done = subprocess.run(
            command, cwd=self.project, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def followed(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Both pages' rows added where they say, and one build for the two."""

    def make(folder: Path) -> Followed:
        project = folder / "project"
        for part in PARTS:
            shutil.copytree(
                PROJECT_ROOT / part,
                project / part,
                ignore=shutil.ignore_patterns("__pycache__", "uncommitted"),
            )
        for file in FILES:
            shutil.copy(PROJECT_ROOT / file, project / file)
        for page in PAGES:
            for seed, rows in blocks(page, "csv"):
                with (project / seed).open("a", encoding="utf-8") as file:
                    file.write(rows)
        copy = Followed(project, small_root)
        [commands] = {text for page in PAGES for _, text in blocks(page, "sh")}
        for command in commands.splitlines():
            copy.run(*command.split())
        return copy

    return made_once(tmp_path_factory, "how_to", make)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_adds_one_row_and_builds(page: str) -> None:
    [(_, rows)] = blocks(page, "csv")
    assert rows.count("\n") == 1
    assert [text for _, text in blocks(page, "sh")] == ["stockbond build\n"]


@pytest.mark.parametrize(("page", "n_queries"), [("add_a_pair", 3), ("add_an_event_set", 2)])
def test_every_query_of_a_page_has_an_answer(followed: Followed, page: str, n_queries: int) -> None:
    queries = [text for _, text in blocks(page, "sql")]
    assert len(queries) == n_queries
    with duckdb.connect(followed.published, read_only=True) as connection:
        for query in queries:
            assert connection.execute(query).fetchall(), query


def test_the_pair_is_in_every_table_that_has_pairs(followed: Followed) -> None:
    with duckdb.connect(followed.published, read_only=True) as connection:
        days = connection.execute(
            "select count(realized_correlation) from marts.fct_realized_correlation_daily"
            " where pair_id in ('curve', 'ust') group by pair_id"
        ).fetchall()
        regimes = connection.execute(
            "select distinct regime from marts.fct_regimes_daily"
            " where pair_id = 'curve' and sample = 'full' and regime is not null order by regime"
        ).fetchall()
        rows = connection.execute(
            "select row_number, pair_id, row_label from reports.rpt_t01_summary"
            " where sample = 'full' order by row_number"
        ).fetchall()
        cells = connection.execute(
            "select count(value), bool_or(is_printed) from reports.rpt_table_cells"
            " where term = 'rho_curve' and sample = 'paper'"
        ).fetchall()
    assert len(days) == 2
    assert min(days)[0] > 100
    assert regimes == [("other",), ("risky",), ("safety",)]
    assert [pair for _, pair, _ in rows] == ["ust", "usd", "ust2y", "ust3m", "curve"]
    assert rows[-1] == (5, "curve", "ρ_t^CURVE")
    assert cells == [(7, False)]


def test_the_pair_is_in_the_report_and_can_be_chosen(followed: Followed) -> None:
    followed.run("stockbond", "report", "--out", "out/report.html")
    assert "ρ<sub>t</sub><sup>CURVE</sup>" in (followed.project / "out/report.html").read_text(
        encoding="utf-8"
    )
    choices = json.loads(followed.run(sys.executable, "-c", EXPLORER_CHOICES))
    assert choices["pairs"][-1] == ["curve", "The 10-year and the 2-year Treasury note"]
    assert ["auction_5y", "not_increased"] in choices["sets"]


def test_the_event_set_is_in_the_event_study_and_in_no_table_of_the_papers(followed: Followed) -> None:
    """222 five-year auctions less the 37 with more on offer; one of them lies in the five months."""
    with duckdb.connect(followed.published, read_only=True) as connection:
        sets = connection.execute(
            "select distinct sample, n_events_in_set from reports.rpt_event_study"
            " where event_type = 'auction_5y' and event_subset = 'not_increased' order by sample"
        ).fetchall()
        shaped = connection.execute(
            "select count(*) filter (where event_subset = 'not_increased'), count(*)"
            " from reports.rpt_t09_dealer_capacity where sample = 'paper'"
        ).fetchall()
    assert sets == [("full", 1), ("paper", 222 - 37)]
    assert shaped == [(0, 10)]
