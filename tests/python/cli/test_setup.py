"""Set-up: the lock, the Makefile and continuous integration hold together."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest


def make(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run make."""
    return subprocess.run(["make", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_second_set_up_does_nothing(project_root: Path) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stamp = project_root / ".venv" / f".installed-python{version}"
    if not stamp.exists():
        pytest.skip("not run by make")
    # --question: 0 means that nothing would run.
    assert make("--question", "setup", cwd=project_root).returncode == 0


def test_wrong_python_is_refused_in_plain_words(project_root: Path, tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\necho 3.9\n")
    old.chmod(0o755)
    done = make("setup", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}", cwd=project_root)
    assert done.returncode != 0
    assert "needs Python 3.11 or 3.12, found 3.9" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_byte_code_is_compiled() -> None:
    import duckdb

    folder = Path(duckdb.__file__).parent
    assert list(folder.rglob("__pycache__/*.pyc"))


@pytest.mark.parametrize(
    "path", ["requirements.lock", "bi/superset/requirements.lock", "spark/requirements.lock"]
)
def test_every_locked_package_has_hashes_and_no_address(project_root: Path, path: str) -> None:
    lock = (project_root / path).read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", lock))
    assert len(pins) > 50
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins if pin.strip())


def test_installed_packages_are_the_locked_ones(project_root: Path) -> None:
    lock = (project_root / "requirements.lock").read_text(encoding="utf-8")
    locked = {tuple(pin) for pin in re.findall(r"(?m)^([a-z0-9.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", lock)}
    own = {"pip", "setuptools", "stockbond"}
    installed = {
        (re.sub(r"[-_.]+", "-", item.metadata["Name"]).lower(), item.version)
        for item in distributions()
    }  # fmt: skip
    assert {pair for pair in installed if pair[0] not in own} <= locked


def test_lock_covers_the_declared_dependencies(project_root: Path) -> None:
    import tomllib

    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    lock = (project_root / "requirements.lock").read_text(encoding="utf-8")
    for requirement in declared:
        name = re.match(r"[A-Za-z0-9_.-]+", requirement)
        assert name is not None
        assert re.search(rf"(?m)^{re.sub(r'[-_.]+', '-', name[0]).lower()}(\[.*\])?==", lock), requirement


def test_ci_calls_make_test_and_then_what_that_may_skip(project_root: Path) -> None:
    script = project_root / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    assert script.read_text(encoding="utf-8").splitlines()[-3:] == [
        "make test", "make bi-test", "make superset-test"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "tool, target", [("NODE", "bi-test"), ("SUPERSET", "superset-test"), ("SPARK", "spark-test")]
)
def test_named_targets_fail_where_they_would_skip(project_root: Path, tool: str, target: str) -> None:
    recipe = make("--dry-run", target, cwd=project_root).stdout
    assert f"STOCKBOND_REQUIRE_{tool}=1" in recipe


def test_release_description_matches_what_publish_writes() -> None:
    from dataclasses import fields

    from stockbond.publish import Release
    from stockbond.releases.candidate import described_tables

    columns = [column["name"] for column in described_tables()["rpt_release"]["columns"]]
    assert columns == [field.name for field in fields(Release)]
