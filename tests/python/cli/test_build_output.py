"""What `stockbond build` says of dbt's lines: warnings, errors and the time of each stage; all on demand."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from builds import PROJECT_ROOT, Build

from stockbond import build as building
from stockbond import logs
from stockbond.dbt_log import DbtLog
from stockbond.paths import Paths


def line(event: str, message: str, level: str = "info", **data: Any) -> str:
    """One of dbt's."""
    return json.dumps({"info": {"name": event, "msg": message, "level": level}, "data": data}) + "\n"


LINES = [
    line("MainReportVersion", "Running with dbt"),
    line("LogStartLine", "1 of 4 START seed", index=1, total=4),
    line("LogSeedResult", "1 of 4 OK seed", status="INSERT 3"),
    line("JinjaLogInfo", "bars: read 2 of 163 files, 10 contract-days"),
    line("LogModelResult", "2 of 4 OK model", status="OK"),
    line("LogTestResult", "3 of 4 WARN 2 a_test", "warn", status="warn"),
    line("LogTestResult", "4 of 4 FAIL 1 b_test", "error", status="fail"),
    line("SkippingDetails", "5 of 5 SKIP relation marts.a_model"),
    "a library said this\n",
    line("RunResultFailure", "Failure in test b_test", "error", resource_type="test", node_name="b_test"),
    line("RunResultError", "  Got 1 result", "error", msg="Got 1 result, configured to fail if != 0"),
    line("SQLCompiledPath", "  compiled code at b_test.sql", path="b_test.sql"),
    line("RunResultWarning", "Warning in test a_test", "warn"),
    line("RunResultWarningMessage", "Got 2 results", "warn"),
    line("SQLCompiledPath", "  compiled code at a_test.sql", path="a_test.sql"),
    line("StatsLine", "Done. PASS=2"),
]
WORTH_SAYING = [
    "bars: read 2 of 163 files, 10 contract-days",
    "3 of 4 WARN 2 a_test", "4 of 4 FAIL 1 b_test", "a library said this", "Warning in test a_test",
    "Got 2 results", "  compiled code at a_test.sql",
]  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], verbose: bool = False) -> tuple[list[str], DbtLog]:
    with DbtLog(verbose) as log:
        for one in LINES:
            log.take(one)
    return capsys.readouterr().out.splitlines(), log


def test_people_read_warnings_errors_and_where_the_time_went(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines, log = said(capsys)
    assert lines == WORTH_SAYING
    assert log.failures.message() == (
        "test b_test: Got 1 result, configured to fail if != 0 (its SQL: b_test.sql)"
    )
    assert not log.failures.is_input
    words = {stage: what for stage, _, what in log.stages()}
    assert words["models"] == "2 models and seeds"
    assert words["tests"] == "1 hold, 1 warnings"


def test_seconds_of_the_stages_are_those_that_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two models that run at once, each for nine seconds, are ten seconds of a build."""
    clock = iter([100.0, 103.0, 112.0, 113.0, 115.5])  # dbt begins, START, ends
    monkeypatch.setattr("stockbond.dbt_log.time.monotonic", lambda: next(clock))
    with DbtLog(verbose=True) as log:
        log.take(line("LogStartLine", "1 of 3 START model", index=1, total=3))
        log.take(line("LogStartLine", "2 of 3 START model", index=2, total=3))
        log.take(line("LogModelResult", "1 of 3 OK model", execution_time=9.0, status="OK"))
        log.take(line("LogModelResult", "2 of 3 OK model", execution_time=9.0, status="OK"))
        log.take(line("LogTestResult", "3 of 3 PASS test", execution_time=2.0, status="pass"))
    assert [(stage, seconds) for stage, seconds, _ in log.stages()] == [
        ("start", 3.0), ("models", 10.0), ("tests", 2.5),
    ]  # fmt: skip


def test_verbose_is_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    lines, _ = said(capsys, verbose=True)
    assert len(lines) == len(LINES)
    assert set(WORTH_SAYING) < set(lines)


def test_programs_get_the_lines_as_they_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(logs.VARIABLE, "json")
    lines, _ = said(capsys)
    assert [one + "\n" for one in lines] == LINES


@pytest.mark.parametrize("way", ["plain", "verbose", "json"])
def test_objects_that_two_threads_wrote_into_one_line_are_two(
    way: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """dbt's threads write text and end of line apart: two texts, then two ends."""
    if way == "json":
        monkeypatch.setenv(logs.VARIABLE, "json")
    expected, of_one_thread = said(capsys, verbose=way == "verbose")
    with DbtLog(way == "verbose") as log:
        for one, other in zip(LINES[2:8:2], LINES[3:8:2], strict=True):
            log.take(one.rstrip("\n") + other)
            log.take("\n")
        for one in (*LINES[:2], *LINES[8:]):
            log.take(one)
    assert sorted(capsys.readouterr().out.splitlines()) == sorted(expected)
    assert log.counts == of_one_thread.counts
    assert log.failures.message() == of_one_thread.failures.message()


def test_a_terminal_gets_a_bar_and_a_pipe_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\033" not in "".join(said(capsys)[0])
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with DbtLog(verbose=False) as log:
        for one in LINES:
            log.take(one)
    drawn = capsys.readouterr().out
    assert "Models and tests" in drawn
    assert "25%" in drawn


def test_unit_tests_are_left_out_of_a_morning_s_build(
    small_build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And each that a YAML file names passed in the small build, so `make test` has them all."""
    commands: list[list[str]] = []
    monkeypatch.setattr(building, "run", lambda command, *_: commands.append(command) or 0)
    building.dbt_build(Paths(tmp_path, tmp_path / "w.duckdb", tmp_path / "p.duckdb"))
    assert " ".join(commands[0]).endswith("--exclude-resource-type unit_test")
    named = {
        f"{test['model']}::{test['name']}"
        for path in (PROJECT_ROOT / "models").rglob("*.yml")
        for test in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("unit_tests", [])
    }
    passed = set(re.findall(r"PASS (\w+::\w+)", small_build.log))
    assert passed == named
    assert named
