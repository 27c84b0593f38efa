"""`stockbond fetch` against publishers on this machine that answer well and badly."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import xlwt
from click.testing import CliRunner, Result
from conftest import PROJECT_ROOT
from local_publishers import (
    Behaviour,
    Publishers,
    body,
    cut,
    dripping,
    endless,
    gzipped,
    place_of,
    silent,
    stalling,
    with_validators,
    without_length,
)

from stockbond.cli import main
from stockbond.errors import StockbondError
from stockbond.fetch import run, transport
from stockbond.fetch.catalogue import Source, load_catalogue, parse_catalogue, select_sources
from stockbond.fetch.content import check_content
from stockbond.fetch.errors import FetchError, SourceError
from stockbond.fetch.manifest import MANIFEST, only_fetch
from stockbond.fetch.reporting import Reporter
from stockbond.fetch.transport import Policy, make_session

CATALOGUE = """
[publishers.fred]
name = "A bank"
licence = "Public domain"
max_megabytes = 0.01
min_rows = 3

[[sources]]
id = "AAA"
publisher = "fred"
series = ["FIRST"]
url = "https://publisher.test/graph?id=AAA"
path = "series/fred/AAA.csv"
header = '(observation_date|DATE),AAA'

[[sources]]
id = "BBB"
publisher = "fred"
series = ["SECOND"]
url = "https://publisher.test/graph?id=BBB"
path = "series/fred/BBB.csv"
header = '(observation_date|DATE),BBB'

[[sources]]
id = "factors"
publisher = "fred"
series = []
url = "https://school.test/factors.zip"
path = "series/kenneth_french/factors.CSV"
kind = "zip"
header = ',RF'
header_within = 5
ends_with_row = false

[[sources]]
id = "premia"
publisher = "fred"
series = []
url = "https://bank.test/premia.xls"
path = "series/nyfed/premia.xls"
kind = "xls"
sheet = "ACM Daily"
"""
SOURCES = parse_catalogue(CATALOGUE)
AAA, BBB, FACTORS, PREMIA = SOURCES
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WEB_PAGE = (
    b"\xef\xbb\xbf  <!-- x --><!DOCTYPE html><html><head><title>Are you \n a robot?</title></head></html>"
)


def series_csv(name: str, n_rows: int = 5, value: float = 1.0) -> bytes:
    """A FRED file."""
    days = (datetime(2024, 1, 1) + timedelta(days=day) for day in range(n_rows))
    return (f"observation_date,{name}\n" + "".join(f"{day:%Y-%m-%d},{value}\n" for day in days)).encode()


def zipped(
    *names: str, content: bytes = b"A preamble\n\n,RF\n20240102, 0.1\n20240103, 0.1\n20240104, 0.1\n\nfoot\n"
) -> bytes:
    """A zip archive with the same content under each name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(*sheets: str) -> bytes:
    """An .xls workbook."""
    book = xlwt.Workbook()
    for sheet in sheets:
        book.add_sheet(sheet).write(0, 0, "DATE")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class Listener(Reporter):
    """Remembers the pauses."""

    def __init__(self) -> None:
        self.pauses: list[tuple[str, float]] = []

    def waiting(self, source: Source, why: str, seconds: float) -> None:
        self.pauses.append((why, seconds))


class Fetcher:
    """Fetches into a folder from the local publishers, with an impatient policy."""

    def __init__(self, root: Path, publishers: Publishers) -> None:
        self.root = root
        self.publishers = publishers
        self.now = NOW
        self.slept: list[float] = []
        self.listener = Listener()
        self.policy = Policy(timeout=0.3, deadline=1.0, attempts=3, first_wait=1.0, sleep=self.slept.append)

    def __call__(self, *sources: Source, force: bool = False, **changes: Any) -> dict[str, tuple[str, str]]:
        """Status and message of each source."""
        results = run.fetch(
            self.root, sources or SOURCES, force=force, policy=replace(self.policy, **changes),
            session=self.publishers.session(make_session()), reporter=self.listener, now=lambda: self.now,
        )  # fmt: skip
        return {result.source.id: (result.status, result.message) for result in results}

    def tell(self, source: Source, *behaviours: Behaviour) -> None:
        """How the source's publisher answers."""
        self.publishers.tell(source.url, *behaviours)

    def asked(self, source: Source) -> int:
        """Requests for the source so far."""
        return self.publishers.asked[place_of(source.url)]

    def file(self, source: Source) -> Path:
        """Where the source's file belongs."""
        return self.root / source.path

    def manifest(self) -> Any:
        """The manifest's content."""
        return json.loads((self.root / MANIFEST).read_text())

    def entry(self, source: Source) -> Any:
        """The source's entry in the manifest."""
        return {entry["path"]: entry for entry in self.manifest()["downloads"]}[source.path]

    def files(self) -> set[str]:
        """Every file below the root."""
        return {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What was flushed to the disk; not truly flushed, for that takes longer than all the rest."""
    descriptors: list[int] = []
    monkeypatch.setattr("os.fsync", descriptors.append)
    return descriptors


@pytest.fixture(scope="module")
def server() -> Iterator[Publishers]:
    """One server for all tests."""
    publishers = Publishers()
    yield publishers
    publishers.close()


@pytest.fixture
def publishers(server: Publishers) -> Publishers:
    """The server, having forgotten everything."""
    server.behaviours.clear()
    server.asked.clear()
    server.headers.clear()
    return server


@pytest.fixture
def fetch(tmp_path: Path, publishers: Publishers) -> Fetcher:
    """Fetches into a new root; every publisher answers well until told otherwise."""
    fetcher = Fetcher(tmp_path / "real", publishers)
    fetcher.tell(AAA, body(series_csv("AAA")))
    fetcher.tell(BBB, body(series_csv("BBB")))
    fetcher.tell(FACTORS, body(zipped("F-F.CSV")))
    fetcher.tell(PREMIA, body(workbook("ACM Monthly", "ACM Daily")))
    return fetcher


# ---------------------------------------------------------------- good answers


def test_files_and_manifest_of_a_whole_fetch(fetch: Fetcher) -> None:
    assert {status for status, _ in fetch().values()} == {"downloaded"}
    assert fetch.files() == {MANIFEST, *(source.path for source in SOURCES)}
    assert fetch.file(AAA).read_bytes() == series_csv("AAA")
    assert fetch.file(FACTORS).read_text().splitlines()[2] == ",RF"
    manifest = fetch.manifest()
    assert manifest["simulated"] is False
    assert [entry["path"] for entry in manifest["downloads"]] == sorted(source.path for source in SOURCES)
    for source in SOURCES:
        content, entry = fetch.file(source).read_bytes(), fetch.entry(source)
        assert entry["url"] == source.url
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["size"] == len(content)
        assert entry["retrieved_at_utc"] == "2026-03-02T12:00:00Z"


def test_files_are_flushed_before_and_folders_after_their_rename(
    fetch: Fetcher, flushed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(AAA)
    assert len(flushed) == 4  # the manifest, its folder, the file, its folder

    seen: list[str] = []

    def flush(descriptor: int) -> None:
        named = Path(f"/dev/fd/{descriptor}").readlink()
        seen.append(f"{named.name} {fetch.file(AAA).read_bytes() == series_csv('AAA', 6)}")

    if not Path("/dev/fd/0").is_symlink():
        return
    fetch.tell(AAA, body(series_csv("AAA", 6)))
    monkeypatch.setattr("os.fsync", flush)
    fetch(AAA, force=True)
    assert seen == [".manifest.json.part False", "real False", ".AAA.csv.part False", "fred True"]


def test_files_are_readable_by_others(fetch: Fetcher) -> None:
    fetch(AAA)
    plain = fetch.root / "plain"
    plain.write_text("")
    assert fetch.file(AAA).stat().st_mode == plain.stat().st_mode


def test_a_compressed_answer_is_unpacked(fetch: Fetcher) -> None:
    fetch.tell(AAA, gzipped(series_csv("AAA")))
    assert fetch(AAA)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).read_bytes() == series_csv("AAA")


def test_what_others_wrote_into_the_manifest_stays(fetch: Fetcher) -> None:
    fetch.root.mkdir()
    (fetch.root / MANIFEST).write_text('{"simulated": false, "desk": "rates"}')
    fetch(AAA)
    assert fetch.manifest()["desk"] == "rates"


# ---------------------------------------------------------------- nothing twice


def test_a_fresh_copy_is_not_asked_for(fetch: Fetcher) -> None:
    fetch(AAA)
    fetch.now += timedelta(hours=11)
    assert fetch(AAA)["AAA"][0] == "fresh"
    assert fetch.asked(AAA) == 1
    fetch.now += timedelta(hours=2)
    assert fetch(AAA)["AAA"][0] == "unchanged"
    assert fetch.asked(AAA) == 2


def test_a_time_in_the_future_is_not_fresh(fetch: Fetcher) -> None:
    fetch(AAA)
    fetch.now -= timedelta(days=2)
    fetch(AAA)
    assert fetch.asked(AAA) == 2


def test_validators_are_sent_and_honoured(fetch: Fetcher) -> None:
    fetch.tell(AAA, with_validators(series_csv("AAA"), '"one"', "Mon, 02 Mar 2026 08:00:00 GMT"))
    fetch(AAA)
    assert fetch.entry(AAA)["etag"] == '"one"'
    fetch.now += timedelta(days=1)
    assert fetch(AAA)["AAA"] == ("unchanged", "unchanged, says the publisher")
    entry = fetch.entry(AAA)
    assert entry["retrieved_at_utc"] == "2026-03-02T12:00:00Z"
    assert entry["checked_at_utc"] == "2026-03-03T12:00:00Z"
    assert fetch(AAA)["AAA"][0] == "fresh"

    fetch.now += timedelta(days=1)
    fetch.tell(AAA, with_validators(series_csv("AAA", 6), '"two"', "Tue, 03 Mar 2026 08:00:00 GMT"))
    assert fetch(AAA)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).read_bytes() == series_csv("AAA", 6)
    assert fetch.entry(AAA)["replaced_sha256"] == hashlib.sha256(series_csv("AAA")).hexdigest()


def test_no_validators_without_the_file_they_belong_to(fetch: Fetcher) -> None:
    fetch.tell(AAA, with_validators(series_csv("AAA"), '"one"', "Mon, 02 Mar 2026 08:00:00 GMT"))
    fetch(AAA)
    fetch.file(AAA).unlink()
    assert fetch(AAA)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).exists()


def test_force_asks_for_the_whole_file(fetch: Fetcher) -> None:
    fetch.tell(AAA, with_validators(series_csv("AAA"), '"one"', "Mon, 02 Mar 2026 08:00:00 GMT"))
    fetch(AAA)
    fetch(AAA, force=True)
    assert fetch.asked(AAA) == 2
    assert "If-None-Match" not in fetch.publishers.headers[place_of(AAA.url)]


def test_a_304_nobody_asked_for_is_a_failure(fetch: Fetcher) -> None:
    fetch.tell(AAA, body(b"", 304))
    assert fetch(AAA)["AAA"] == ("failed", "HTTP status 304: the server refuses the request")


# ---------------------------------------------------------------- failures that pass


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (body(b"oops", 500), "HTTP status 500"),
        (body(b"oops", 503), "HTTP status 503"),
        (body(b"slow down", 429), "HTTP status 429: asked too often"),
        (silent(0.6), "did not answer within 0.3 s"),
        (cut(series_csv("AAA")), "the connection broke before the file was whole"),
        (body(b""), "the answer was empty"),
        (stalling(series_csv("AAA"), 0.6), "stopped sending for 0.3 s"),
        (dripping(series_csv("AAA"), 0.05), "not complete in time"),
        (body(b"\x1f\x8b no gzip", Content_Encoding="gzip"), "the connection broke"),
    ],
    ids=["500", "503", "429", "silent", "cut", "empty", "stalling", "dripping", "not gzip"],
)
def test_a_failure_that_passes_is_tried_again(fetch: Fetcher, bad: Behaviour, why: str) -> None:
    fetch.tell(AAA, bad, body(series_csv("AAA")))
    began = time.monotonic()
    assert fetch(AAA, deadline=0.3 if "time" in why else 30)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).read_bytes() == series_csv("AAA")
    assert time.monotonic() - began < 2
    assert fetch.slept == [1.0]
    assert why in fetch.listener.pauses[0][0]


def test_waits_double_and_attempts_end(fetch: Fetcher) -> None:
    fetch.tell(AAA, body(b"oops", 502))
    status, message = fetch(AAA, attempts=4)["AAA"]
    assert status == "failed"
    assert message == "HTTP status 502: the server failed (4 attempts)"
    assert fetch.slept == [1.0, 2.0, 4.0]
    assert fetch.asked(AAA) == 4
    assert fetch.files() == set()


def test_the_wait_that_the_server_asks_for(fetch: Fetcher) -> None:
    at = datetime.now(UTC) + timedelta(seconds=40)
    fetch.tell(
        AAA, body(b"", 429, Retry_After="7"), body(b"", 503, Retry_After=f"{at:%a, %d %b %Y %H:%M:%S GMT}"),
        body(series_csv("AAA")),
    )  # fmt: skip
    assert fetch(AAA)["AAA"][0] == "downloaded"
    assert fetch.slept[0] == 7
    assert 30 < fetch.slept[1] <= 40


def test_a_wait_too_long_is_for_another_day(fetch: Fetcher) -> None:
    fetch.tell(AAA, body(b"", 429, Retry_After="3600"), body(series_csv("AAA")))
    status, message = fetch(AAA)["AAA"]
    assert status == "failed"
    assert "asks to wait 3600 s" in message
    assert fetch.slept == []


def test_a_host_that_cannot_be_reached_is_given_up(fetch: Fetcher) -> None:
    third = replace(AAA, id="CCC", url="https://publisher.test/graph?id=CCC", path="series/fred/CCC.csv")
    for source in (AAA, BBB, third):
        fetch.tell(source, silent(0.4))
    results = fetch(AAA, BBB, third, FACTORS, attempts=1, timeout=0.1)
    assert [results[name][0] for name in ("AAA", "BBB", "CCC", "factors")] == [
        "failed",
        "failed",
        "failed",
        "downloaded",
    ]
    assert "not tried: publisher.test could not be reached" in results["CCC"][1]
    assert fetch.asked(third) == 0


def test_no_connection_is_said_in_plain_words(fetch: Fetcher) -> None:
    session = fetch.publishers.session(make_session())
    adapter: Any = session.get_adapter("https://publisher.test")
    adapter.port = 1
    (result,) = run.fetch(fetch.root, [AAA], policy=replace(fetch.policy, attempts=1), session=session)
    assert result.message.startswith("no connection to publisher.test")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (requests.exceptions.SSLError, "the certificate of publisher.test cannot be verified"),
        (requests.exceptions.ProxyError, "the proxy does not let us through"),
        (requests.exceptions.ConnectTimeout, "publisher.test did not answer within 0.3 s"),
        (requests.exceptions.InvalidHeader, "the request failed (InvalidHeader)"),
    ],
)
def test_no_message_quotes_what_a_library_says(
    fetch: Fetcher, monkeypatch: pytest.MonkeyPatch, error: type[Exception], said: str
) -> None:
    def get(*_: Any, **__: Any) -> None:
        raise error("https://publisher.test/?api_key=secret")

    monkeypatch.setattr(requests.Session, "get", get)
    assert fetch(AAA, attempts=1)["AAA"] == ("failed", said)


# ---------------------------------------------------------------- answers that are refused

REFUSED = [
    (AAA, body(b"gone", 404), "HTTP status 404: the file is not there"),
    (AAA, body(b"no", 403), "HTTP status 403: the server refuses"),
    (AAA, body(WEB_PAGE), "a web page called 'Are you a robot?'"),
    (AAA, body(b"<HTML><body>moved</body>"), "a web page in place of the file"),
    (PREMIA, body(WEB_PAGE), "a web page called"),
    (FACTORS, body(WEB_PAGE), "a web page called"),
    (AAA, body(series_csv("BBB")), "the header was not found"),
    (AAA, body(b'{"error": "no such series"}'), "the header was not found"),
    (AAA, body(b"PK\x03\x04\0\0\0"), "expected a text file, found binary data"),
    (AAA, body(series_csv("AAA", 2)), "2 rows, at least 3"),
    (AAA, without_length(series_csv("AAA")[:-9]), "the last row has 1 columns, the header 2"),
    (AAA, cut(series_csv("AAA")), "the connection broke before the file was whole"),
    (AAA, body(series_csv("AAA", 2000)), "passes the limit of 10.0 kB"),
    (AAA, gzipped(series_csv("AAA", 2000)), "passes the limit of 10.0 kB"),
    (AAA, cut(series_csv("AAA", 2000), 0.01), "passes the limit of 10.0 kB"),
    (AAA, endless(), "passes the limit of 10.0 kB"),
    (FACTORS, body(zipped("a.csv", content=b"0" * 20_000)), "passes the limit of 10.0 kB"),
    (FACTORS, body(zipped("a.csv", "b.csv")), "should hold one CSV file and holds 2"),
    (FACTORS, body(zipped("a.csv")[:60]), "not a whole zip archive"),
    (FACTORS, body(zipped("a.csv", content=b"text\n" * 9 + b",RF\n1,2\n" * 9)), "the header was not found"),
    (PREMIA, body(b"DATE,ACMTP10\n"), "expected an .xls workbook"),
    (PREMIA, body(workbook("Sheet1")), "no sheet 'ACM Daily'; it has 'Sheet1'"),
    (PREMIA, body(workbook("ACM Daily")[:1024]), "the workbook is damaged"),
    (AAA, body(b"", 302, Location="http://publisher.test/graph?id=AAA"), "an address without https"),
    (AAA, body(b"", 301, Location="https://other.test/AAA.csv"), "another host, other.test"),
    (AAA, body(b"", 301, Location="//other.test/AAA.csv"), "another host, other.test"),
    (AAA, body(b"", 301, Location="https://publisher.test:8443/x"), "another host, publisher.test:8443"),
    (AAA, body(b"", 307, Location="https://me@publisher.test/x"), "another host, me@publisher.test"),
    (AAA, body(b"", 302, Location="file:///etc/passwd"), "an address without https"),
    (AAA, body(b"", 302, Location="/graph?id=AAA"), "from address to address"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "bad", "why"), REFUSED, ids=[f"{n}-{case[2][:30]}" for n, case in enumerate(REFUSED)]
)
def test_a_bad_answer_replaces_nothing_and_stops_nobody(
    fetch: Fetcher, source: Source, bad: Behaviour, why: str
) -> None:
    fetch.tell(source, bad)
    results = fetch(*SOURCES, attempts=1)
    assert results.pop(source.id)[0] == "failed"
    assert {status for status, _ in results.values()} == {"downloaded"}
    assert fetch.files() == {MANIFEST, *(other.path for other in SOURCES if other is not source)}
    assert all(entry["path"] != source.path for entry in fetch.manifest()["downloads"])

    # Nor does it replace a good file that was there before, whose publisher then sends it.
    fetch.tell(
        source,
        body({AAA: series_csv("AAA"), FACTORS: zipped("a.csv"), PREMIA: workbook("ACM Daily")}[source]),
    )
    fetch(source)
    good, manifest = fetch.file(source).read_bytes(), fetch.manifest()
    fetch.now += timedelta(days=1)
    fetch.tell(source, bad)
    status, message = fetch(source, attempts=1)[source.id]
    assert status == "failed"
    assert why in message
    assert "https://" not in message
    assert fetch.file(source).read_bytes() == good
    assert fetch.manifest() == manifest
    assert not [name for name in fetch.files() if "part" in name]


def test_a_redirect_within_the_host_is_followed(fetch: Fetcher) -> None:
    fetch.tell(AAA, body(b"", 302, Location="/files/AAA.csv"))
    fetch.publishers.tell("https://publisher.test/files/AAA.csv", body(series_csv("AAA")))
    assert fetch(AAA)["AAA"][0] == "downloaded"
    assert fetch.entry(AAA)["url"] == AAA.url


def test_a_full_page_may_be_cut(fetch: Fetcher) -> None:
    status, message = fetch(replace(AAA, page_rows=5))["AAA"]
    assert status == "failed"
    assert "5 rows, a full page" in message


def test_a_history_that_shrinks_needs_force(fetch: Fetcher) -> None:
    fetch.tell(AAA, body(series_csv("AAA", 100)))
    fetch(AAA)
    fetch.tell(AAA, without_length(series_csv("AAA", 50)))
    fetch.now += timedelta(days=1)
    status, message = fetch(AAA)["AAA"]
    assert status == "failed"
    assert "it may be cut" in message
    assert fetch.file(AAA).read_bytes() == series_csv("AAA", 100)
    assert fetch(AAA, force=True)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).read_bytes() == series_csv("AAA", 50)


# ---------------------------------------------------------------- the root


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
    from stockbond.simulate.data_root import check_writable
    from stockbond.simulate.errors import SimulationError

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


# ---------------------------------------------------------------- who may ask whom


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


BAD_ENTRIES = [
    ('url = "https://publisher.test/graph?id=AAA"', 'url = "http://publisher.test/AAA"', "https"),
    ('url = "https://publisher.test/graph?id=AAA"', 'url = "file:///etc/passwd"', "https"),
    ('url = "https://publisher.test/graph?id=AAA"', 'url = "https://me:pw@publisher.test/"', "plain host"),
    ('"series/fred/AAA.csv"', '"series/fred/../../../AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"series/fred/.."', "path"),
    ('"series/fred/AAA.csv"', '"/etc/AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"bars/canonical/AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"series/fred/.AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"series/fred/BBB.csv"', "stands twice"),
    ('kind = "zip"', 'kind = "tar"', "kind"),
    ("header = '(observation_date|DATE),AAA'", "", "header"),
    ('sheet = "ACM Daily"', "", "sheet"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "why"), BAD_ENTRIES)
def test_an_unsafe_catalogue_is_refused(good: str, bad: str, why: str) -> None:
    assert good in CATALOGUE
    with pytest.raises(ValueError, match=why):
        parse_catalogue(CATALOGUE.replace(good, bad))


# ---------------------------------------------------------------- the catalogue of the package


def test_every_source_lies_where_the_warehouse_reads() -> None:
    sources = load_catalogue()
    assert all(
        source.url.startswith("https://") and source.licence and source.publisher for source in sources
    )
    assert all(source.path.split("/")[1] == source.publisher_id for source in sources)
    assert {Path(source.path).name for source in sources} >= {
        "VIX_History.csv", "ACMTermPremium.xls", "feds200628.csv", "auctions_query.csv",
        "F-F_Research_Data_Factors_daily.CSV",
    }  # fmt: skip


def test_every_fred_series_of_the_warehouse_can_be_fetched() -> None:
    with (PROJECT_ROOT / "seeds" / "reference" / "macro_series_sources.csv").open() as file:
        wanted = {
            row["source_column"]: row["series_id"]
            for row in csv.DictReader(file)
            if row["source_format"] == "fred"
        }
    offered = {source.id: source.series for source in load_catalogue() if source.publisher_id == "fred"}
    no_longer_shown = {"ICERATES1100USD1Y", "ICERATES1100USD5Y"}
    assert wanted.keys() - no_longer_shown == offered.keys()
    assert all(offered[column] == (wanted[column],) for column in offered)
    for source in load_catalogue():
        if source.publisher_id == "fred":
            assert source.url == f"https://fred.stlouisfed.org/graph/fredgraph.csv?id={source.id}"
            assert source.path == f"series/fred/{source.id}.csv"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("vix", ["VIXCLS", "VIX_History"]),
        ("KW_TP10", ["THREEFYTP10", "feds200533"]),
        ("dgs10", ["DGS10"]),
        ("cboe", ["VIX_History"]),
        ("SVENY05", ["feds200628"]),
    ],
)
def test_sources_are_found_by_the_names_people_use(name: str, ids: list[str]) -> None:
    assert [source.id for source in select_sources(load_catalogue(), [name])] == ids


@pytest.mark.parametrize(
    ("sample", "source_id"),
    [
        ("fred/VIXCLS.csv", "VIXCLS"),
        ("fred/DGS10.csv", "DGS10"),
        ("fred/DGS30.csv", "DGS30"),
        ("fred/DEXUSEU.csv", "DEXUSEU"),
        ("fred/DTWEXBGS.csv", "DTWEXBGS"),
        ("fred/THREEFYTP10.csv", "THREEFYTP10"),
        ("cboe/VIX_History.csv", "VIX_History"),
        ("nyfed/primary_dealer_positions_2003_2013.csv", "primary_dealer_positions_2001_2013"),
        ("nyfed/primary_dealer_positions_2013_2026.csv", "primary_dealer_positions_2013_on"),
        ("kenneth_french/F-F_Research_Data_Factors_daily.CSV", "F-F_Research_Data_Factors_daily"),
    ],
)
def test_content_checks_accept_the_publishers_files(real_data: Path, sample: str, source_id: str) -> None:
    (source,) = (source for source in load_catalogue() if source.id == source_id)
    check_content(source, real_data / sample)


@pytest.mark.parametrize(
    ("source_id", "text"),
    [
        ("feds200533", "Note: text\n\nDate,THREEFY1000.B,THREEFYTP1000.B\n{rows}"),
        ("feds200628", "Note: text\nmore text\n\nDate,BETA0,BETA1,SVENY01,SVENY02,SVENY30,TAU1\n{rows}"),
        ("auctions_query", "record_date,cusip,auction_date,issue_date,offering_amt\n{rows}"),
        ("primary_dealer_positions_2013_on", '"As Of Date","Time Series","Value (millions)"\n{rows}'),
    ],
)
def test_content_checks_of_files_without_a_sample(tmp_path: Path, source_id: str, text: str) -> None:
    (source,) = (source for source in load_catalogue() if source.id == source_id)
    file = tmp_path / "file"
    n_columns = text.splitlines()[-2].count(",") + 1
    file.write_text(text.format(rows=",".join(["1"] * n_columns) + "\n"))
    check_content(replace(source, min_rows=1), file)
    with pytest.raises(SourceError, match="not whole"):
        check_content(source, file)
    file.write_text(text.format(rows="").translate(str.maketrans("DdT", "###")))
    with pytest.raises(SourceError, match="header was not found"):
        check_content(replace(source, min_rows=0), file)


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
