"""A session of 08:20 to 15:00 New York in quarters of an hour, from its vars to what people read.

Numbers are the reference's, and every text states that session and that interval.

The checkout is copied, its vars are changed, and its own commands run: seed, simulation, build, report.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from builds import PROJECT_ROOT, Build
from session_checks import check_facts
from session_reference import Cut
from sharing import made_once

CUT = Cut(pd.Timedelta(hours=8, minutes=20), pd.Timedelta(hours=15), 15)
VARS = {"session_open": '"08:20"', "session_close": '"15:00"', "interval_minutes": "15"}
STATED = "15-minute returns, 08:20 to 15:00 New York"
PARTS = ("models", "macros", "seeds", "python_models", "analyses", "gx", "src", "tools", "tests")
# The paper's own session and interval, in prose that says so, and nothing else may name them.
PAPER = re.compile(r"\(Hu, Jin and Pan: 5 minutes, 09:30 to 16:00\)")
ANOTHER = re.compile(r"09:30|16:00|\b(5|five)[- ]minutes?\b|\b(78|390)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with other vars, built and published."""
    return made_once(tmp_path_factory, "other_session", make_checkout)


def make_checkout(folder: Path) -> Path:
    copy = folder / "checkout"
    copy.mkdir()
    for part in PARTS:
        unwanted = shutil.ignore_patterns("__pycache__", "uncommitted", "python", "node")
        shutil.copytree(PROJECT_ROOT / part, copy / part, ignore=unwanted)
    for file in ("dbt_project.yml", "profiles.yml", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT_ROOT / file, copy)
    project = copy / "dbt_project.yml"
    text = project.read_text(encoding="utf-8")
    for name, value in VARS.items():
        text, n_changed = re.subn(rf"(?m)^  {name}: [^ #\n]+", f"  {name}: {value}", text)
        assert n_changed == 1, name
    project.write_text(text, encoding="utf-8")
    run(copy, str(copy / "tools/calendar_seed.py"))
    span = ["--start", "2008-11-17", "--end", "2009-03-06", "--hours", "06:00-17:00"]
    stockbond(copy, "simulate", *span)
    stockbond(copy, "build")
    return copy


def run(copy: Path, *arguments: str) -> str:
    """Python in the copy; what it printed. Fails the test, with its words, where it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment(copy),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(f"{arguments} ended with {done.returncode}\n{done.stdout}{done.stderr}", pytrace=False)
    return done.stdout


def stockbond(copy: Path, *arguments: str) -> str:
    """The copy's own command line."""
    return run(copy, "-c", "from stockbond.cli import main; main()", *arguments)


def environment(copy: Path) -> dict[str, str]:
    """The copy's sources, data root and files."""
    return {
        **os.environ,
        "PYTHONPATH": str(copy / "src"),
        "STOCKBOND_DATA": str(copy / "data"),
        "STOCKBOND_WAREHOUSE": str(copy / "warehouse.duckdb"),
        "STOCKBOND_PUBLISHED": str(copy / "published.duckdb"),
        "DBT_TARGET_PATH": str(copy / "target"),
        "DBT_LOG_PATH": str(copy / "logs"),
    }


def test_facts_are_those_of_the_reference(checkout: Path) -> None:
    """The last ten minutes of a day belong to no interval, and the day closes in them."""
    built = Build(0, "", checkout / "warehouse.duckdb", checkout / "data")
    reasons = check_facts(built, built.data, CUT)
    assert {day: reason for day, reason in reasons.items() if reason is not None} == {
        "2008-11-28": "early_close",
        "2008-12-24": "early_close",
    }
    assert len(reasons) > 70


def test_release_and_manifest_state_the_session(checkout: Path) -> None:
    with duckdb.connect(checkout / "published.duckdb", read_only=True) as connection:
        [(*stated, manifest)] = connection.execute(
            "select session_open, session_close, interval_minutes, manifest from reports.rpt_release"
        ).fetchall()
    assert stated == ["08:20", "15:00", 15]
    told = json.loads(manifest)
    assert {name: told[name] for name in VARS} == {name: told["vars"][name] for name in VARS}
    assert "08:20 to 15:00 New York" in told["conventions"]["session"]
    assert "15 minutes" in told["conventions"]["returns"]
    assert not ANOTHER.search(json.dumps(told["conventions"]))


def test_comments_state_the_session(checkout: Path) -> None:
    """Of every table and column that is published."""
    with duckdb.connect(checkout / "published.duckdb", read_only=True) as connection:
        comments = dict(
            connection.execute(
                "select schema_name || '.' || table_name, comment from duckdb_tables()"
                " union all select schema_name || '.' || table_name || '.' || column_name, comment"
                " from duckdb_columns() where comment is not null"
            ).fetchall()
        )
    comments = {name: re.sub(r"\s+", " ", comment) for name, comment in comments.items()}
    others = {name: comment for name, comment in comments.items() if ANOTHER.search(PAPER.sub("", comment))}
    assert others == {}
    assert "15-minute log returns from 08:20 to 15:00" in comments["marts.fct_realized_correlation_daily"]
    assert "8 intervals" in comments["marts.fct_intraday_correlation.rolling_correlation_2h"]
    assert "(08:20 New York)" in comments["marts.dim_trading_days.session_open_at_utc"]
    assert "15:00 New York" in comments["marts.dim_trading_days.session_close_at_utc"]
    assert "next 15-minute return" in comments["reports.rpt_t10_lead_lag"]


def test_report_summary_and_doctor_state_the_session(checkout: Path) -> None:
    page = checkout / "report.html"
    stockbond(checkout, "report", "--out", str(page))
    text = page.read_text(encoding="utf-8")
    shown = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert shown.count(STATED) >= 2  # at the top, and under the daily correlation
    assert not re.search(r"09:30|16:00|\b(5|five)-minute", shown)
    for command in ("summary", "doctor"):
        assert STATED in stockbond(checkout, command)


def test_explorer_states_the_session(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(checkout / "published.duckdb"))
    page = AppTest.from_file(str(PROJECT_ROOT / "src/stockbond/explorer/page.py"), default_timeout=60).run()
    assert not page.exception
    texts = [element.value for element in (*page.markdown, *page.caption, *page.info)]
    assert sum(STATED in text for text in texts) == 1
    assert not any(ANOTHER.search(text) for text in texts)
