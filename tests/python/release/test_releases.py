"""Releases: audited before they are put in place, kept, listed, rolled back, described, one at a time."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest
from builds import PROJECT_ROOT, Build
from click.testing import CliRunner
from releasing import publish, publish_as, rows

from benchmarks.reader import read
from stockbond.cli import main
from stockbond.errors import BusyError, PublishError
from stockbond.publish import roll_back
from stockbond.releases.audit import NotValidated
from stockbond.releases.locks import free_working_file, only_builder
from stockbond.releases.manifest import CONVENTIONS, CONVENTIONS_VERSION
from stockbond.releases.store import ReleaseStore

FAILED = {
    "run_id": "r", "suite": "bars", "expectation": "expect_days_to_have_bars", "column_name": "n_bars",
    "severity": "critical", "success": False, "observed": "0", "expected": "390",
}  # fmt: skip


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "readers" / "stockbond.duckdb"


def current(published: Path) -> str:
    """The release that readers find, after they have compared each table with its hash."""
    return read(published)[0]


def test_the_manifest_beside_a_release_is_the_one_in_it(light: Path, published: Path) -> None:
    release = publish_as(1, light, published)
    kept = ReleaseStore(published).folder / f"{release.release_id}.duckdb"
    beside = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
    assert rows(published, "select manifest from reports.rpt_release") == [(json.dumps(beside),)]


def test_the_last_releases_are_kept_and_the_current_one_always(light: Path, published: Path) -> None:
    ids = [publish_as(number, light, published, keep=3).release_id for number in range(1, 5)]
    store = ReleaseStore(published)
    assert [release.release_id for release in store.kept()] == ids[:0:-1]
    assert {path.stem for path in store.folder.glob("*.json")} == set(ids[1:])
    roll_back(published, ids[1])
    store.prune(1)
    assert [release.release_id for release in store.kept()] == [ids[1]]


def test_rollback_goes_back_one_release_or_to_the_one_named(light: Path, published: Path) -> None:
    ids = [publish_as(number, light, published).release_id for number in range(1, 4)]
    assert roll_back(published, None).release_id == ids[1] == current(published)
    assert roll_back(published, None).release_id == ids[0] == current(published)
    with pytest.raises(PublishError, match="no earlier release"):
        roll_back(published, None)
    with pytest.raises(PublishError, match=ids[2]):
        roll_back(published, "20000101T000000Z-00000000")
    assert roll_back(published, ids[2]).release_id == ids[2] == current(published)
    assert roll_back(published, ids[2]).release_id == ids[2] == current(published)
    assert not ReleaseStore(published).incoming.exists()
    # After a rollback the next release follows the one that readers had.
    roll_back(published, ids[0])
    assert publish_as(4, light, published).previous_release_id == ids[0]


def test_releases_and_rollback_on_the_command_line(
    light: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(published))
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(light))
    nothing = CliRunner().invoke(main, ["releases"])
    assert nothing.exit_code == 2
    assert "stockbond build" in nothing.output
    first, second = (publish_as(number, light, published).release_id for number in (1, 2))
    listed = CliRunner().invoke(main, ["releases"]).output.splitlines()
    assert [line.split()[0] for line in listed] == ["release", second, first]
    assert "SIMULATED" in listed[1]
    assert "current" in listed[1]
    assert "not validated" in listed[1]
    assert "current" not in listed[2]
    back = CliRunner().invoke(main, ["publish", "--rollback"])
    assert back.exit_code == 0
    assert f"SIMULATED release {first}" in back.output
    assert CliRunner().invoke(main, ["publish", "--rollback", second]).exit_code == 0
    assert current(published) == second
    assert CliRunner().invoke(main, ["publish", "--rollback", "unknown"]).exit_code == 1


def test_a_failed_audit_leaves_the_previous_release_and_says_so(light: Path, published: Path) -> None:
    before = publish_as(1, light, published).release_id
    with pytest.raises(PublishError) as refused:
        publish_as(2, light, published, audit=lambda *_: NotValidated([FAILED], is_refused=True))
    message = str(refused.value)
    assert "validation refused" in message
    assert f"Release {before} stays" in message
    assert "expect_days_to_have_bars on n_bars" in message
    assert current(published) == before
    assert len(ReleaseStore(published).kept()) == 1


def test_the_audit_sees_working_file_and_previous_release(light: Path, published: Path) -> None:
    seen: list[tuple[bool, list[str]]] = []

    def audit(connection: duckdb.DuckDBPyConnection, has_previous: bool) -> NotValidated:
        attached = connection.execute("select database_name from duckdb_databases() where not internal")
        seen.append((has_previous, sorted(name for (name,) in attached.fetchall())))
        return NotValidated(verdict="looked at")

    publish_as(1, light, published, audit=audit)
    assert publish_as(2, light, published, audit=audit).validation_verdict == "looked at"
    assert seen == [
        (False, ["candidate", "working"]),
        (True, ["candidate", "previous", "working"]),
    ]


def test_no_build_comes_between_audit_and_copy(light: Path, published: Path) -> None:
    """What is audited is what is copied: the working file is held from before the one to after the other."""
    refused = []

    def audit(*_: object) -> NotValidated:
        build = subprocess.run(
            [sys.executable, "-c", "import duckdb, sys; duckdb.connect(sys.argv[1])", str(light)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        refused.append("lock on file" in build.stderr)
        return NotValidated()

    publish_as(1, light, published, audit=audit)
    assert refused == [True]
    duckdb.connect(light).close()  # and no longer


def test_what_a_killed_publication_left_is_removed(light: Path, published: Path) -> None:
    first = publish_as(1, light, published).release_id
    store = ReleaseStore(published)
    left = [
        store.candidate, store.candidate.with_name(f"{store.candidate.name}.wal"), store.incoming,
        store.folder / ".candidate-x.json", store.folder / "20000101T000000Z-00000000.json",
        store.folder / f"{first}.duckdb.wal",
    ]  # fmt: skip
    for path in left:
        path.write_bytes(b"half a release")
    publish_as(2, light, published)
    assert [path for path in left if path.exists()] == []


def test_a_log_beside_the_old_file_is_not_the_new_one_s(light: Path, published: Path) -> None:
    """A tool that wrote into the published file left it; DuckDB would replay it into the next release."""
    publish_as(1, light, published)
    log = published.with_name(f"{published.name}.wal")
    log.write_bytes(b"changes of the old file")
    second = publish_as(2, light, published)
    assert not log.exists()
    assert current(published) == second.release_id


def test_a_release_is_on_disk_before_readers_have_it(
    light: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, bool]] = []

    def note(path: Path) -> None:
        synced.append((path.name, published.exists()))

    monkeypatch.setattr("stockbond.releases.store.sync", note)
    release_id = publish_as(1, light, published).release_id
    assert synced == [
        (".candidate.duckdb", False),
        (f".candidate-{release_id}.json", False),
        ("stockbond.releases", False),
        (".stockbond.duckdb.candidate", False),
        ("readers", True),
    ]


def test_a_release_that_is_not_whole_is_noticed(light: Path, published: Path) -> None:
    """By `read`, on which every test of readers stands."""
    publish_as(1, light, published)
    published.chmod(0o644)
    with duckdb.connect(published) as connection:
        connection.execute("delete from marts.dim_trading_days")
    with pytest.raises(ValueError, match="is not whole"):
        read(published)


def test_a_release_from_before_they_were_kept_can_be_gone_back_to(light: Path, published: Path) -> None:
    first = publish_as(1, light, published).release_id
    shutil.rmtree(ReleaseStore(published).folder)
    publish_as(2, light, published)
    assert roll_back(published, None).release_id == first == current(published)


def test_a_second_build_is_refused_or_waits(light: Path) -> None:
    said: list[str] = []
    done = threading.Event()

    def second() -> None:
        with only_builder(light, wait=True, say=said.append):
            done.set()

    with only_builder(light, wait=False):
        with pytest.raises(BusyError, match="Another build"), only_builder(light, wait=False):
            pass
        waiting = threading.Thread(target=second)
        waiting.start()
        assert not done.wait(1)
    waiting.join(timeout=30)
    assert done.is_set()
    assert "waiting" in said[0]


def test_a_plain_dbt_build_is_waited_for(light: Path) -> None:
    program = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(light)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    with (
        pytest.raises(BusyError, match=f"Process {writer.pid} is writing"),
        only_builder(light, wait=False),
    ):
        pass
    said: list[str] = []
    ended = threading.Timer(1, lambda: writer.communicate("\n", timeout=30))
    ended.start()
    free_working_file(light, wait=True, say=said.append)
    ended.join()
    assert writer.returncode == 0
    assert len(said) == 1


def test_a_second_publication_is_refused_without_wait(light: Path, published: Path) -> None:
    with (
        ReleaseStore(published).only_publisher(wait=False),
        pytest.raises(BusyError, match="Another publication"),
    ):
        publish_as(1, light, published, wait=False)
    assert not published.exists()


def test_manifest_names_every_input_file(light: Path, published: Path, small_build: Build) -> None:
    manifest = json.loads(publish(light, published).manifest)
    root = small_build.data
    on_disk = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for part in ("bars", "series", "events")
        for path in (root / part).rglob("*")
        if path.is_file()
    }
    assert {file["file"]: file["sha256"] for file in manifest["files"]} == on_disk
    assert all(file["size_bytes"] == (root / file["file"]).stat().st_size for file in manifest["files"])
    bars = [file for file in manifest["files"] if file["file"].startswith("bars/canonical/ES/")]
    [(n_rows, first, last)] = duckdb.execute(
        "select count(*), min(bar_start_utc)::date, max(bar_start_utc)::date from read_parquet($1)",
        [f"{root}/bars/canonical/ES/*.parquet"],
    ).fetchall()
    assert sum(file["n_rows"] for file in bars) == n_rows
    assert (bars[0]["first_date"], bars[-1]["last_date"]) == (str(first), str(last))
    assert all(file["n_rows"] for file in manifest["files"])
    assert not any(file["is_changed_since_build"] for file in manifest["files"])
    assert manifest["is_simulated"] is True
    assert manifest["package_versions"]["duckdb"] == duckdb.__version__
    assert manifest["vars"]["interval_minutes"] == 5
    assert manifest["conventions_version"] == CONVENTIONS_VERSION
    assert manifest["seconds"]["build"] > 0
    assert manifest["counts"]["files"] == len(on_disk)
    assert str(root) not in json.dumps(manifest)


def test_the_conventions_of_a_version_never_change() -> None:
    """Other conventions are another version, and both pages say what it changed."""
    texts = hashlib.sha256(json.dumps(CONVENTIONS, sort_keys=True).encode()).hexdigest()
    assert {CONVENTIONS_VERSION: texts[:16]} == {1: "f92e7579e0252d8f"}
    assert f"**Conventions {CONVENTIONS_VERSION}**" in (PROJECT_ROOT / "CHANGELOG.md").read_text()
    assert f"*Conventions {CONVENTIONS_VERSION}*" in (PROJECT_ROOT / "docs/DECISIONS.md").read_text()


def test_vars_of_the_command_line_stand_in_the_manifest(light: Path, published: Path) -> None:
    with duckdb.connect(light) as connection:
        connection.execute("""update build.runs set command_line_vars = '{"min_interval_share": "9/10"}'""")
    manifest = json.loads(publish(light, published).manifest)
    assert (manifest["vars"]["min_interval_share"], manifest["vars"]["regime_tail"]) == ("9/10", 0.2)


def test_a_file_written_after_the_build_began_is_marked(light: Path, published: Path) -> None:
    with duckdb.connect(light) as connection:
        connection.execute("update build.runs set started_at_utc = timestamp '2000-01-01'")
    publish(light, published)
    changed = rows(published, "select distinct is_changed_since_build from reports.rpt_release_files")
    assert changed == [(True,)]


def test_fingerprints_count_the_bars_of_the_session(light: Path, published: Path, small_build: Build) -> None:
    publish(light, published)
    found = rows(
        published,
        "select n_bars, length(day_hash) from reports.rpt_bar_fingerprints"
        " where instrument = 'ES' and trade_date = '2009-02-10'",
    )
    [(in_session,)] = duckdb.execute(
        "select count(*) from read_parquet($1) where bar_start_utc >= timestamp '2009-02-10 14:30:00'"
        " and bar_start_utc < timestamp '2009-02-10 21:00:00'",
        [f"{small_build.data}/bars/canonical/ES/*.parquet"],
    ).fetchall()
    assert found == [(in_session, 16)]
    days = rows(published, "select distinct trade_date from reports.rpt_bar_fingerprints order by 1")
    assert days[0] == (date(2008, 10, 20),)
