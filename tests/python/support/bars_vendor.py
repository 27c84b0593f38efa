"""Databento for tests: the documented HTTP on this machine, reached through the vendor's own client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import zstandard
from click.testing import CliRunner, Result
from databento_dbn import Metadata, OHLCVMsg, Schema, SType
from local_publishers import Behaviour, Publishers, body

from stockbond.cli import main
from stockbond.fetch.manifest import MANIFEST

ADDRESS = "https://hist.databento.com/v0/"
RANGE, COST, BARS = "metadata.get_dataset_range?dataset=", "metadata.get_cost", "timeseries.get_range"
KEY = "db-0123456789abcdefghijklmnopqrs"
CONTRACTS = {1: "ESH5", 2: "ESM5", 3: "ESH5-ESM5"}
CENTS_A_DAY = 1


def nanoseconds(day: date, hour: int = 0) -> int:
    """Of an hour of a day."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()) * 1_000_000_000


def dbn(
    first: date, end: date, dataset: str = "GLBX.MDP3", schema: str = "ohlcv-1m",
    ids: Iterable[int] = CONTRACTS, stype: str = "parent",
) -> bytes:  # fmt: skip
    """The vendor's file: a bar of each contract at 15:00 of each weekday before `end`."""
    mapped = [
        SimpleNamespace(
            raw_symbol=name,
            intervals=[SimpleNamespace(start_date=first, end_date=end, symbol=str(number))],
        )
        for number, name in CONTRACTS.items()
    ]  # fmt: skip
    head = Metadata(
        dataset, nanoseconds(first), SType.from_str(stype), SType.INSTRUMENT_ID, Schema.from_str(schema),
        symbols=["ES.FUT"], mappings=mapped, end=nanoseconds(end), partial=[], not_found=[],
    )  # fmt: skip
    days = [first + timedelta(number) for number in range((end - first).days)]
    price = 5_000_250_000_000
    bars = [
        OHLCVMsg(33, 1, number, nanoseconds(day, 15), price, price + 10**9, price, price, 10 * number)
        for day in days if day.weekday() < 5 for number in ids
    ]  # fmt: skip
    return zstandard.compress(bytes(head) + b"".join(map(bytes, bars)))


def asked_days(handler: BaseHTTPRequestHandler) -> tuple[date, date]:
    """The days of a request, the end exclusive."""
    form: dict[str, str] = handler.form  # type: ignore[attr-defined]
    return date.fromisoformat(form["start"]), date.fromisoformat(form["end"])


def good_bars(handler: BaseHTTPRequestHandler) -> None:
    """The bars that were asked for."""
    form = handler.form  # type: ignore[attr-defined]
    body(dbn(*asked_days(handler), dataset=form["dataset"], stype=form["stype_in"]))(handler)


def with_bars(behave: Callable[[bytes], Behaviour]) -> Behaviour:
    """A behaviour that does something to the bars that were asked for."""
    return lambda handler: behave(dbn(*asked_days(handler)))(handler)


def good_cost(handler: BaseHTTPRequestHandler) -> None:
    """A cent a day."""
    first, end = asked_days(handler)
    body(json.dumps((end - first).days * CENTS_A_DAY / 100).encode())(handler)


def refusal(status: int, case: str, message: str, **headers: str) -> Behaviour:
    """An error as the vendor documents it."""
    detail = {"case": case, "message": message, "status_code": status, "docs": "", "payload": {}}
    return body(json.dumps({"detail": detail}).encode(), status, **headers)


class Vendor:
    """Runs `stockbond fetch bars` against the local Databento, into a folder."""

    def __init__(self, root: Path, publishers: Publishers) -> None:
        self.root = root
        self.publishers = publishers
        self.slept: list[float] = []
        self.available("2025-01-01", "2025-02-11")
        self.tell(COST, good_cost)
        self.tell(BARS, good_bars)

    def __call__(self, *arguments: str, answer: str | None = None) -> Result:
        """The command; without an answer to its question it gets --yes."""
        yes = ["--yes"] if answer is None else []
        words = ["fetch", "bars", "--out", str(self.root), "--timeout", "0.3", *yes, *(arguments or ["ES"])]
        return CliRunner().invoke(main, words, input=answer)

    def tell(self, question: str, *behaviours: Behaviour) -> None:
        """How a question is answered, in turn, the last behaviour for ever."""
        self.publishers.tell(ADDRESS + question, *behaviours)

    def available(self, start: str, end: str) -> None:
        """Which days the vendor has, the end exclusive."""
        stamps = {side: f"{day}T00:00:00.000000000Z" for side, day in (("start", start), ("end", end))}
        for dataset in ("GLBX.MDP3", "IFUS.IMPACT"):
            found = {
                "start": "2010-06-06T00:00:00Z",
                "end": "2030-01-01T00:00:00Z",
                "schema": {"ohlcv-1m": stamps},
            }
            self.tell(RANGE + dataset, body(json.dumps(found).encode()))

    def asked(self, question: str) -> list[dict[str, str]]:
        """What was asked so far, under this question."""
        return [form for place, form in self.publishers.forms if place.endswith(question)]

    def days_asked(self) -> list[tuple[str, str]]:
        """First and last day of each download so far, the last exclusive."""
        return [(form["start"], form["end"]) for form in self.asked(BARS)]

    def files(self) -> list[str]:
        """Every file below the root but the manifest."""
        found = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())
        return sorted(path for path in found if path != MANIFEST)

    def downloads(self) -> list[dict[str, Any]]:
        """What the manifest says of them."""
        return list(json.loads((self.root / MANIFEST).read_text())["downloads"])
