"""What inspect saw, for people and for programs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from stockbond.formats import DECLARATION
from stockbond.logs import Entry
from stockbond.paths import shown
from stockbond.quick.clock import MINUTES, RELEASES, Array, drawn, jump_at, of_day
from stockbond.quick.inspection import Inspection, Seen, Untold
from stockbond.quick.look import NO_BARS, Sight

FEW = 5
DATA = "data/mine"  # the data root in the commands to go on with
HOURS = "".join(f"{hour:02d}    " for hour in range(0, 24, 3))


def as_text(found: Inspection) -> str:
    """For people: each symbol, then what looks wrong, then what to do."""
    parts = ["SIMULATED: the manifest says so."] if found.is_simulated else []
    parts += ["\n".join(symbol_in_words(one, found.is_sampled)) for one in found.seen]
    parts += ["\n".join(untold_in_words(one)) for one in found.untold]
    problems = found.problems()
    if problems:
        parts.append("\n".join(["Look at", *(f"  ! {problem}" for problem in problems)]))
    elif not found.untold:
        parts.append("  Nothing looks wrong.")
    if found.seen and not found.refusal and not found.untold:
        parts.append("\n".join(["To go on", *(f"  {command}" for command in commands(found))]))
    return "\n\n".join(parts) or "No files of bars there."


def symbol_in_words(one: Seen, is_sampled: bool) -> Iterator[str]:
    """The lines of one symbol."""
    sight, layout = one.sight, one.format
    yield named(one.files)
    note = f" ({layout.note})" if layout.note else ""
    yield line("layout", f"{layout.format}{note}, {layout.kind}/{layout.vendor}/ of a data root")
    contracts = [contract for contract in sight.contracts if contract and contract != sight.symbol]
    held = f"{counted(len(contracts), 'contract')}, {few(contracts)}" if contracts else "a continuous series"
    yield line("holds", f"{sight.symbol}, {sight.instrument or 'no instrument that is known'}: {held}")
    if sight.n_not_bars:
        yield line("left out", f"{counted(sight.n_not_bars, 'row')} that {NO_BARS}")
    if not sight.n_days:
        yield line("days", f"no bar that can be read, of {sight.n_bars:,}")
        return
    about = "a sample of " if is_sampled else ""
    length = counted(round(sight.bar_minutes), "minute") if sight.bar_minutes else "a length that is not told"
    yield line(
        "days", f"{sight.first} to {sight.last}, {about}{counted(sight.n_days, 'day')} and"
        f" {counted(sight.n_bars, 'bar')} of {length}, {sight.n_bars / sight.n_days:,.0f} a day",
    )  # fmt: skip
    if layout.kind == "trades":
        yield line("read as", f"trades, cut to minutes on {layout.time}, {layout.zone}")
    else:
        yield line("read as", f"clock of {layout.zone}, stamped with the {layout.label} of the bar")
    unit = "" if layout.prices == "decimal" else f", written as {layout.prices}"
    yield line("closes", f"{sight.low:,g} to {sight.high:,g}{unit}")
    yield from day_in_words(sight)
    yield line("gaps", gaps_in_words(one, is_sampled))
    copies = f"copies of {counted(one.n_copies, 'bar')}; " if one.n_copies else ""
    yield line("repeats", f"{copies}{one.repeats:.1%} of the bars repeat the price before")


def day_in_words(sight: Sight) -> Iterator[str]:
    """The day of New York, drawn, and its edges."""
    yield line("New York", HOURS.rstrip())
    if sight.profile.volume.any():
        yield line("volume", drawn(sight.profile.volume))
    yield line("moves", drawn(sight.profile.moves))
    jumps = [(minute, jump_at(sight.profile.moves, minute)) for minute in RELEASES]
    told = [f"{of_day(minute)} x{jump:.1f}" for minute, jump in jumps if jump is not None]
    busiest = of_day(int(np.argmax(sight.profile.activity)))
    yield line("busiest", f"{busiest}; moves beside the ten minutes before: {', '.join(told) or 'not known'}")
    yield line("no bars", quiet_in_words(sight.profile.n_bars, round(sight.bar_minutes or 1)))


def quiet_in_words(n_bars: Array, bar_minutes: int) -> str:
    """The longest span of the day without a bar."""
    quiet = n_bars < 0.02 * n_bars.max()
    if bar_minutes > 1:  # a bar covers the minutes behind its start
        quiet = np.array(
            [quiet[(minute - np.arange(bar_minutes)) % MINUTES].all() for minute in range(MINUTES)]
        )
    if not quiet.any() or quiet.all():
        return "at no time of the day"
    twice = np.concatenate([quiet, quiet])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], twice, [False]]).astype(int)))
    begin, end = max(zip(edges[::2], edges[1::2], strict=True), key=lambda span: span[1] - span[0])
    return f"from {of_day(int(begin) % MINUTES)} to {of_day(int(end) % MINUTES)} (or next to none)"


def gaps_in_words(one: Seen, is_sampled: bool) -> str:
    """Sessions without a bar."""
    if is_sampled:
        return "not counted in a sample"
    if not one.missing:
        return "no session without a bar"
    return f"{counted(len(one.missing), 'session')} without a bar: {few([str(day) for day in one.missing])}"


def untold_in_words(one: Untold) -> Iterator[str]:
    """A file of no layout that we know, and what could be declared."""
    yield shown(one.file)
    yield line("layout", "none that is known (docs/DATA.md lists them)")
    if one.first_line:
        yield line("begins", one.first_line)
    if one.nearest:
        yield line("nearest", one.nearest)
    if one.proposal is None:
        return
    yield f"  What could be declared, as bars/<any name>/{DECLARATION} beside the file:"
    yield from (f"    {text}" for text in one.proposal.as_yaml().splitlines())
    yield from (f"    # {doubt}" for doubt in one.proposal.doubts)


def commands(found: Inspection) -> Iterator[str]:
    """The three commands to go on with."""
    yield f"stockbond correlate {' '.join(map(quoted, found.places))}" + (
        "" if len({one.sight.instrument for one in found.seen}) > 1 else " OTHER_LEG"
    )
    folders: dict[str, list[Path]] = {}
    for one in found.seen:
        for file, path in zip(one.files, one.paths, strict=True):
            files = folders.setdefault(f"{DATA}/{path.rpartition('/')[0]}", [])
            if file not in files:
                files.append(file)
    folder, files = next(iter(folders.items()))
    sources = " ".join(map(quoted, files[:FEW])) + (" ..." if len(files) > FEW else "")
    yield f"mkdir -p {quoted(folder)} && cp {sources} {quoted(folder)}/" + (
        f"   # and {len(folders) - 1} more folders" if len(folders) > 1 else ""
    )
    yield f"STOCKBOND_DATA={DATA} stockbond build"


def as_facts(found: Inspection) -> dict[str, Any]:
    """For programs."""
    return {
        "exit_code": found.exit_code,
        "problems": found.problems(),
        "symbols": [facts_of(one) for one in found.seen],
        "files_of_no_layout": [
            {
                "file": one.file, "first_line": one.first_line, "nearest": one.nearest,
                "format_yml": one.proposal.words if one.proposal else None,
            }
            for one in found.untold
        ],
        "is_sampled": found.is_sampled,
        "is_simulated": found.is_simulated,
    }  # fmt: skip


def facts_of(one: Seen) -> dict[str, Any]:
    """One symbol."""
    sight = one.sight
    return {
        "files": one.files, "format": one.format.format, "vendor": sight.vendor, "symbol": sight.symbol,
        "instrument": sight.instrument, "contracts": sight.contracts, "first_day": sight.first,
        "last_day": sight.last, "n_days": sight.n_days, "n_bars": sight.n_bars, "n_unreadable": sight.n_bad,
        "n_rows_not_bars": sight.n_not_bars,
        "bar_minutes": sight.bar_minutes, "zone": one.format.zone, "label": one.format.label,
        "lowest_close": sight.low, "highest_close": sight.high, "sessions_without_a_bar": one.missing,
        "n_copies": one.n_copies, "share_of_repeats": one.repeats,
        "clocks": {name: asdict(clock) for name, clock in sight.clocks.items()},
        "volume_by_half_hour": sight.profile.volume.reshape(48, 30).sum(axis=1).tolist(),
        "problems": list(one.problems()),
    }  # fmt: skip


def as_json(found: Inspection) -> str:
    """One object."""
    return json.dumps(as_facts(found), default=str)


def as_entries(found: Inspection) -> Iterator[Entry]:
    """For logs: an object a symbol, one a file of no layout, then the exit code."""
    facts = as_facts(found)
    for one in facts["symbols"]:
        yield Entry(
            "inspected", f"{one['symbol']} of {one['vendor']}", one, "warning" if one["problems"] else "info"
        )
    for one in facts["files_of_no_layout"]:
        yield Entry("no_layout", str(one["file"]), one, "error")
    yield Entry("inspection", f"{len(facts['problems'])} problems", {"exit_code": found.exit_code})


def line(word: str, text: str) -> str:
    return f"  {word:9} {text}"


def named(files: list[Path]) -> str:
    """A file, and how many more."""
    return shown(files[0]) + (f" and {len(files) - 1} more" if len(files) > 1 else "")


def counted(number: int, what: str) -> str:
    """1 day, 2,000 days."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def few(names: list[str]) -> str:
    return ", ".join(names[:FEW]) + (f" ... {names[-1]}" if len(names) > FEW else "")


def quoted(path: Path | str) -> str:
    return shlex.quote(str(path))
