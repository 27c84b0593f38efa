"""From files of bars to daily correlations: the models of the build, from staging to the mart, in this process."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import StockbondError
from stockbond.logs import Entry
from stockbond.paths import project_root, shown
from stockbond.project import Project
from stockbond.quick.laid import Laid, laid
from stockbond.quick.layouts import files_of
from stockbond.reasons import in_words
from stockbond.sql import rows

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MART = "fct_realized_correlation_daily"
COLUMNS = (
    "trade_date, pair_id, realized_correlation, correlation_std_error, correlation_ci_low, correlation_ci_high,"
    " n_intervals, null_reason, interval_null_reason"
)
LEGS = """
    select
        instrument, vendor, symbol, list(distinct file order by file) as files, sum(n_rows) as n_bars,
        cast(min(first_bar_at_utc) as date) as first_day, cast(max(last_bar_at_utc) as date) as last_day
    from intermediate.int_bar_files
    group by all order by all
"""


@dataclass(frozen=True)
class Correlations:
    """What files say of pairs: a row a day and pair, and what each leg was made of."""

    table: pa.Table
    legs: list[dict[str, Any]]
    warnings: list[str]
    is_simulated: bool

    @property
    def pairs(self) -> list[str]:
        """The pairs that have rows."""
        return list(dict.fromkeys(self.table["pair_id"].to_pylist()))

    def of(self, pair: str) -> list[dict[str, Any]]:
        """The days of one pair."""
        return [row for row in self.table.to_pylist() if row["pair_id"] == pair]

    def save(self, path: Path) -> None:
        """Write all days as CSV or Parquet, by the ending of the name."""
        if path.suffix.lower() == ".parquet":
            from pyarrow import parquet

            parquet.write_table(self.table, path)
            return
        from pyarrow import csv as text

        text.write_csv(self.table, path, text.WriteOptions(quoting_style="needed"))


def pairs_known() -> list[dict[str, str]]:
    """The pairs of the project, in their order."""
    with (project_root() / "seeds/instruments/instrument_pairs.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def correlate(places: list[Path], pair: str | None = None) -> Correlations:
    """The daily correlations of the pairs whose legs both have bars in these files.

    Raises StockbondError where a build would refuse a file, in the build's words, and where no pair is whole.
    """
    with from_files(places, pair) as read:
        mart = read.project.make(MART)
        table = read.connection.execute(
            f"select {COLUMNS} from {mart} where list_contains($pairs, pair_id) order by pair_id, trade_date",
            {"pairs": read.pairs},
        ).to_arrow_table()
        for leg in read.legs:
            leg["files"] = [shown(read.files.told[path].file) for path in leg["files"]]
        warnings = [read.files.in_their_words(one) for one in read.project.warnings]
        return Correlations(table, read.legs, warnings, read.is_simulated)


@dataclass(frozen=True)
class FromFiles:
    """The project on bar files that were looked at: its marts can be made of them."""

    files: Laid
    connection: duckdb.DuckDBPyConnection
    project: Project
    legs: list[dict[str, Any]]
    pairs: list[str]

    @property
    def is_simulated(self) -> bool:
        """Do the files say that they are simulated?"""
        return self.files.is_simulated


@contextmanager
def from_files(places: list[Path], pair: str | None) -> Iterator[FromFiles]:
    """Bar files as the build reads them. Errors are in the build's words, about the files as they are called."""
    import duckdb

    with laid(list(files_of(places))) as files, duckdb.connect() as connection:
        require_told(files)
        connection.execute("set temp_directory = $folder", {"folder": str(files.folder / "spilled")})
        project = Project(connection, files.root, files.folder)
        try:
            project.preflight()
            project.make("int_bar_files")
            legs = rows(connection, LEGS)
            wanted = whole_pairs({leg["instrument"] for leg in legs}, pair, legs)
            yield FromFiles(files, connection, project, legs, wanted)
        except StockbondError as error:
            raise StockbondError(files.in_their_words(str(error))) from error


def require_told(files: Laid) -> None:
    """Stop at files of no layout that we know: nothing is passed over in silence."""
    if files.untold:
        names = "\n".join(f"  {shown(file)}" for file in files.untold[:10])
        more = f"\n  and {len(files.untold) - 10} more" if len(files.untold) > 10 else ""
        raise StockbondError(
            f"Files of no layout that is known (docs/DATA.md lists them):\n{names}{more}\n"
            "What to do: `stockbond inspect FILE` says what was found, and proposes a format.yml to lay beside it."
        )
    if not files.told:
        raise StockbondError("No files of bars there. What to do: name files, or a folder that holds them.")


def whole_pairs(instruments: set[str | None], pair: str | None, legs: list[dict[str, Any]]) -> list[str]:
    """The pairs both of whose legs are there."""
    known = pairs_known()
    there = [one["pair_id"] for one in known if {one["instrument_a"], one["instrument_b"]} <= instruments]
    if pair is None and there:
        return there
    if pair in there:
        return [pair]
    found = "\n".join(
        f"  {', '.join(leg['files'])}: {leg['symbol']} of {leg['vendor']}, "
        + (leg["instrument"] or "no instrument that is known (seed vendor_symbols)")
        for leg in legs
    )
    asked = [one for one in known if one["pair_id"] == pair] or known
    needed = ", ".join(f"{one['pair_id']} = {one['instrument_a']} and {one['instrument_b']}" for one in asked)
    raise StockbondError(
        f"The files do not hold both legs of a pair. Found:\n{found}\nExpected: {needed}.\nWhat to do: name a file"
        " of each leg; the name or the column of a file tells its symbol (`stockbond inspect FILE` says how)."
    )


def as_text(found: Correlations, n_days: int) -> str:
    """For people: each pair's days in short, and its latest days."""
    names = {one["pair_id"]: one for one in pairs_known()}
    parts = [
        "\n".join(pair_in_words(found, names[pair], n_days))
        for pair in found.pairs
    ]  # fmt: skip
    return "\n\n".join(parts)


def pair_in_words(found: Correlations, pair: dict[str, str], n_days: int) -> Iterator[str]:
    """The lines of one pair."""
    days = found.of(pair["pair_id"])
    yield f"{'SIMULATED. ' if found.is_simulated else ''}{pair['name']} ({pair['pair_id']})"
    for leg in found.legs:
        if leg["instrument"] in (pair["instrument_a"], pair["instrument_b"]):
            names = leg["files"][0] + (f" and {len(leg['files']) - 1} more" if len(leg["files"]) > 1 else "")
            yield (
                f"  {leg['instrument']:6} {leg['symbol']} of {leg['vendor']}, {leg['n_bars']:,} bars,"
                f" {leg['first_day']} to {leg['last_day']}: {names}"
            )
    yield f"  {in_short(days)}"
    yield ""
    yield f"  {'date':10}  {'correlation':>11}  {'std error':>9}  {'95 % interval':>16}  {'returns':>7}"
    yield from (f"  {day_in_words(**day)}" for day in days[-n_days:])
    if len(days) > n_days:
        yield f"  the latest {n_days} of {len(days):,} days; --days N shows more, --out FILE.csv writes all"


def in_short(days: Sequence[dict[str, Any]]) -> str:
    """How many days, and how low and high."""
    measured = [day for day in days if day["realized_correlation"] is not None]
    if not measured:
        return f"{len(days):,} days, none with a correlation"
    low, high = (extreme(measured, key=lambda day: day["realized_correlation"]) for extreme in (min, max))
    mean = sum(day["realized_correlation"] for day in measured) / len(measured)
    below = sum((day["correlation_ci_high"] or 0) < 0 for day in measured)
    above = sum((day["correlation_ci_low"] or 0) > 0 for day in measured)
    return (
        f"{len(days):,} days, {len(measured):,} with a correlation: mean {mean:.3f}, from"
        f" {low['realized_correlation']:.3f} ({low['trade_date']}) to {high['realized_correlation']:.3f}"
        f" ({high['trade_date']}); interval below zero on {below:,}, above on {above:,}"
    )


def day_in_words(
    trade_date: date,
    pair_id: str,
    realized_correlation: float | None,
    correlation_std_error: float | None,
    correlation_ci_low: float | None,
    correlation_ci_high: float | None,
    n_intervals: int,
    null_reason: str | None,
    interval_null_reason: str | None,
) -> str:
    """One line of the table."""
    if realized_correlation is None:
        return f"{trade_date}  {'-':>11}  {in_words(null_reason)}"
    if correlation_std_error is None:
        interval = f"{'-':>9}  {'-':>16}"
    else:
        bounds = f"[{correlation_ci_low:.3f}, {correlation_ci_high:.3f}]"
        interval = f"{correlation_std_error:9.3f}  {bounds:>16}"
    reason = "" if correlation_std_error is not None else f"  {in_words(interval_null_reason)}"
    return f"{trade_date}  {realized_correlation:11.3f}  {interval}  {n_intervals:7d}{reason}"


def as_entries(found: Correlations) -> Iterator[Entry]:
    """For logs: an object a day and pair."""
    for row in found.table.to_pylist():
        facts = {**row, "is_simulated": found.is_simulated}
        yield Entry("correlation", f"{row['pair_id']} {row['trade_date']}", facts)
