"""The pieces one after the other, into one data root; what is held by the caller is the root's manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from stockbond.fetch.bars.content import to_parquet
from stockbond.fetch.bars.databento import HOST, Databento, request
from stockbond.fetch.bars.pieces import Piece, by_month, missing, piece_at
from stockbond.fetch.bars.symbols import Symbol
from stockbond.fetch.errors import SourceError
from stockbond.fetch.manifest import Entry, Manifest, put_in_place
from stockbond.fetch.reporting import Reporter, Result
from stockbond.fetch.run import TIME_FORMAT, part_files, utc_now
from stockbond.fetch.words import megabytes
from stockbond.landing import sha256

FAILURES = 3  # after so many in a row nobody pays for a fourth


@dataclass(frozen=True)
class Run:
    """Days of a symbol that the data root does not have, and what the vendor asks for them, in US dollars."""

    days: Piece
    cost: float


def estimate(
    vendor: Databento, manifest: Manifest, symbols: Sequence[Symbol], start: date, end: date
) -> list[Run]:
    """Which days are missing and what they cost. Downloads nothing."""
    available = {dataset: vendor.days(dataset) for dataset in sorted({s.future.dataset for s in symbols})}
    runs = []
    for symbol in symbols:
        first, last = available[symbol.future.dataset]
        wanted = Piece(
            symbol, max(start, first, symbol.future.first), min(end, last, symbol.future.last)
        )  # fmt: skip
        runs += missing(wanted, held(manifest, symbol))
    return [Run(run, vendor.cost(run)) for run in runs]


def held(manifest: Manifest, symbol: Symbol) -> list[Piece]:
    """The pieces whose files lie in the data root, as they came or as the user changed them."""
    pieces = (piece_at(symbol, path) for path in manifest.entries)
    return [piece for piece in pieces if piece and manifest.state(piece.path) in ("ours", "foreign")]


def fetch_bars(
    vendor: Databento,
    manifest: Manifest,
    runs: Sequence[Run],
    reporter: Reporter,
    now: Callable[[], datetime] = utc_now,
) -> list[Result]:
    """Bring the missing days into the data root and say how each piece ended; what came stays."""
    pieces = [piece for run in runs for piece in by_month(run.days)]
    results: list[Result] = []
    given_up, n_failed = "", 0
    for number, piece in enumerate(pieces, start=1):
        try:
            if given_up:
                raise SourceError(given_up)
            results.append(fetch_piece(vendor, manifest, piece, now))
            n_failed = 0
        except SourceError as error:
            n_failed += 1
            if not given_up and (error.closed or error.host_down or n_failed == FAILURES):
                given_up = "not tried, after the failure before"
            results.append(Result(piece, "failed", str(error)))
        except OSError as error:
            results.append(
                Result(piece, "failed", f"{piece.path} cannot be written: {error.strerror or error}")
            )
        reporter.finished(results[-1], number, len(pieces))
    return results


def fetch_piece(vendor: Databento, manifest: Manifest, piece: Piece, now: Callable[[], datetime]) -> Result:
    """Download one piece; its file is put in place whole, checked and entered, or not at all."""
    target = manifest.root / piece.path
    if not target.parent.resolve().is_relative_to(manifest.root.resolve()):
        raise SourceError(f"{piece.path} leads out of the data root through a link: refused")
    if target.exists() and manifest.state(piece.path) == "foreign":
        return Result(piece, "kept", f"{piece.path} was not written by fetch: kept as it is")
    target.parent.mkdir(parents=True, exist_ok=True)
    with part_files(target) as (part, unpacked):
        n_bars = vendor.download(piece, part, lambda: to_parquet(piece, part, unpacked))
        at, size = now().strftime(TIME_FORMAT), unpacked.stat().st_size
        forget_gone(manifest, piece)
        manifest.put(
            Entry(
                path=piece.path, source=f"databento {piece.symbol.name}", url=address(piece),
                sha256=sha256(unpacked), size=size, retrieved_at_utc=at, checked_at_utc=at,
                etag=None, last_modified=None, replaced_sha256=sha256(target) if target.exists() else None,
            )
        )  # fmt: skip
        put_in_place(unpacked, target)
    return Result(piece, "downloaded", f"downloaded, {n_bars:,} bars, {megabytes(size)}")


def forget_gone(manifest: Manifest, piece: Piece) -> None:
    """Take out the entries of files that are gone and whose days this piece brings again."""
    days = set(piece.days)
    for path in list(manifest.entries):
        other = piece_at(piece.symbol, path)
        if other and manifest.state(path) == "absent" and days.issuperset(other.days):
            del manifest.entries[path]


def address(piece: Piece) -> str:
    """The request as an address, for the manifest: the key is not part of it."""
    return f"https://{HOST}/v0/timeseries.get_range?{urlencode(request(piece))}"
