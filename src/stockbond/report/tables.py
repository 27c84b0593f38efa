"""The paper's ten tables, as printed, ours and the paper's side by side; and the scorecard's counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from stockbond.reasons import is_code
from stockbond.report.data import records
from stockbond.report.wording import COUNTS, NONE, label, number, plain_label, reason

if TYPE_CHECKING:
    import pandas as pd

    from stockbond.report.data import ReportData

# Columns of the deck that stand under a common head: by the first words of their labels, or by number.
SPANNING = (
    "Bond Risky Days", "Other Days", "Full Sample", "US. Equity", "US. Fixed Income", "FX+Commodity",
    "1-Year", "5-Year", "USD Return (bps)",
)  # fmt: skip
DECOMPOSITIONS = {2: "Decomposition #1", 3: "Decomposition #1", 4: "Decomposition #2", 5: "Decomposition #2"}
# The deck's heads over rows, by table and the first row below; columns whose cells have a unit each, by table.
ROW_HEADS = {("T5", "matched_d_yield_ust"): "Matched days"}
UNIT_EACH = {("T5", "match_distance")}
PANELS = {
    ("T2", "A"): "Panel A: bond safety days",
    ("T2", "B"): "Panel B: bond risky days",
    ("T7", "A"): "Panel A: Adrian, Crump and Moench (2013)",
    ("T7", "B"): "Panel B: Kim and Wright (2005)",
}
STATUSES = {
    "matched": "equal at the printed digits",
    "differs": "differs",
    "partial": "only a part of the sample is loaded",
    "not_available": "not available",
    "simulated": "simulated",
}


@dataclass(frozen=True)
class Number:
    """A cell's number as printed: value, stars, and t in brackets."""

    value: str = ""
    stars: str = ""
    t_stat: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Cell:
    """Ours and the paper's number in one place of a table, how they compare, and why."""

    ours: Number = Number()
    paper: Number = Number()
    status: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A row: its label, whether it is a part of the row above, and a cell per column."""

    head: str  # over this row and those below it; empty for none
    label: Markup
    is_part: bool
    is_ours_alone: bool
    cells: list[Cell]


@dataclass(frozen=True)
class Panel:
    """A panel: heads that span columns, the columns' labels, and rows."""

    title: str
    spans: list[tuple[str, int]]
    columns: list[Markup]
    rows: list[Row]


@dataclass(frozen=True)
class Table:
    """A table of the paper: what it shows, how much of it the data fill and why not the rest, and its panels."""

    table_id: str
    title: str
    report: str
    status: str
    reasons: list[str]
    panels: list[Panel] = field(default_factory=list)


def paper_tables(data: ReportData) -> list[Table]:
    """T1 to T10 on the paper's sample."""
    cells: dict[str, list[dict[str, Any]]] = {}
    for row in records(data["cells"]):
        cells.setdefault(row["table_id"], []).append(row)
    return [
        Table(
            found["table_id"], found["title"], found["report"], found["status"],
            lacking(found["reason"], cells.get(found["table_id"], [])),
            [panel(name, list(rows)) for name, rows in groupby(cells.get(found["table_id"], []), panel_of)],
        )
        for found in records(data["table_availability"])
        if found["sample"] == "paper"
    ]  # fmt: skip


def lacking(whole: str | None, cells: list[dict[str, Any]]) -> list[str]:
    """Why a table is not whole, a sentence a reason, with the rows or columns that it is about.

    `whole` is the reason of the table, for one without cells.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for row in cells:
        why = row["null_reason"] or row["partial_reason"]
        if why:
            found.setdefault(why, []).append(row)
    if not found:
        return [f"{reason(whole)}."] if whole else []
    return [
        f"{which(rows, cells)}: {'not estimated, ' if rows[0]['null_reason'] else ''}{grouped(reason(why))}."
        for why, rows in found.items()
    ]


def which(some: list[dict[str, Any]], cells: list[dict[str, Any]]) -> str:
    """Cells of a table by their columns or, where they are fewer, by their rows."""
    if len(some) == len(cells):
        return "Every cell"
    kinds = [(axis, list(dict.fromkeys(row[f"{axis}_label"] for row in some))) for axis in ("column", "row")]
    axis, names = min(kinds, key=lambda kind: len(kind[1]))
    total = len({row[f"{axis}_label"] for row in cells})
    if len(names) == total:
        return f"{len(some)} of {len(cells)} cells"
    return f"{axis.capitalize()}{'s' if len(names) > 1 else ''} {', '.join(map(plain_label, names))}"


def grouped(text: str) -> str:
    """Counts of a reason with separators of thousands; its dates stay as they are."""
    return re.sub(r"\b\d{4,}\b(?!-)", lambda found: f"{int(found[0]):,}", text)


def panel_of(row: dict[str, Any]) -> tuple[str, str]:
    """Table and panel of a cell."""
    return row["table_id"], row["panel"]


def panel(name: tuple[str, str], cells: list[dict[str, Any]]) -> Panel:
    """A panel from its cells, which come in the order of rows and columns."""
    columns = {cell["column_number"]: cell["column_label"] for cell in cells}
    heads = [head(name[0], place, columns[place]) for place in sorted(columns)]
    spans = [(span, len(list(run))) for span, run in groupby(span for span, _ in heads)]
    rows = []
    for _, run in groupby(cells, lambda cell: cell["row_number"]):
        in_row = {cell["column_number"]: cell for cell in run}
        first = next(iter(in_row.values()))
        whole, _, part = first["row_label"].partition(": ")
        rows.append(
            Row(
                head=ROW_HEADS.get((name[0], first["term"]), ""),
                label=label(part or whole),
                is_part=bool(part),
                is_ours_alone=not any(cell["is_printed"] for cell in in_row.values()),
                cells=[place_cell(in_row.get(place)) for place in sorted(columns)],
            )
        )
    title = PANELS.get(name, "")
    return Panel(title, spans if any(span for span, _ in spans) else [], [text for _, text in heads], rows)


def head(table_id: str, place: int, text: str) -> tuple[str, Markup]:
    """The spanning head of a column, empty for none, and the column's own label."""
    if table_id == "T5":
        return DECOMPOSITIONS.get(place, ""), label(text)
    for span in SPANNING:
        if text.startswith(f"{span} "):
            return span, label(text.removeprefix(f"{span} "))
    return "", label(text)


def place_cell(row: dict[str, Any] | None) -> Cell:
    """A cell; empty where the table has none."""
    if row is None:
        return Cell()
    digits = 0 if row["unit"] in COUNTS else 2
    paper = Number()
    if row["paper_value"] is not None:
        paper = Number(
            number(row["paper_value"], digits), row["paper_stars"] or "", bracketed(row["paper_t_stat"])
        )
    if row["value"] is None:
        return Cell(Number(NONE), paper, "not_available", reason(row["null_reason"]))
    unit = row["unit"] if (row["table_id"], row["specification"]) in UNIT_EACH else ""
    ours = Number(number(row["value"], digits), row["stars"] or "", bracketed(row["t_stat"]), unit)
    status = row["status"] or ""
    note = reason(row["status_reason"]) if row["status_reason"] else STATUSES.get(status, "")
    return Cell(ours, paper, status, note)


def bracketed(t_stat: float | None) -> str:
    """A t statistic as the paper prints it."""
    return "" if t_stat is None else f"[{number(t_stat)}]"


@dataclass(frozen=True)
class Scorecard:
    """How ours compare with the printed numbers: counts by status, agreement in sign and in size."""

    statuses: list[str]
    by_table: list[tuple[str, str, dict[str, int]]]
    totals: dict[str, int]
    n_numbers: int
    n_compared: int
    n_same_sign: int
    n_with_error: int
    n_within_two: int
    cells: list[dict[str, Any]]


def scorecard(data: ReportData) -> Scorecard:
    """The replication scorecard, counted."""
    frame = data["scorecard"]
    titles = dict(
        zip(data["table_availability"]["table_id"], data["table_availability"]["title"], strict=True)
    )
    present = [status for status in STATUSES if (frame["status"] == status).any()]
    counts = {
        str(table_id): {status: int((rows["status"] == status).sum()) for status in present}
        for table_id, rows in frame.groupby("table_id", sort=False)
    }
    distance = frame["distance_in_std_errors"].dropna().abs()
    return Scorecard(
        statuses=present,
        by_table=[(table_id, titles[table_id], count) for table_id, count in counts.items()],
        totals={status: int((frame["status"] == status).sum()) for status in present},
        n_numbers=len(frame),
        n_compared=int(frame["same_sign"].notna().sum()),
        n_same_sign=int((frame["same_sign"] == True).sum()),  # noqa: E712  # three-valued
        n_with_error=len(distance),
        n_within_two=int((distance < 2).sum()),
        cells=[
            {**row, "row": label(row["row_label"]), "column": label(row["column_label"])}
            for row in records(frame)
        ],
    )


def compared_cells(data: ReportData) -> pd.DataFrame:
    """The printed cells that have a t statistic of the paper's and one of ours, and how they compare."""
    frame = data["scorecard"].dropna(subset=["paper_t_stat", "our_t_stat"])
    rows = records(frame)
    return frame.assign(
        cell=[" ".join(filter(None, (row["table_id"], row["panel"], f"{plain_label(row['row_label'])},",
                                     plain_label(row["column_label"])))) for row in rows],
        compared=["known" if is_known(row) else row["status"] for row in rows],
        why=[reason(row["status_reason"]) if row["status_reason"] else STATUSES[row["status"]] for row in rows],
    )[["cell", "compared", "why", "paper_value", "our_value", "paper_t_stat", "our_t_stat"]]  # fmt: skip


def is_known(row: dict[str, Any]) -> bool:
    """Is the difference of a cell known beforehand: has the warehouse a reason for it, not only its size?"""
    return row["status"] == "differs" and is_code(row["status_reason"])
