"""`stockbond doctor`: what it finds on a fresh clone, on sound data, and on data that need somebody."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import DAY_WITHOUT_BARS, Build

from stockbond.cli import main
from stockbond.doctor import Finding, exit_code
from stockbond.doctor.findings import age
from stockbond.doctor.installation import package
from stockbond.publish import publish


def doctor(monkeypatch: pytest.MonkeyPatch, data: Path, published: Path) -> tuple[int, list[Finding]]:
    """The exit code and the findings of `stockbond doctor --json`."""
    monkeypatch.setenv("STOCKBOND_DATA", str(data))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(published))
    done = CliRunner().invoke(main, ["doctor", "--json"])
    content = json.loads(done.output)
    assert content["exit_code"] == done.exit_code
    return done.exit_code, [Finding(**finding) for finding in content["findings"]]


def of_topic(findings: list[Finding], topic: str) -> list[Finding]:
    return [finding for finding in findings if finding.topic == topic]


def test_fresh_clone_is_told_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, findings = doctor(monkeypatch, tmp_path / "none", tmp_path / "none.duckdb")
    assert code == 1
    assert "stockbond simulate" in of_topic(findings, "data root")[0].what_to_do
    assert "stockbond build" in of_topic(findings, "published")[0].what_to_do
    assert {finding.status for finding in of_topic(findings, "installation")} == {"ok"}
    assert list(tmp_path.iterdir()) == []


def test_sound_root_and_release(
    monkeypatch: pytest.MonkeyPatch, small_root: Path, small_build: Build, tmp_path: Path
) -> None:
    publish(small_build.warehouse, tmp_path / "p.duckdb")
    code, findings = doctor(monkeypatch, small_root, tmp_path / "p.duckdb")
    assert code == 0
    found = {finding.found.partition(":")[0]: finding for finding in of_topic(findings, "bars")}
    assert f"1 sessions without a bar: {DAY_WITHOUT_BARS}" in found["ES"].found
    assert "2008-10-20 to 2009-03-31" in found["TY"].found
    n_days, n_bars = small_build.rows(
        "select count(distinct cast(bar_start_at_utc as date)), count(*) from staging.stg_canonical__bars"
        " where symbol = 'TY'"
    )[0]
    assert f"{n_days} days, {n_bars / n_days:.0f} bars a day" in found["TY"].found
    assert any("SIMULATED" in finding.found for finding in of_topic(findings, "data root"))
    assert any("SIMULATED release" in finding.found for finding in of_topic(findings, "published"))
    tables = small_build.rows(
        "select count(*) from reports.rpt_table_availability where sample = 'full' and status <> 'available'"
    )[0][0]
    assert (
        len([finding for finding in of_topic(findings, "tables") if finding.status == "note"]) == tables > 0
    )


def test_changed_and_damaged_files_are_problems(
    monkeypatch: pytest.MonkeyPatch, small_root: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(small_root, tmp_path / "data"))
    file = sorted((root / "bars").rglob("*.parquet"))[0]
    file.write_bytes(file.read_bytes()[:-20])
    (tmp_path / "p.duckdb").write_bytes(b"x" * 10_000)
    code, findings = doctor(monkeypatch, root, tmp_path / "p.duckdb")
    assert code == 1
    problems = [finding.found for finding in findings if finding.status == "problem"]
    assert any(found.startswith("SIMULATED, but changed: bars/") for found in problems)
    assert any(file.name in found and "cut off" in found for found in problems)
    assert any("p.duckdb cannot be read" in found for found in problems)


def test_versions_and_ages() -> None:
    assert package("click", "click==0.1 \\\n").status == "warning"
    assert package("not-a-package", "").status == "problem"
    assert age("bars", date(2000, 1, 3)).status == "note"
    assert exit_code([Finding("x", "warning", ""), Finding("x", "note", "")]) == 0
