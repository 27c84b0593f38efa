"""The releases on disk, as `stockbond releases` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from stockbond.logs import Entry
from stockbond.releases.store import KeptRelease


def as_table(kept: Sequence[KeptRelease]) -> str:
    """For people: a header, and a line for each."""
    width = max(len(release.verdict) for release in kept)
    lines = [f"{'release':27}{'built (UTC)':18}{'data':11}{'MB':>5}  {'':9}{'validation':{width}}"]
    for release in kept:
        data = "SIMULATED" if release.is_simulated else "real"
        current = "current" if release.is_current else ""
        lines.append(
            f"{release.release_id:27}{release.built_at_utc:%Y-%m-%d %H:%M}  {data:11}"
            f"{release.size_bytes / 1e6:>5.0f}  {current:9}{release.verdict}"
        )
    return "\n".join(lines)


def as_entries(kept: Sequence[KeptRelease]) -> Iterator[Entry]:
    """For programs: an object for each."""
    for release in kept:
        current = ", current" if release.is_current else ""
        yield Entry("release", f"{release.release_id}{current}: {release.verdict}", asdict(release))
