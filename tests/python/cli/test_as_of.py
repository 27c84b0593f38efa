"""The moment that a build speaks of: how it is given, and what lies ahead of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from builds import PROJECT_ROOT, dbt_place, environment_of
from click.testing import CliRunner
from preflighter import Preflight

from stockbond.build import with_vars
from stockbond.cli import main
from stockbond.commands import AsOf
from stockbond.doctor.ahead import ahead
from stockbond.doctor.findings import age, today
from stockbond.paths import AS_OF_VARIABLE


def test_a_var_joins_those_that_are_given() -> None:
    given = ["--vars", "{interval_minutes: 10, verify_files: false}", "--threads", "2"]
    *others, name, content = with_vars(given, {"verify_files": True})
    assert (others, name) == (["--threads", "2"], "--vars")
    assert json.loads(content) == {"interval_minutes": 10, "verify_files": True}
    assert with_vars(["--vars={gap_fill: none}"], {})[0] == "--vars={gap_fill: none}"


@pytest.mark.parametrize("wrong", ["tomorrow", "2026-02-30", "29.07.2026", "2026-07-29 25:00"])
def test_what_is_no_time_is_refused(wrong: str) -> None:
    done = CliRunner().invoke(main, ["build", "--as-of", wrong])
    assert done.exit_code == 2
    assert f"'{wrong}' is not a time like 2026-07-29 or '2026-07-29 16:05'" in done.output


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2030-12-31 23:59", None),
        ("2031-01-01", "The trading calendar ends on 2030-12-31"),
        ("yesterday", "found: yesterday"),
        ("2026-02-30", "found: 2026-02-30"),
    ],
)
def test_only_a_day_after_the_calendar_stops_the_build(
    preflight: Preflight, monkeypatch: pytest.MonkeyPatch, moment: str, said: str | None
) -> None:
    preflight.write_bars()
    monkeypatch.setenv(AS_OF_VARIABLE, moment)
    stopped = preflight.run("seed", "--select", "instruments")
    assert stopped is None if said is None else said in (stopped or "")


def test_a_var_gives_the_moment_where_the_environment_does_not(preflight: Preflight) -> None:
    preflight.write_bars()
    stopped = preflight.run("seed", "--select", "instruments", "--vars", json.dumps({"as_of": "2031-01-01"}))
    assert "The trading calendar ends on 2030-12-31" in (stopped or "")


def test_another_moment_parses_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for moment in ("2026-07-29 16:05", "2026-07-30 16:05"):
        monkeypatch.setenv(AS_OF_VARIABLE, moment)
        done = subprocess.run(
            [Path(sys.executable).with_name("dbt"), "--debug", "parse"], cwd=PROJECT_ROOT, check=False,
            env={**os.environ, **environment_of(dbt_place()), "STOCKBOND_DATA": str(tmp_path)},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
    assert "Partial parsing enabled: 0 files deleted, 0 files added, 0 files changed" in done.stdout


@pytest.mark.parametrize(
    "said", ["2026-07-29", "2026-07-29 16:05", "2026-07-29T16:05:07", "2026-07-29 16:05:07"]
)
def test_a_moment_is_taken_as_releases_say_it(said: str) -> None:
    """`rpt_release.as_of` has seconds."""
    assert AsOf().convert(said, None, None) == said


def test_the_newest_day_is_never_a_negative_number_of_days_ago() -> None:
    tomorrow = age("bars", today() + timedelta(1))
    assert tomorrow.status == "warning"
    assert "-" not in tomorrow.found.replace(str(today()), "").replace(str(today() + timedelta(1)), "")
    assert age("bars", today()).found.endswith("0 days ago")


def test_doctor_sees_the_end_of_the_calendar_and_the_next_meeting(tmp_path: Path) -> None:
    def found(now: date) -> list[tuple[str, str]]:
        return [(finding.status, finding.found) for finding in ahead(tmp_path, now)]

    assert found(date(2026, 11, 30)) == [
        ("ok", "the trading calendar ends on 2030-12-31"),
        ("ok", "the next FOMC meeting is on 2026-12-09"),
    ]
    assert found(date(2027, 12, 9))[1] == ("ok", "the next FOMC meeting is on 2028-01-26")
    assert found(date(2028, 1, 27))[1] == (
        "warning",
        "no scheduled FOMC meeting lies ahead within 60 days; the last known is 2028-01-26",
    )
    assert [status for status, _ in found(date(2030, 7, 4))] == ["ok", "warning"]
    assert found(date(2030, 7, 5))[0][0] == "warning"
    assert found(date(2031, 1, 1))[0][0] == "problem"
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "fomc.csv").write_text("announcement_date\n2028-03-15\nodd\n", encoding="utf-8")
    assert found(date(2028, 1, 27))[1] == ("ok", "the next FOMC meeting is on 2028-03-15")
    (tmp_path / "events" / "fomc.csv").write_text(
        "announcement_date,is_scheduled\n2026-12-09,false\n", encoding="utf-8"
    )
    assert found(date(2026, 11, 30))[1] == ("ok", "the next FOMC meeting is on 2027-01-27")
