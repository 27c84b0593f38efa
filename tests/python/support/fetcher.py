"""Shared by the tests of `stockbond fetch`: a small catalogue, files for it, an impatient fetcher."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlwt
from local_publishers import (
    Behaviour,
    Publishers,
    body,
    place_of,
)

from stockbond.fetch import run
from stockbond.fetch.catalogue import Source, parse_catalogue
from stockbond.fetch.manifest import MANIFEST
from stockbond.fetch.reporting import Reporter
from stockbond.fetch.retries import Policy
from stockbond.fetch.transport import make_session

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


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What was flushed to the disk; not truly flushed, for that takes longer than all the rest."""
    descriptors: list[int] = []
    monkeypatch.setattr("os.fsync", descriptors.append)
    return descriptors


@pytest.fixture(scope="session")
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
    server.forms.clear()
    return server


@pytest.fixture
def fetch(tmp_path: Path, publishers: Publishers, flushed: list[int]) -> Fetcher:
    """Fetches into a new root; every publisher answers well until told otherwise."""
    fetcher = Fetcher(tmp_path / "real", publishers)
    fetcher.tell(AAA, body(series_csv("AAA")))
    fetcher.tell(BBB, body(series_csv("BBB")))
    fetcher.tell(FACTORS, body(zipped("F-F.CSV")))
    fetcher.tell(PREMIA, body(workbook("ACM Monthly", "ACM Daily")))
    return fetcher
