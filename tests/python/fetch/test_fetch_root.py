"""`stockbond fetch`: what it does to the data root, and what its command says."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fetcher import (
    AAA,
    BBB,
    FACTORS,
    PREMIA,
    SOURCES,
    WEB_PAGE,
    Fetcher,
    series_csv,
)
from local_publishers import (
    body,
    place_of,
    with_validators,
)

from stockbond.cli import main
from stockbond.errors import StockbondError
from stockbond.fetch import run, transport
from stockbond.fetch.catalogue import Source
from stockbond.fetch.errors import FetchError
from stockbond.fetch.manifest import MANIFEST, only_fetch
from stockbond.fetch.transport import make_session


@pytest.mark.parametrize("changed", [False, True])
def test_files_of_the_user_are_kept(fetch: Fetcher, changed: bool) -> None:
    if changed:
        fetch(AAA)
    fetch.file(AAA).parent.mkdir(parents=True, exist_ok=True)
    fetch.file(AAA).write_bytes(b"my own")
    status, message = fetch(AAA)["AAA"]
    assert status == "kept"
    assert ("changed since its download" if changed else "not written by fetch") in message
    assert fetch.file(AAA).read_bytes() == b"my own"
    assert fetch.asked(AAA) == int(changed)
    assert fetch(AAA, force=True)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).read_bytes() == series_csv("AAA")


def test_a_fetch_killed_before_its_rename_is_made_good(
    fetch: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch.tell(AAA, with_validators(series_csv("AAA"), '"one"', "Mon, 02 Mar 2026 08:00:00 GMT"))
    fetch(AAA)
    fetch.tell(AAA, with_validators(series_csv("AAA", 6), '"two"', "Tue, 03 Mar 2026 08:00:00 GMT"))
    fetch.now += timedelta(days=1)

    def killed(part: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(run, "put_in_place", killed)
        fetch(AAA)
    assert fetch.file(AAA).read_bytes() == series_csv("AAA")
    assert fetch(AAA)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).read_bytes() == series_csv("AAA", 6)


@pytest.mark.parametrize(
    ("source", "name"), [(AAA, ".AAA.csv.part"), (FACTORS, ".factors.CSV.unpacked.part")]
)
def test_what_a_killed_fetch_left_is_cleared(fetch: Fetcher, source: Source, name: str) -> None:
    left = fetch.file(source).with_name(name)
    left.parent.mkdir(parents=True)
    elsewhere = fetch.root.parent / "elsewhere"
    elsewhere.write_text("untouched")
    left.symlink_to(elsewhere)
    assert fetch(source)[source.id][0] == "downloaded"
    assert not left.is_symlink()
    assert elsewhere.read_text() == "untouched"


def test_a_link_out_of_the_root_is_refused(fetch: Fetcher) -> None:
    outside = fetch.root.parent / "outside"
    outside.mkdir()
    (fetch.root / "series").mkdir(parents=True)
    (fetch.root / "series" / "fred").symlink_to(outside)
    status, message = fetch(AAA, BBB, FACTORS)["AAA"]
    assert status == "failed"
    assert "leads out of the data root" in message
    assert list(outside.iterdir()) == []
    assert fetch.file(FACTORS).exists()


def test_a_folder_that_cannot_be_written_fails_its_sources_only(fetch: Fetcher) -> None:
    (fetch.root / "series").mkdir(parents=True)
    (fetch.root / "series" / "fred").write_text("a file where a folder should be")
    results = fetch(AAA, FACTORS)
    assert results["AAA"][0] == "failed"
    assert "series/fred/AAA.csv cannot be written" in results["AAA"][1]
    assert results["factors"][0] == "downloaded"


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        ('{"simulated": true, "files": []}', "is a simulated data root"),
        ('{"files": []}', "does not say whether the data are simulated"),
        ('{"simulated": "no"}', "does not say whether the data are simulated"),
        ("[]", "does not say whether the data are simulated"),
        ("{", "cannot be read as JSON"),
        ('{"simulated": false, "downloads": [{"path": "x"}]}', "is not one of ours"),
        (None, "truth.parquet"),
    ],
)
def test_a_root_that_is_or_may_be_simulated_is_refused(
    fetch: Fetcher, manifest: str | None, why: str
) -> None:
    fetch.root.mkdir()
    left = fetch.root / (MANIFEST if manifest else "truth.parquet")
    left.write_text(manifest or "")
    for attempt in (lambda: fetch(AAA), lambda: run.plan(fetch.root, SOURCES, force=True)):
        with pytest.raises(StockbondError, match=re.escape(why)) as error:
            attempt()
        assert error.value.exit_code == 2
    assert fetch.asked(AAA) == 0
    assert list(fetch.root.iterdir()) == [left]
    assert left.read_text() == (manifest or "")


def test_the_simulator_s_root_is_refused_and_refuses_ours(fetch: Fetcher, small_root: Path) -> None:
    with pytest.raises(StockbondError, match="is a simulated data root"):
        run.fetch(small_root, SOURCES, session=fetch.publishers.session(make_session()))
    from stockbond_simulator.data_root import check_writable
    from stockbond_simulator.errors import SimulationError

    fetch(AAA)
    with pytest.raises(SimulationError, match="holds real data"):
        check_writable(fetch.root)


def test_a_root_that_is_a_file_is_refused(fetch: Fetcher) -> None:
    fetch.root.write_text("mine")
    for attempt in (lambda: fetch(AAA), lambda: run.plan(fetch.root, SOURCES, force=False)):
        with pytest.raises(StockbondError) as error:
            attempt()
        assert error.value.exit_code == 2
    assert fetch.root.read_text() == "mine"


def test_one_fetch_at_a_time(fetch: Fetcher) -> None:
    with only_fetch(fetch.root), pytest.raises(FetchError, match="Another `stockbond fetch`") as error:
        fetch(AAA)
    assert error.value.exit_code == 1
    assert fetch(AAA)["AAA"][0] == "downloaded"


def test_no_password_of_netrc_is_sent(
    fetch: Fetcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine publisher.test login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    fetch(AAA)
    headers = fetch.publishers.headers[place_of(AAA.url)]
    assert "Authorization" not in headers
    assert headers["User-Agent"].startswith("stockbond/")


# ---------------------------------------------------------------- the command line


def command(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """`stockbond fetch` on the tests' catalogue and publishers."""
    monkeypatch.setattr("stockbond.fetch.catalogue.load_catalogue", lambda: SOURCES)
    monkeypatch.setattr(run, "make_session", lambda: fetch.publishers.session(transport.make_session()))
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    return CliRunner().invoke(main, ["fetch", "--out", str(fetch.root), *arguments])


def test_command_says_what_happened(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    done = command(fetch, monkeypatch)
    assert done.exit_code == 0, done.output
    assert "1/4  AAA: downloaded" in done.stdout
    assert "4 downloaded" in done.stdout
    assert done.stderr == ""
    again = command(fetch, monkeypatch)
    assert again.exit_code == 0
    assert again.stdout.splitlines()[-1] == "4 up to date"
    assert sum(fetch.publishers.asked.values()) == 4


def test_command_fails_with_one_message_a_source(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch.tell(AAA, body(WEB_PAGE))
    fetch.tell(PREMIA, body(b"", 404))
    done = command(fetch, monkeypatch)
    assert done.exit_code == 1
    assert "2 downloaded, 2 failed" in done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("1/4  AAA: FAILED, the publisher sent a web page")
    assert lines[1].startswith("4/4  premia: FAILED, HTTP status 404")
    assert lines[2] == "stockbond: 2 of 4 sources failed: AAA, premia. What was there stays."


def test_command_dry_run_asks_and_writes_nothing(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    done = command(fetch, monkeypatch, "--dry-run")
    assert done.exit_code == 0
    assert all(source.url in done.stdout and source.path in done.stdout for source in SOURCES)
    assert not fetch.publishers.asked
    assert not fetch.root.exists()
    fetch(AAA)
    fetch.file(BBB).write_text("mine")
    asked = dict(fetch.publishers.asked)
    done = command(fetch, monkeypatch, "--dry-run", "fred")
    words = [line.split(None, 1)[1] for line in done.stdout.splitlines() if line.startswith(("AAA", "BBB"))]
    assert words[0].startswith("ask for changes")
    assert words[1].startswith("kept, not written by fetch")
    assert fetch.publishers.asked == asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["FIRSTT"], "FIRSTT is not in the catalogue. Did you mean FIRST?"),
        (["'; drop table"], "Nothing in the catalogue is called alike"),
        (["--timeout", "0"], "--timeout"),
        (["--frobnicate"], "No such option"),
    ],
)
def test_command_wrong_usage_is_2(
    fetch: Fetcher, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    done = command(fetch, monkeypatch, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not fetch.publishers.asked
    assert not fetch.root.exists()


def test_command_refuses_a_simulated_root(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch.root.mkdir()
    (fetch.root / MANIFEST).write_text('{"simulated": true, "files": []}')
    done = command(fetch, monkeypatch, "--force")
    assert done.exit_code == 2
    assert "is a simulated data root" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_command_writes_to_data_real_by_default(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOCKBOND_DATA", str(fetch.root))
    done = CliRunner().invoke(main, ["fetch", "--dry-run", "VIX"])
    assert "data/real" in done.stdout.splitlines()[-1]
    assert str(fetch.root) not in done.stdout
