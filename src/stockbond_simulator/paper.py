"""The numbers that the paper prints, read from the project's seed of them: none is repeated here."""

from __future__ import annotations

from functools import cache

from stockbond_simulator.seeds import PRINTED_SEED, read_seed


@cache
def rows() -> dict[tuple[str, str, str, str], dict[str, str]]:
    """The printed estimates by table, panel, specification and term, in the paper's order."""
    return {
        (row["table_id"], row["panel"], row["specification"], row["term"]): row
        for row in read_seed(PRINTED_SEED)
    }


def printed(table_id: str, panel: str, specification: str, term: str) -> float:
    """An estimate as printed, in the table's unit."""
    return float(rows()[table_id, panel, specification, term]["estimate"])


def planted(table_id: str, panel: str, specification: str, term: str) -> float:
    """What the simulation plants of an estimate: zero where the paper prints no star."""
    row = rows()[table_id, panel, specification, term]
    return float(row["estimate"]) if row["stars"] else 0.0


def terms(table_id: str, panel: str, specification: str) -> tuple[str, ...]:
    """The regressors of a column, from top to bottom, without the intercept."""
    column = (table_id, panel, specification)
    return tuple(term for *place, term in rows() if tuple(place) == column and term != "intercept")


def event_rows() -> dict[tuple[str, str], tuple[int, dict[str, float]]]:
    """Of each event set, by type and subset: the number of events, and the mean change of each outcome."""
    found: dict[tuple[str, str], tuple[int, dict[str, float]]] = {}
    for (table_id, _, outcome, term), row in rows().items():
        if table_id in ("T8", "T9"):
            event_type, _, subset = term.partition("/")
            _, changes = found.setdefault((event_type, subset), (int(row["n_obs"]), {}))
            changes[outcome] = float(row["estimate"])
    return found
