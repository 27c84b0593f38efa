"""The data root on disk: which folder may be written, the manifest, and the move into place."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stockbond_simulator.errors import SimulationError

MANIFEST = "manifest.json"
TRUTH = "truth.parquet"
PARTS = ("bars", "series", "events")  # what a simulation writes


def describe(path: Path, root: Path) -> dict[str, Any]:
    """A file's entry in the manifest."""
    content = path.read_bytes()
    return {
        "path": path.relative_to(root).as_posix(),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def write_manifest(root: Path, facts: dict[str, Any], files: list[Path]) -> Path:
    """Write manifest.json: `facts` and the listed files, sorted by path; the truth has its own entry."""
    entries = sorted((describe(path, root) for path in files), key=lambda entry: str(entry["path"]))
    manifest = {"simulated": True, **facts, "files": entries, "truth": describe(root / TRUTH, root)}
    path = root / MANIFEST
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def listed_files(out: Path) -> set[str]:
    """What a simulated root says it holds. Refuses any other folder that is not empty."""
    if not out.exists():
        return set()
    if not out.is_dir():
        raise SimulationError(f"{out} is a file; name a folder to simulate into.")
    if not any(out.iterdir()):
        return set()
    manifest_path = out / MANIFEST
    advice = "Name an empty or new folder; simulated and real data never share one."
    if not manifest_path.is_file():
        raise SimulationError(f"{out} is not empty and has no {MANIFEST}: it may hold real data. {advice}")
    try:
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
        simulated = manifest["simulated"] is True
        listed = {str(entry["path"]) for entry in manifest["files"]} if simulated else set()
    except (ValueError, KeyError, TypeError) as error:
        raise SimulationError(f"{manifest_path} is not a readable manifest ({error!r}). {advice}") from error
    if not simulated:
        raise SimulationError(f"{out} holds real data (its {MANIFEST} says so). {advice}")
    return listed | {MANIFEST, TRUTH}


def check_writable(out: Path) -> None:
    """Raise SimulationError unless `out` is new, empty, or a simulated root without foreign data."""
    listed = listed_files(out)
    for folder in PARTS:
        for path in sorted((out / folder).rglob("*")):
            if path.is_file() and path.relative_to(out).as_posix() not in listed:
                raise SimulationError(
                    f"{path} is not listed in {out / MANIFEST}: simulated and real data never share a "
                    "folder. Move the file away, or simulate into another folder."
                )


@contextmanager
def staging_folder(out: Path) -> Iterator[Path]:
    """An empty folder beside `out` to write into; it is gone afterwards, as is what a killed run left."""
    folder = out.parent / f".{out.name}.writing"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move_into_place(staging: Path, out: Path) -> None:
    """Put the finished root where it belongs. Files of the user's own beside the data stay."""
    replaced = out.parent / f".{out.name}.replaced"
    if replaced.exists():
        shutil.rmtree(replaced)
    if out.exists():
        out.rename(replaced)
    staging.rename(out)
    if replaced.exists():
        for path in replaced.iterdir():
            if path.name not in (MANIFEST, TRUTH, *PARTS):
                path.rename(out / path.name)
        shutil.rmtree(replaced)
