"""Reasons are codes of one seed: a test refuses others, and people read words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from builds import PROJECT_ROOT

from stockbond.reasons import in_words

# What a table may hold, and what people read.
KNOWN = {
    "series_not_loaded": "series not loaded",
    "no_regimes; too_few_days": "no day has a regime; too few days with a correlation",
    "1 of 43 (dxy): 109 of 4656 sessions": "1 of 43 (dxy): 109 of 4656 sessions",
    "2 of 43 (spx/ust): series_not_loaded": "2 of 43 (spx/ust): series not loaded",
}
UNKNOWN = [
    "series not loaded",
    "no_such_reason",
    "2 of 43 (spx/ust): no_such_reason",
    "no_regimes; not there",
]


@pytest.fixture(scope="module")
def refused() -> Any:
    """The reasons that the generic test known_reason would report of some."""
    text = (PROJECT_ROOT / "tests/generic/known_reason.sql").read_text(encoding="utf-8")
    query = text[text.index("%}") + 2 : text.rindex("{% endtest %}")]
    query = query.replace("{{ column_name }}", "reason").replace("{{ model }}", "held")
    query = query.replace("{{ ref('reasons') }}", "reasons")
    seed = Path(PROJECT_ROOT / "seeds/series/reasons.csv")

    def ask(*held: str) -> set[str]:
        with duckdb.connect() as connection:
            connection.execute("create table reasons as from read_csv($seed)", {"seed": str(seed)})
            connection.execute("create table held as select unnest($held) as reason", {"held": list(held)})
            return {row[0] for row in connection.execute(query).fetchall()}

    return ask


def test_codes_and_texts_that_state_something_pass(refused: Any) -> None:
    """What lacks something may stand before its reason."""
    assert refused(*KNOWN) == set()


def test_words_and_unknown_codes_are_refused(refused: Any) -> None:
    assert refused(*UNKNOWN) == set(UNKNOWN)


@pytest.mark.parametrize(("held", "read"), KNOWN.items())
def test_people_read_words(held: str, read: str) -> None:
    assert in_words(held) == read
