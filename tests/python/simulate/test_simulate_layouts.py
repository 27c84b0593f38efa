"""A simulated root in a vendor's layout: its manifest lists what lies there, and nothing of another layout does."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from stockbond.formats import Layouts
from stockbond_simulator import SimulationError, simulate

WEEK = (date(2020, 3, 2), date(2020, 3, 6))


def test_the_manifest_lists_the_files_of_the_layout(tmp_path: Path) -> None:
    simulate(tmp_path / "root", *WEEK, layout="kibot")
    manifest = json.loads((tmp_path / "root/manifest.json").read_text())
    listed = {entry["path"] for entry in manifest["files"] if entry["path"].startswith("bars/")}
    root = tmp_path / "root"
    found = {file.relative_to(root).as_posix() for file in (root / "bars").rglob("*") if file.is_file()}
    assert found == listed
    assert manifest["layout"] == "kibot"
    layouts = Layouts(root)
    assert {one.format for path in found if (one := layouts.format_of(path))} == {"kibot"}
    assert len([path for path in found if "ZN" in path]) >= 1
    assert {folder.name for folder in (root / "bars").iterdir()} == {"kibot"}


def test_an_unknown_layout_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SimulationError, match="no layout kibbot; expected one of canonical, oanda"):
        simulate(tmp_path / "root", *WEEK, layout="kibbot")
    assert list(tmp_path.iterdir()) == []
