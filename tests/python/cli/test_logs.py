"""`--log-format json`: every line of every command is one object, with facts to filter by."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from builds import PROJECT_ROOT, Build
from click.testing import CliRunner
from fetcher import AAA, PREMIA, SOURCES, Fetcher, series_csv
from local_publishers import body
from releasing import publish_as

from benchmarks.torture import Place
from stockbond import logs
from stockbond.cli import main
from stockbond.dbt_plugin import Plugin
from stockbond.fetch import run, transport
from stockbond.validation import Validation

FAILED = {
    "suite": "market", "expectation": "A clock", "severity": "critical", "success": False,
    "observed": "2009-01-05: 3", "expected": "hour <= 2", "what_to_do": "Look at the clock.",
}  # fmt: skip


def parsed(text: str) -> list[dict[str, Any]]:
    """The objects of a log; a line that is anything else fails."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command with JSON logs: its exit code, and the objects of both streams."""
    monkeypatch.setenv(logs.VARIABLE, "")  # the command sets it; this takes it back

    def run_command(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        done = CliRunner().invoke(main, ["--log-format", "json", *arguments])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        said = parsed(done.stdout) + parsed(done.stderr)
        assert all({"at_utc", "level", "event", "message"} <= entry.keys() for entry in said)
        return done.exit_code, said

    return run_command


@pytest.fixture(scope="module")
def released(small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a working file and two releases of it."""
    folder = tmp_path_factory.mktemp("released")
    shutil.copy(small_build.warehouse, folder / "w.duckdb")
    for number in (1, 2):
        publish_as(number, folder / "w.duckdb", folder / "p.duckdb")
    return folder


@pytest.fixture
def places(released: Path, small_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets commands work in a copy of that folder."""
    folder = shutil.copytree(released, tmp_path / "released")
    monkeypatch.setenv("STOCKBOND_DATA", str(small_root))
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(folder / "w.duckdb"))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(folder / "p.duckdb"))


@pytest.mark.parametrize(
    ("arguments", "events", "facts"),
    [
        ("simulate --start 2009-01-05 --end 2009-01-09 --out {}/new", ["progress", "simulated"], ["n_files"]),
        ("publish", ["validated", "published"], ["release_id", "is_simulated"]),
        ("publish --rollback", ["rolled_back"], ["release_id"]),
        ("validate", ["validated", "data_docs"], ["page"]),
        ("releases", ["release"], ["release_id", "is_current", "verdict", "size_bytes"]),
        ("summary", ["release", "latest_day", "correlation", "regime"], ["pair_id", "days"]),
        ("doctor", ["finding", "examined"], ["exit_code"]),
        ("report --figures {}/figures", ["figures", "report"], ["page", "is_simulated"]),
        ("fetch --dry-run", ["planned"], ["source", "action", "url"]),
    ],
)
def test_every_line_is_an_object(
    ask: Any, places: None, tmp_path: Path, arguments: str, events: list[str], facts: Sequence[str]
) -> None:
    code, said = ask(*arguments.format(tmp_path).split())
    assert code == 0
    assert list(dict.fromkeys(entry["event"] for entry in said)) == events
    assert set(facts) <= said[-1].keys()
    assert {entry["level"] for entry in said} <= {"info", "warning"}


def test_doctor_as_one_object_is_one_line(places: None) -> None:
    [whole] = parsed(CliRunner().invoke(main, ["doctor", "--json"]).stdout)
    assert whole.keys() == {"exit_code", "findings"}


def test_doctor_tells_the_numbers_of_each_instrument(ask: Any, places: None) -> None:
    _, said = ask("doctor")
    covered = {entry["instrument"]: entry for entry in said if "first_day" in entry}
    assert covered.keys() == {"ES", "TY", "TU", "RATE3M", "USD"}
    assert covered["ES"]["sessions_without_a_bar"] == ["2009-01-21"]
    assert covered["ES"]["level"] == "warning"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("publish", 1, "stockbond build"),
        ("publish --rollback", 1, "no earlier release"),
        ("releases", 2, "stockbond build"),
        ("summary", 2, "stockbond build"),
        ("report", 2, "stockbond build"),
        ("validate", 2, "stockbond build"),
        ("simulat", 2, "Did you mean 'simulate'?"),
        ("simulate --start soon", 2, "is not a date like 2004-01-31"),
        ("fetch NOTHING", 2, "NOTHING"),
        ("fetch bars NOTHING", 2, "NOTHING"),
        ("", 2, "Missing command"),
    ],
)
def test_a_failure_is_one_object_with_its_exit_code(
    ask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, code: int, words: str
) -> None:
    for name in ("DATA", "WAREHOUSE", "PUBLISHED"):
        monkeypatch.setenv(f"STOCKBOND_{name}", str(tmp_path / name))
    exit_code, said = ask(*arguments.split())
    assert [(entry["level"], entry["event"], entry["exit_code"]) for entry in said] == [
        ("error", "failed", code)
    ]
    assert exit_code == code
    assert words in said[0]["message"]


def test_the_programs_own_options_may_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.VARIABLE, "json")
    done = CliRunner().invoke(main, ["--log-fromat", "json", "summary"])
    assert done.exit_code == parsed(done.stderr)[0]["exit_code"] == 2
    assert "Did you mean" in parsed(done.stderr)[0]["message"]


@pytest.mark.parametrize("command", ["validate", "publish"])
def test_an_expectation_that_fails_is_an_object(
    ask: Any, places: None, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    found = Validation([FAILED, {**FAILED, "severity": "warning", "expectation": "A wind"}])
    monkeypatch.setattr("stockbond.validation.run.validate_attached", lambda *_: found)
    code, said = ask(command)
    assert code == 1
    failed = [entry for entry in said if entry["event"] == "expectation_failed"]
    assert [(entry["level"], entry["expectation"]) for entry in failed] == [
        ("error", "A clock"), ("warning", "A wind")
    ]  # fmt: skip
    assert FAILED.items() <= failed[0].items()


def test_a_fetch_that_waits_and_fails(ask: Any, fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stockbond.fetch.catalogue.load_catalogue", lambda: SOURCES)
    monkeypatch.setattr(run, "make_session", lambda: fetch.publishers.session(transport.make_session()))
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr("click.get_text_stream", lambda _: SimpleNamespace(isatty=lambda: True))
    fetch.tell(AAA, body(b"", 503), body(series_csv("AAA")))
    fetch.tell(PREMIA, body(b"", 404))
    code, said = ask("fetch", "--out", str(fetch.root))
    assert code == 1
    by_event = {entry["event"]: entry for entry in said}
    assert list(by_event) == ["fetch_started", "source_ended", "fetched", "waiting", "failed"]
    assert (by_event["waiting"]["source"], by_event["waiting"]["seconds"]) == ("AAA", 1)
    assert by_event["fetched"]["counts"]["downloaded"] == 3
    ended = [entry for entry in said if entry["event"] == "source_ended"]
    assert {entry["source"]: (entry["status"], entry["level"]) for entry in ended} == {
        "AAA": ("downloaded", "info"), "BBB": ("downloaded", "info"),
        "factors": ("downloaded", "info"), "premia": ("failed", "error"),
    }  # fmt: skip


def test_a_working_file_made_anew_is_an_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The project's plugin says it within dbt, which the command has told the format."""
    monkeypatch.setenv(logs.VARIABLE, "json")
    monkeypatch.setattr("stockbond.dbt_plugin.discard_if_unreadable", lambda _: True)
    Plugin.update_connection_config(None, SimpleNamespace(path=str(tmp_path / "w")), {})  # type: ignore[arg-type]
    [entry] = parsed(capsys.readouterr().out)
    assert (entry["event"], entry["warehouse"]) == ("working_file_discarded", str(tmp_path / "w"))


def test_a_build_says_nothing_but_objects(tmp_path: Path) -> None:
    """Neither does dbt."""
    (tmp_path / "data/series/custom").mkdir(parents=True)
    (tmp_path / "data/series/custom/MY.csv").write_text("date,value\n2019-08-01,1\n")
    environment = Place(tmp_path / "data", tmp_path).environment
    script = str(Path(sys.executable).with_name("stockbond"))
    done = subprocess.run(
        [script, "--log-format", "json", "build", "--select", "stg_custom__observations"],
        env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = parsed(done.stdout)
    assert "\\u001b" not in done.stdout  # colours
    assert said[0]["event"] == "build_started"
    assert any("stg_custom__observations" in entry.get("info", {}).get("msg", "") for entry in said)
    assert said[-1]["event"] == "built"
    assert parsed(done.stderr)[-1]["exit_code"] == done.returncode == 1  # only whole builds are published
