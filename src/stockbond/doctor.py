"""What `stockbond doctor` finds out: installation, data root, published file. It reads, and changes nothing.

Bars are counted from the files themselves, by their day in UTC; no build is needed. A finding is ok, a note
(something is absent, and may be), a warning (look at it) or a problem (a build or a reader will fail).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import StockbondError
from stockbond.landing import closed_paths, parquet_damage
from stockbond.paths import Paths, project_root, shown
from stockbond.published import open_published

if TYPE_CHECKING:
    import duckdb

NEEDED = ("dbt-core", "dbt-duckdb", "duckdb", "pandas", "pyarrow", "statsmodels")
EXTENSIONS = ("icu", "json", "parquet")
OLD_AFTER_DAYS = 7  # a daily desk's data are older only by accident
EXIT_CODES = {"ok": 0, "note": 0, "warning": 0, "problem": 1}

BARS = """
    select
        symbol, count(*) as n_bars, count(distinct day) as n_days,
        min(day) as first_day, max(day) as last_day
    from bars group by symbol order by symbol
"""
# Sessions of the calendar between an instrument's first and last day on which it has no bar at all.
GAPS = """
    with spans as (select symbol, min(day) as first_day, max(day) as last_day from bars group by symbol)
    select symbol, trade_date
    from spans join sessions on trade_date between first_day and last_day
    anti join bars on bars.symbol = spans.symbol and bars.day = sessions.trade_date
    order by symbol, trade_date
"""
TABLES = """
    select table_id, title, status, reason from reports.rpt_table_availability
    where sample = 'full' order by try_cast(substr(table_id, 2) as integer)
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its topic, how it is, what was found, and what to do."""

    topic: str
    status: str
    found: str
    what_to_do: str = ""


def examine(paths: Paths) -> list[Finding]:
    """Everything, in the order in which a person would mend it."""
    return [*installation(), *data_root(paths.data), *published_file(paths.published)]


def exit_code(findings: list[Finding]) -> int:
    """0, or 1 if there is a problem."""
    return max(EXIT_CODES[finding.status] for finding in findings)


def installation() -> Iterator[Finding]:
    """Python, the packages that a build needs against the lock, and DuckDB's built-in extensions."""
    import duckdb

    found = "Python " + sys.version.split()[0]
    if (3, 11) <= sys.version_info < (3, 13):
        yield Finding("installation", "ok", found)
    else:
        yield Finding("installation", "problem", found, "use Python 3.11 or 3.12: make setup PYTHON=...")
    lock = (project_root() / "requirements.lock").read_text(encoding="utf-8")
    for name in NEEDED:
        yield package(name, lock)
    with duckdb.connect() as connection:
        rows = connection.execute("select extension_name from duckdb_extensions() where installed").fetchall()
    missing = sorted(set(EXTENSIONS) - {name for (name,) in rows})
    if missing:
        yield Finding(
            "installation", "problem", f"DuckDB without {', '.join(missing)}", "run `make setup` again"
        )
    else:
        yield Finding("installation", "ok", f"DuckDB with {', '.join(EXTENSIONS)}")


def package(name: str, lock: str) -> Finding:
    """Is the package there, in a version of the lock? (A lock may hold one version for each Python.)"""
    locked = re.findall(rf"(?m)^{re.escape(name)}(?:\[[^]]*\])?==([^ ;\\]+)", lock)
    try:
        installed = version(name)
    except PackageNotFoundError:
        return Finding("installation", "problem", f"{name} is not installed", "run `make setup`")
    if installed not in locked:
        found = f"{name} {installed}, locked is {' or '.join(locked)}"
        return Finding("installation", "warning", found, "run `make setup`")
    return Finding("installation", "ok", f"{name} {installed}")


def data_root(root: Path) -> Iterator[Finding]:
    """The files of the data root, and what the bars among them cover."""
    files = {part: landing_files(root / part) for part in ("bars", "series")}
    if not any(files.values()):
        yield Finding(
            "data root", "problem", f"no files under {shown(root)}/bars or /series",
            "run `stockbond simulate`, or set STOCKBOND_DATA (docs/DATA.md says what to put where)",
        )  # fmt: skip
        return
    size = sum(file.stat().st_size for found in files.values() for file in found) / 1e6
    counts = ", ".join(f"{len(found)} files of {part}" for part, found in files.items())
    yield Finding("data root", "ok", f"{shown(root)}: {counts}, {size:.0f} MB")
    yield manifest(root)
    if closed := closed_paths(str(root)):
        names = ", ".join(closed.splitlines()[:10])
        yield Finding("data root", "problem", f"may not be read: {names}", "give permission to read")
    for part, found in files.items():
        if not found:
            yield Finding("data root", "note", f"no {part}: the tables that need them stay empty")
    yield from bars(root)


def landing_files(folder: Path) -> list[Path]:
    """The files that a build would look at: hidden ones are not read."""
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]


def manifest(root: Path) -> Finding:
    """Simulated or real? A simulated root's files must have the listed sizes."""
    path = root / "manifest.json"
    if not path.exists():
        return Finding("data root", "ok", "real data (no manifest)")
    again = "run `stockbond simulate` again, or delete the manifest if the data are real"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content["simulated"], bool):
            raise TypeError
        if not content["simulated"]:
            return Finding("data root", "ok", "real data, says the manifest")
        listed = {entry["path"]: entry["size"] for entry in content["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return Finding("data root", "problem", "manifest.json does not say what the data are", again)
    names = [name for name in listed if name.startswith(("bars/", "series/"))]
    wrong = [
        name for name in names if not (root / name).is_file() or (root / name).stat().st_size != listed[name]
    ]
    if wrong:
        return Finding("data root", "problem", f"SIMULATED, but changed: {', '.join(wrong[:10])}", again)
    return Finding("data root", "ok", f"SIMULATED, {len(names)} files as the manifest lists them")


def bars(root: Path) -> Iterator[Finding]:
    """Per instrument: range, days, bars a day, sessions without a bar; and the age of the newest bar."""
    import duckdb

    damaged = [
        (path, damage)
        for path in sorted((root / "bars" / "canonical").rglob("*.parquet"))
        if (damage := parquet_damage(str(path)))
    ]
    for path, damage in damaged:
        found = f"{path.relative_to(root)}: {damage}"
        yield Finding("bars", "problem", found, "copy or write the file again")
    if damaged:
        return
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        try:
            if not load_bars(connection, root):
                return
            rows = connection.execute(BARS).fetchall()
            gaps = connection.execute(GAPS).fetchall()
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            yield Finding(
                "bars", "problem", f"the bars cannot be read: {first}", "`stockbond build` names them"
            )
            return
    for symbol, n_bars, n_days, first, last in rows:
        missing = [day for name, day in gaps if name == symbol]
        found = f"{symbol}: {first} to {last}, {n_days} days, {n_bars / n_days:.0f} bars a day"
        if missing:
            days = ", ".join(map(str, missing[:5])) + (" ..." if len(missing) > 5 else "")
            yield Finding("bars", "warning", f"{found}; {len(missing)} sessions without a bar: {days}")
        else:
            yield Finding("bars", "ok", f"{found}, no session without a bar")
    if rows:
        yield age("bars", max(row[4] for row in rows))


def load_bars(connection: duckdb.DuckDBPyConnection, root: Path) -> bool:
    """Make the tables `bars` (symbol, day) and `sessions` (trade_date); False if there are no bars."""
    readers = {
        "bars/canonical/**/*.parquet": "select instrument as symbol, cast(bar_start_utc as date) as day"
        " from read_parquet($pattern, union_by_name = true)",
        "bars/oanda/*/*/*.csv": "select parse_path(filename)[-3] as symbol, try_cast(time as date) as day"
        " from read_csv($pattern, all_varchar = true, header = true, delim = ',', union_by_name = true,"
        " filename = true)",
    }
    connection.execute("create table bars (symbol varchar, day date)")
    connection.execute(
        "create table sessions as select trade_date from read_csv($seed)",
        {"seed": str(project_root() / "seeds/calendars/nyse_sessions.csv")},
    )
    has_bars = False
    for pattern, query in readers.items():
        if any(root.glob(pattern)):
            connection.execute(f"insert into bars {query}", {"pattern": f"{root}/{pattern}"})
            has_bars = True
    connection.execute("delete from bars where day is null")
    return has_bars


def age(topic: str, last: date) -> Finding:
    """How old the newest data are."""
    days = (datetime.now(UTC).date() - last).days
    status = "note" if days > OLD_AFTER_DAYS else "ok"
    return Finding(topic, status, f"the newest day is {last}, {days} days ago")


def published_file(path: Path) -> Iterator[Finding]:
    """The release that readers see, and the paper's tables that it lacks."""
    import duckdb

    if not path.is_file():
        yield Finding("published", "note", f"no published file {shown(path)}", "run `stockbond build`")
        return
    try:
        with open_published(path) as connection:
            release = connection.execute(
                "select release_id, built_at_utc, is_simulated, last_trade_date from reports.rpt_release"
            ).fetchall()[0]
            tables = connection.execute(TABLES).fetchall()
    except (StockbondError, duckdb.Error, IndexError) as error:
        yield Finding("published", "problem", str(error).partition("\n")[0], "run `stockbond build`")
        return
    release_id, built_at, is_simulated, last = release
    kind = "SIMULATED release" if is_simulated else "release"
    yield Finding("published", "ok", f"{kind} {release_id}, built {built_at:%Y-%m-%d %H:%M} UTC")
    if last is not None:
        yield age("published", last)
    for table_id, title, status, reason in tables:
        if status != "available":
            yield Finding("tables", "note", f"{table_id} {title}: {status}; missing: {reason}")
    n_available = sum(status == "available" for _, _, status, _ in tables)
    yield Finding("tables", "ok", f"{n_available} of {len(tables)} tables of the paper have every cell")


def as_text(findings: list[Finding]) -> str:
    """For people: a line each, what to do below."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.status:8} {finding.topic:13} {finding.found}")
        if finding.what_to_do:
            lines.append(f"{'':22} What to do: {finding.what_to_do}")
    return "\n".join(lines)


def as_json(findings: list[Finding]) -> str:
    """For programs."""
    content: dict[str, Any] = {
        "exit_code": exit_code(findings),
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(content, indent=2)
