"""`stockbond fetch`: what comes from publishers that answer well and badly."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from fetcher import (
    AAA,
    BBB,
    FACTORS,
    PREMIA,
    SOURCES,
    WEB_PAGE,
    Fetcher,
    series_csv,
    workbook,
    zipped,
)
from local_publishers import (
    Behaviour,
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

from stockbond.fetch import run
from stockbond.fetch.catalogue import Source
from stockbond.fetch.manifest import MANIFEST
from stockbond.fetch.transport import make_session

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
    assert fetch(AAA, deadline=0.3 if "time" in why else 30)["AAA"][0] == "downloaded"
    assert fetch.file(AAA).read_bytes() == series_csv("AAA")
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


@pytest.mark.parametrize("one_is_heard", [False, True])
def test_without_a_network_it_gives_up_early(fetch: Fetcher, one_is_heard: bool) -> None:
    """Where three publishers are silent and no other was heard, the next is not asked."""
    down = [
        replace(AAA, id=f"S{n}", url=f"https://silent{n}.test/x", path=f"series/fred/S{n}.csv")
        for n in range(3)
    ]
    for source in down:
        fetch.tell(source, silent(0.4))
    if one_is_heard:
        down.insert(0, PREMIA)
    results = fetch(*down, FACTORS, attempts=1, timeout=0.1)
    if one_is_heard:
        assert results["factors"][0] == "downloaded"
    else:
        assert results["factors"][1].startswith("not tried: no publisher could be reached")
        assert fetch.asked(FACTORS) == 0


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
