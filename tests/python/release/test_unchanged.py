"""Nothing new is told by all that a release depends on: files, code, packages, arguments, dbt's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from releasing import publish

from benchmarks.publications import rename_release
from stockbond.paths import Paths
from stockbond.releases import unchanged
from stockbond.releases.unchanged import inputs_hash, same_release


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "data/series/custom").mkdir(parents=True)
    (tmp_path / "data/series/custom/MINE.csv").write_text("date,value\n2019-08-01,1\n")
    return Paths(tmp_path / "data", tmp_path / "w.duckdb", tmp_path / "p.duckdb")


def test_each_input_counts(paths: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "dbt_project.yml").write_text("name: stockbond")
    monkeypatch.setattr(unchanged, "project_root", lambda: code)
    monkeypatch.setattr(unchanged, "CODE_FILES", ("dbt_project.yml",))
    series = paths.data / "series/custom"
    seen = [inputs_hash(paths, [])]
    assert inputs_hash(paths, []) == seen[0]
    (series / ".delivery").write_text("hidden files are nobody's")
    assert inputs_hash(paths, []) == seen[0]

    seen.append(inputs_hash(paths, ["--threads", "2"]))
    (series / "MORE.csv").write_text("date,value\n")
    seen.append(inputs_hash(paths, []))
    os.utime(series / "MINE.csv", (1, 1))
    seen.append(inputs_hash(paths, []))
    (paths.data / "manifest.json").write_text('{"simulated": false}')
    seen.append(inputs_hash(paths, []))
    (code / "models").mkdir()
    (code / "models/new.sql").write_text("select 1")
    seen.append(inputs_hash(paths, []))
    monkeypatch.setenv("DBT_FULL_REFRESH", "true")
    seen.append(inputs_hash(paths, []))
    assert len(set(seen)) == len(seen)


def test_only_the_release_that_readers_have_is_the_same(paths: Paths, light: Path) -> None:
    paths = Paths(paths.data, light, paths.published)
    assert same_release(paths, "inputs", []) is None
    first = publish(light, paths.published, inputs_hash="inputs")
    same = same_release(paths, "inputs", [])
    assert same is not None
    assert same["release_id"] == first.release_id
    assert same_release(paths, "other inputs", []) is None
    assert same_release(paths, "inputs", ["--full-refresh"]) is None
    assert same_release(paths, "inputs", ["--vars", "{verify_files: true}"]) is None
    rename_release(light, 2)  # a plain `dbt build` came after it
    assert same_release(paths, "inputs", []) is None
