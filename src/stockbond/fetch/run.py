"""The sources one after the other, into one data root."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from stockbond.fetch.catalogue import Source
from stockbond.fetch.content import check_content, unpack
from stockbond.fetch.errors import SourceError
from stockbond.fetch.manifest import Entry, Manifest, only_fetch, put_in_place
from stockbond.fetch.reporting import Reporter, Result
from stockbond.fetch.retries import Policy
from stockbond.fetch.transport import Answer, download, make_session
from stockbond.fetch.words import megabytes
from stockbond.landing import sha256

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
SMALLEST_SHARE = 0.9  # histories grow: a new file much smaller than the old one is not the whole one
HOST_FAILURES = 2  # after so many, in a row, a host's other sources are not tried
SILENT_HOSTS = 3  # after so many, and no other, it is our network: nobody else is tried


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def fetch(
    root: Path,
    sources: Sequence[Source],
    *,
    force: bool = False,
    policy: Policy | None = None,
    session: requests.Session | None = None,
    reporter: Reporter | None = None,
    now: Callable[[], datetime] = utc_now,
) -> list[Result]:
    """Bring the sources' files into the data root and say how each ended.

    `force` asks for everything whole and replaces files that somebody put or changed. Raises StockbondError,
    before anything is asked or written, where the root is simulated or cannot be written.
    """
    with only_fetch(root), session or make_session() as opened:
        run = Run(
            root, Manifest(root), force, policy or Policy(), opened, reporter or Reporter(), now, Counter()
        )
        results = []
        for number, source in enumerate(sources, start=1):
            results.append(run.end_of(source))
            run.reporter.finished(results[-1], number, len(sources))
        return results


def plan(
    root: Path, sources: Sequence[Source], force: bool, now: Callable[[], datetime] = utc_now
) -> list[tuple[Source, str]]:
    """What a fetch would do with each source, in words. Asks nobody and writes nothing."""
    manifest = Manifest(root)
    return [(source, plan_one(manifest, source, force, now())) for source in sources]


def plan_one(manifest: Manifest, source: Source, force: bool, now: datetime) -> str:
    """What would happen to one source."""
    state, entry = manifest.state(source.path), manifest.entries.get(source.path)
    if force or entry is None or state in ("absent", "interrupted"):
        return "kept, not written by fetch" if state == "foreign" and not force else "download"
    if state == "foreign":
        return "kept, changed since its download"
    return "up to date" if is_fresh(source, entry, now) else "ask for changes"


@dataclass
class Run:
    """One fetch: where it writes, how patient it is, and which hosts it has given up."""

    root: Path
    manifest: Manifest
    force: bool
    policy: Policy
    session: requests.Session
    reporter: Reporter
    now: Callable[[], datetime]
    failures_by_host: Counter[str]

    def end_of(self, source: Source) -> Result:
        """Fetch one source; an error ends this source only."""
        try:
            return self.fetch_source(source)
        except SourceError as error:
            self.failures_by_host[source.host] += error.host_down
            return Result(source, "failed", str(error))
        except OSError as error:
            return Result(source, "failed", f"{source.path} cannot be written: {error.strerror or error}")

    def fetch_source(self, source: Source) -> Result:
        """Download one source unless a good copy lies there."""
        target = self.root / source.path
        if not target.parent.resolve().is_relative_to(self.root.resolve()):
            raise SourceError(f"{source.path} leads out of the data root through a link: refused")
        state, entry = self.manifest.state(source.path), self.manifest.entries.get(source.path)
        if state == "foreign" and not self.force:
            whose = "not written by fetch" if entry is None else "changed since its download"
            return Result(source, "kept", f"{source.path} was {whose}: kept as it is (--force replaces it)")
        known = entry if state == "ours" and entry is not None and entry.url == source.url else None
        if known is not None and not self.force and is_fresh(source, known, self.now()):
            return Result(source, "fresh", f"up to date, checked at {known.checked_at_utc}")
        if self.failures_by_host[source.host] >= HOST_FAILURES:
            raise SourceError(f"not tried: {source.host} could not be reached for the sources before")
        if len(self.failures_by_host) >= SILENT_HOSTS and all(self.failures_by_host.values()):
            raise SourceError("not tried: no publisher could be reached for the sources before")
        target.parent.mkdir(parents=True, exist_ok=True)
        with part_files(target) as (part, unpacked):
            answer = self.receive(source, part, conditions_of(None if self.force else known))
            self.failures_by_host[source.host] = 0
            if answer.is_unchanged and known is not None:
                self.manifest.put(self.checked(known, answer))
                return Result(source, "unchanged", "unchanged, says the publisher")
            return self.accept(source, known, answer, self.whole_file(source, part, unpacked), target)

    def receive(self, source: Source, part: Path, conditions: dict[str, str]) -> Answer:
        """The answer to one request, the body in `part`."""
        return download(
            source, part, conditions, self.session, self.policy,
            progress=lambda received, announced: self.reporter.progress(source, received, announced),
            waiting=lambda why, seconds: self.reporter.waiting(source, why, seconds),
        )  # fmt: skip

    def whole_file(self, source: Source, part: Path, unpacked: Path) -> Path:
        """The file that the root gets, unpacked and checked."""
        received = part
        if source.kind == "zip":
            unpack(source, part, unpacked)
            received = unpacked
        check_content(source, received)
        return received

    def accept(
        self, source: Source, known: Entry | None, answer: Answer, received: Path, target: Path
    ) -> Result:
        """Put a checked file in place and enter it in the manifest."""
        size, checksum = received.stat().st_size, sha256(received)
        if known is not None and checksum == known.sha256:
            self.manifest.put(self.checked(known, answer))
            return Result(source, "unchanged", "downloaded, the same as before")
        if known is not None and not self.force and size < SMALLEST_SHARE * known.size:
            raise SourceError(
                f"the new file has {megabytes(size)}, the one before {megabytes(known.size)}: it may be cut, "
                "so the old one stays (--force takes the new one)"
            )
        at = self.now().strftime(TIME_FORMAT)
        self.manifest.put(
            Entry(
                path=source.path, source=source.id, url=source.url, sha256=checksum, size=size,
                retrieved_at_utc=at, checked_at_utc=at, etag=answer.etag, last_modified=answer.last_modified,
                replaced_sha256=sha256(target) if target.exists() else None,
            )
        )  # fmt: skip
        put_in_place(received, target)
        return Result(source, "downloaded", f"downloaded, {megabytes(size)}")

    def checked(self, known: Entry, answer: Answer) -> Entry:
        """An entry whose file proved to be the publisher's newest."""
        return replace(
            known,
            checked_at_utc=self.now().strftime(TIME_FORMAT),
            etag=answer.etag or known.etag,
            last_modified=answer.last_modified or known.last_modified,
        )


def is_fresh(source: Source, entry: Entry, now: datetime) -> bool:
    """Was the copy checked lately enough? A time in the future is not believed."""
    age = now - datetime.strptime(entry.checked_at_utc, TIME_FORMAT).replace(tzinfo=UTC)
    return entry.url == source.url and timedelta(0) <= age < timedelta(hours=source.fresh_hours)


def conditions_of(entry: Entry | None) -> dict[str, str]:
    """Headers that ask for the file only if it has changed."""
    if entry is None:
        return {}
    headers = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
    return {name: value for name, value in headers.items() if value}


@contextmanager
def part_files(target: Path) -> Iterator[tuple[Path, Path]]:
    """Two names beside the target to write to, free at the start and at the end, also after a killed run."""
    parts = (target.with_name(f".{target.name}.part"), target.with_name(f".{target.name}.unpacked.part"))
    for part in parts:
        part.unlink(missing_ok=True)
    try:
        yield parts
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
