"""The paper's printed numbers: complete, with their digits, and joined to the keys of our tables."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builds import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "seeds" / "paper"
# Cells with a digit in them that are no numbers of a table.
HEADING = re.compile(
    r"\d+%|\(\d\)|\d-Year|Panel [AB]: .*\(\d{4}\)|Decomposition #\d|\$R_\{i\+1,t\}\^\{\w+\}\$"
)
NUMBER_CELL = re.compile(r"(?P<estimate>-?[\d,]+(\.\d+)?)(?P<stars>\**)( \[(?P<t_stat>-?\d+\.\d+)\])?")
TITLES = {
    "Part I: A Measure": ("T1", ""),
    "Bond Safety Days (Lower": ("T2", "A"),
    "Bond Risky Days (Upper": ("T2", "B"),
    "Further Evidence": ("T3", ""),
    "UST Safety – Widening": ("T4", ""),
    "UST Safety – UST Basis Widening": ("T5", ""),
    "Transmission of UST to USD": ("T6", ""),
    "UST Term Premium": ("T7", ""),
    "UST Riskiness – Interest Rate Risk": ("T8", ""),
    "UST Riskiness – Dealer Capacity": ("T9", ""),
    "UST Riskiness – UST Leading": ("T10", ""),
}
N_CELLS = {
    "T1": 14,
    "T2": 42,
    "T3": 18,
    "T4": 30,
    "T5": 25,
    "T6": 14,
    "T7": 54,
    "T8": 48,
    "T9": 60,
    "T10": 18,
}

Row = dict[str, str]


def read_seed(name: str) -> list[Row]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def seed() -> list[Row]:
    return read_seed("paper_reported_estimates")


@pytest.fixture(scope="module")
def deck() -> list[str]:
    """The lines of the deck's text: STOCKBOND_PAPER_DECK, or shared/paper/deck.txt beside the project."""
    named = os.environ.get("STOCKBOND_PAPER_DECK")
    path = Path(named) if named else PROJECT_ROOT.parent / "shared" / "paper" / "deck.txt"
    if not path.is_file():
        pytest.skip(f"the deck's text is not there: {path} (STOCKBOND_PAPER_DECK names it)")
    return path.read_text(encoding="utf-8").splitlines()


def plain(label: str) -> str:
    """A label of the deck without its markup."""
    label = re.sub(r"</?i>|(?<!\\)\$|\\(?=\$)", "", label)
    label = re.sub(r"\\text\{([^}]*)\}", r"\1", label).replace("\\times", "×")
    label = re.sub(r"\\Delta *", "Δ", label).replace("\\rho", "ρ")
    return re.sub(r"\^\{(\w+)\}", r"^\1", label).strip()


def table_rows(deck: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Table, panel and cells of every line of a table. Every such line must belong to a table known."""
    place = None
    for line in deck:
        if "\t" not in line:
            place = next((TITLES[title] for title in TITLES if line.startswith(title)), place)
            continue
        assert place is not None, line
        yield *place, line.split("\t")


@pytest.fixture(scope="module")
def printed(deck: list[str]) -> list[Row]:
    """Every number in the deck's tables, in reading order; a cell that is none must be a known heading."""
    found: list[Row] = []
    for table_id, panel, cells in table_rows(deck):
        label = plain(cells[0])
        for position, cell in enumerate(cells[1:]):
            match = NUMBER_CELL.fullmatch(cell)
            if match is None:
                assert not re.search(r"\d", cell) or HEADING.fullmatch(cell), cell
                continue
            values = {name: value or "" for name, value in match.groupdict().items()}
            place = {"table_id": table_id, "panel": panel, "label": label, "position": str(position)}
            found.append(place | values)
    return found


def of_kind(printed: list[Row], *labels: str) -> list[Row]:
    return [row for row in printed if row["label"] in labels]


def estimates(printed: list[Row]) -> list[Row]:
    """What the deck prints as estimates: not the observations, not R squared, not the numbers of events."""
    counts = {("T8", "0"), ("T9", "0")}
    return [
        row
        for row in printed
        if row["label"] not in ("NOBS", "R2 (%)") and (row["table_id"], row["position"]) not in counts
    ]


def test_every_printed_estimate_is_in_the_seed_once(printed: list[Row], seed: list[Row]) -> None:
    """The same tables, digits, t statistics and stars in the same order, row by row."""

    def key(row: Row) -> tuple[str, ...]:
        return tuple(row[name] for name in ("table_id", "estimate", "t_stat", "stars"))

    # T7 is read line by line in the deck, both panels of a line after one another, and so is the seed.
    assert [key(row) for row in estimates(printed)] == [key(row) for row in seed]
    labels = [
        (ours["row_label"], theirs["label"]) for ours, theirs in zip(seed, estimates(printed), strict=True)
    ]
    wrong = [
        (ours, theirs) for ours, theirs in labels if not re.search(rf"(^|: |, ){re.escape(theirs)}$", ours)
    ]
    assert not wrong


def test_columns_stand_where_they_are_printed(printed: list[Row], seed: list[Row]) -> None:
    """A column's key and label are the same at one position of a table, and differ between positions."""
    for table_id in N_CELLS:
        pairs = [
            (
                theirs["position"],
                (ours["panel"] if table_id == "T7" else "", ours["specification"], ours["column_label"]),
            )
            for ours, theirs in zip(seed, estimates(printed), strict=True)
            if ours["table_id"] == table_id
        ]
        assert len(set(pairs)) == len({position for position, _ in pairs}) == len({key for _, key in pairs})


def test_columns_have_the_decks_headings(deck: list[str], printed: list[Row], seed: list[Row]) -> None:
    """The heading right over the numbers ends our label (T6 has one heading over both of its columns)."""
    headings: dict[tuple[str, str], str] = {}
    for table_id, _, cells in table_rows(deck):
        if all(cells[1:]) and not any(NUMBER_CELL.fullmatch(cell) for cell in cells):
            headings |= {(table_id, str(i)): plain(cell) for i, cell in enumerate(cells[1:])}
    assert len({table_id for table_id, _ in headings}) == len(N_CELLS) - 1
    for ours, theirs in zip(seed, estimates(printed), strict=True):
        if ours["table_id"] != "T6":
            assert ours["column_label"].endswith(headings[theirs["table_id"], theirs["position"]])


def test_panels_are_those_of_the_deck(printed: list[Row], seed: list[Row]) -> None:
    for ours, theirs in zip(seed, estimates(printed), strict=True):
        second = int(theirs["position"]) >= 5
        assert ours["panel"] == ("AB"[second] if ours["table_id"] == "T7" else theirs["panel"])


@pytest.mark.parametrize(("label", "column"), [("NOBS", "n_obs"), ("R2 (%)", "r2_pct")])
def test_what_is_printed_below_a_column_is_in_its_rows(
    printed: list[Row], seed: list[Row], label: str, column: str
) -> None:
    below = {
        (row["table_id"], row["position"]): row["estimate"].replace(",", "")
        for row in of_kind(printed, label)
    }
    assert len(below) == 6 + 2 + 10 + 6
    for ours, theirs in zip(seed, estimates(printed), strict=True):
        if ours["table_id"] not in ("T8", "T9"):
            assert ours[column] == below.get((theirs["table_id"], theirs["position"]), "")


def test_the_numbers_of_events_are_in_their_rows(printed: list[Row], seed: list[Row]) -> None:
    counts = [
        row["estimate"] for row in printed if row["table_id"] in ("T8", "T9") and row["position"] == "0"
    ]
    assert len(counts) == 18
    ours = [row["n_obs"] for row in seed if row["table_id"] in ("T8", "T9")]
    assert ours == [count for count in counts for _ in range(6)]


def test_the_seed_has_all_cells_of_all_tables(seed: list[Row]) -> None:
    assert {table: sum(row["table_id"] == table for row in seed) for table in N_CELLS} == N_CELLS
    for names in (("row_label", "column_label"), ("specification", "term")):
        assert len({tuple(row[name] for name in ("table_id", "panel", *names)) for row in seed}) == len(seed)


def test_decimals_are_those_written(seed: list[Row]) -> None:
    for row in seed:
        for value, decimals in (
            ("estimate", "estimate_decimals"),
            ("t_stat", "t_stat_decimals"),
            ("r2_pct", "r2_decimals"),
        ):
            written = str(len(row[value].partition(".")[2])) if row[value] else ""
            assert row[decimals] == written, row


def test_no_other_seed_repeats_a_printed_number_or_label() -> None:
    """What the paper prints of rows and columns has its label here alone; its numbers stand nowhere else."""
    printed = read_seed("paper_reported_estimates")
    labels = {row["row_label"] for row in printed} | {row["column_label"] for row in printed}
    for seed, key in (("table_rows", "row_label"), ("table_columns", "column_label")):
        assert labels.isdisjoint(row[key] for row in read_seed(seed) if row[key])
    assert sorted(path.stem for path in SEEDS.glob("*.csv")) == [
        "conventions", "episodes", "known_differences", "paper_reported_estimates", "paper_tables", "regression_terms",
        "table_columns", "table_rows",
    ]  # fmt: skip


def test_terms_have_a_label(seed: list[Row]) -> None:
    terms = {row["term"]: row["label"] for row in read_seed("regression_terms")}
    estimated = [row for row in seed if row["table_id"] not in ("T1", "T8", "T9")]
    assert {row["term"] for row in estimated} <= set(terms)
    # A label is the deck's, up to what a table adds to or takes from it.
    for table_id in ("T2", "T4", "T7"):
        rows = [row for row in estimated if row["table_id"] == table_id]
        assert {row["row_label"] for row in rows} == {terms[row["term"]] for row in rows}
