"""The command line: exit codes, messages, and paths from anywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from builds import PROJECT_ROOT, Build
from click.testing import CliRunner

from stockbond.cli import main
from stockbond.errors import StockbondError
from stockbond.paths import Paths
from stockbond.releases.locks import only_builder


def stockbond(*arguments: str, cwd: Path, **environment: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed console script as users do."""
    script = Path(sys.executable).with_name("stockbond")
    named = {name: str(value) for name, value in environment.items()}
    return subprocess.run(
        [str(script), *arguments],
        cwd=cwd,
        env={**os.environ, **named},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_documents_environment_and_exit_codes() -> None:
    text = CliRunner().invoke(main, ["--help"]).output
    for part in ("STOCKBOND_DATA", "STOCKBOND_WAREHOUSE", "STOCKBOND_PUBLISHED", "Exit codes", "Examples"):
        assert part in text


def test_logs_may_be_json(tmp_path: Path) -> None:
    """One object a line, the last with the exit code, chosen by an option or by the environment."""
    for arguments, environment in (((), {"STOCKBOND_LOG": "json"}), (("--log-format", "json"), {})):
        places = {"STOCKBOND_WAREHOUSE": str(tmp_path / "w"), "STOCKBOND_PUBLISHED": str(tmp_path / "p")}
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {**places, "STOCKBOND_LOG": "", **environment}.items():
                patch.setenv(name, value)
            done = CliRunner().invoke(main, [*arguments, "publish"])
        line = json.loads(done.stderr.splitlines()[-1])
        assert done.exit_code == line["exit_code"] == 1
        assert line["level"] == "error"
        assert "stockbond build" in line["message"]


def test_paths_default_to_the_project_folder() -> None:
    paths = Paths.from_environment({})
    assert paths.data == PROJECT_ROOT / "data" / "simulated"
    assert paths.warehouse == PROJECT_ROOT / "warehouse" / "stockbond.duckdb"
    assert paths.published == PROJECT_ROOT / "warehouse" / "published" / "stockbond.duckdb"


def test_paths_may_be_absolute_or_relative_to_the_project() -> None:
    paths = Paths.from_environment({"STOCKBOND_DATA": "/somewhere", "STOCKBOND_WAREHOUSE": "a/b.duckdb"})
    assert paths.data == Path("/somewhere")
    assert paths.warehouse == PROJECT_ROOT / "a" / "b.duckdb"


def test_working_and_published_file_must_differ() -> None:
    with pytest.raises(StockbondError, match="name the same file"):
        Paths.from_environment({"STOCKBOND_WAREHOUSE": "a.duckdb", "STOCKBOND_PUBLISHED": "b/../a.duckdb"})


def test_simulate_refuses_a_folder_of_real_data(tmp_path: Path) -> None:
    (tmp_path / "bars.csv").write_text("somebody's data")
    done = stockbond("simulate", "--end", "2004-02-01", "--out", str(tmp_path), cwd=tmp_path)
    assert done.returncode == 2
    assert "may hold real data" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = stockbond("simulate", "--end", "2004-01-09", "--out", str(tmp_path / "file" / "x"), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("stockbond: ")
    assert str(tmp_path / "file") in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_summary_of_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.duckdb").write_text("not a database")
    done = stockbond("summary", cwd=tmp_path, STOCKBOND_PUBLISHED=tmp_path / "p.duckdb")
    assert done.returncode == 2
    assert "p.duckdb cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["simulat"], "Did you mean 'simulate'?"),
        (["simulate", "--strat", "2004-01-01"], "'--start'?"),
        (["simulate", "--start", "soon"], "'soon' is not a date like 2004-01-31"),
        (["simulate", "--start", "2010-01-01", "--end", "2009-01-01"], "lies after --end 2009-01-01"),
        (["explore", "--port", "80"], "1024<=x<=65535"),
        (["completion", "tcsh"], "'bash', 'zsh', 'fish'"),
    ],
)
def test_wrong_usage_is_said_in_plain_words(arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "--help" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--start", "2010-01-01", "--end", "2009-01-01"], ["--start", "soon"], ["--bar-minutes", "0"]],
)
def test_wrong_usage_is_2(tmp_path: Path, arguments: list[str]) -> None:
    done = stockbond("simulate", "--out", str(tmp_path / "out"), *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_publish_and_summary_without_a_build_say_what_to_run(tmp_path: Path) -> None:
    places = {"STOCKBOND_WAREHOUSE": tmp_path / "w.duckdb", "STOCKBOND_PUBLISHED": tmp_path / "p.duckdb"}
    for command, exit_code in (("publish", 1), ("summary", 2)):
        done = stockbond(command, cwd=tmp_path, **places)
        assert done.returncode == exit_code
        assert "stockbond build" in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["build", "publish"])
def test_build_and_publish_are_refused_while_another_builds(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "WAREHOUSE", "PUBLISHED"):
        monkeypatch.setenv(f"STOCKBOND_{name}", str(tmp_path / name))
    with only_builder(tmp_path / "WAREHOUSE", wait=False):
        done = CliRunner().invoke(main, [command, "--no-wait"])
    assert done.exit_code == 1
    assert "Another build" in done.stderr


def test_build_without_data_is_2_and_keeps_the_release(small_build: Build, tmp_path: Path) -> None:
    published = tmp_path / "published.duckdb"
    published.write_bytes(b"the release of yesterday")
    done = stockbond(
        "build", cwd=tmp_path, STOCKBOND_DATA=tmp_path / "nothing", STOCKBOND_WAREHOUSE=tmp_path / "w.duckdb",
        STOCKBOND_PUBLISHED=published, DBT_TARGET_PATH=tmp_path / "target", DBT_LOG_PATH=tmp_path / "logs",
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.startswith(
        "stockbond: Not built, the published file is as it was. There is nothing to build from"
    )
    assert "macro" not in done.stderr
    assert published.read_bytes() == b"the release of yesterday"


def test_a_working_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """One of a later DuckDB, too: what DuckDB says is in the message."""
    working = tmp_path / "w.duckdb"
    working.write_bytes(b"something else")
    places = {"STOCKBOND_WAREHOUSE": working, "STOCKBOND_PUBLISHED": tmp_path / "p.duckdb"}
    for command, said in (("build", "Delete it"), ("validate", "Not validated")):
        done = stockbond(command, cwd=tmp_path, **places)
        assert done.returncode == 2
        assert "Traceback" not in done.stdout + done.stderr
        assert said in done.stderr
        assert "not a valid DuckDB database file" in done.stderr
    assert working.read_bytes() == b"something else"


def test_build_from_anywhere_publishes_and_summary_shows_it(small_root: Path, tmp_path: Path) -> None:
    places = {
        "STOCKBOND_DATA": small_root,
        "STOCKBOND_WAREHOUSE": tmp_path / "new" / "w.duckdb",
        "STOCKBOND_PUBLISHED": tmp_path / "also" / "new" / "p.duckdb",
        "DBT_TARGET_PATH": tmp_path / "target",
        "DBT_LOG_PATH": tmp_path / "logs",
    }
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    built = stockbond("build", cwd=elsewhere, **places)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "SIMULATED release" in built.stdout
    assert ", 0 critical failed, 0 warnings, " in built.stdout
    assert list(elsewhere.iterdir()) == []

    shown = stockbond("summary", cwd=elsewhere, **places)
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert lines[1].startswith("SIMULATED")
    assert lines[-2].startswith("SIMULATED")
    assert any("paper" in line and "-0.94" in line for line in lines)
    assert any(line.split()[:2] == ["ust", "ours"] for line in lines)
    assert str(places["STOCKBOND_PUBLISHED"]) in shown.stdout

    # The same files and code: the release stays, and is named. dbt does not start.
    release = places["STOCKBOND_PUBLISHED"].read_bytes()
    release_id = re.findall(r"SIMULATED release (\S+)", built.stdout)[0]
    again = stockbond("build", cwd=elsewhere, **places)
    assert again.returncode == 0, again.stderr
    assert again.stdout.count("\n") == 1
    assert re.match(f"Nothing new in .*: SIMULATED release {release_id} was made of the same", again.stdout)
    assert places["STOCKBOND_PUBLISHED"].read_bytes() == release

    # Input that a model finds bad: exit code 2, and readers keep what they have.
    spoiled = ["--select", "+rpt_quarantine_summary", "--vars", "{max_bad_row_share: -1}"]
    failed = stockbond("build", *spoiled, cwd=elsewhere, **places)
    assert failed.returncode == 2, failed.stdout
    assert "Not built, the published file is as it was." in failed.stderr
    assert places["STOCKBOND_PUBLISHED"].read_bytes() == release


NO_CORRELATION = (
    "update reports.rpt_f1_daily_correlation set realized_correlation = null, null_reason = 'no_data'",
    "delete from reports.rpt_daily",
    "delete from marts.fct_realized_correlation_daily",
    "delete from marts.fct_regimes_daily",
)


@pytest.mark.parametrize("spoil", [(), NO_CORRELATION], ids=["a release", "series alone"])
def test_the_summary_begins_with_the_latest_day_and_suggests_queries_that_have_rows(
    small_published: Path, tmp_path: Path, spoil: tuple[str, ...]
) -> None:
    """Whatever the release has."""
    from stockbond.summary import N_SUGGESTED, QUERIES, summarize

    path = Path(shutil.copy(small_published, tmp_path / "p.duckdb"))
    path.chmod(0o644)
    with duckdb.connect(path) as connection:
        for statement in spoil:
            connection.execute(statement)
        [(latest,)] = connection.execute(
            "select max(trade_date) from reports.rpt_f1_daily_correlation where realized_correlation is not null"
        ).fetchall()
        suggested = [query for query in QUERIES if connection.execute(query).fetchone()][:N_SUGGESTED]
    found = summarize(path)
    lines = found.as_text().splitlines()
    first = next(line for line in lines[4:] if line)
    assert first.startswith(
        f"Latest day  {latest:%-d %B %Y}: " if latest else "Latest day  none has a correlation"
    )
    assert found.queries == suggested
    assert len(suggested) == N_SUGGESTED
    with duckdb.connect(path, read_only=True) as connection:
        for query in [*found.queries, found.short_query]:
            assert query in found.as_text()
            assert connection.execute(query).fetchone() is not None
    assert [entry.event for entry in found.as_entries()].count("latest_day") == (1 if latest else 0)
