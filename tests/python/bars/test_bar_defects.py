"""`is_sound_bar` and `bar_defect` say the same of every bar, whatever its fields hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import duckdb
import pytest
from builds import PROJECT_ROOT
from preflighter import compile_sql

from stockbond.reasons import vocabulary

SOUND = {
    "bar_start_at_utc": "timestamp '2009-01-14 15:00:00'",
    "bar_minutes": "1",
    "open": "100",
    "high": "101",
    "low": "99",
    "close": "100.5",
    "volume": "7",
}
TIMES = ["null", "'infinity'", "'-infinity'", "'2009-01-14 15:00:30'", "'2009-01-14 15:00:00.000001'"]
NO_LENGTHS = ["null", "'nan'", "'infinity'", "'-infinity'", "1e300", "0", "-1", "1.5", "1441"]
NUMBERS = [*NO_LENGTHS, "-1e300", "1", "1440"]
PRICES = ("open", "high", "low", "close")


@pytest.fixture(scope="module")
def verdicts(parsed: Any) -> Iterator[Any]:
    """Asks both macros about bars that are sound but for some fields: is it sound, and what is its defect?"""
    _, manifest = parsed
    sql = compile_sql(manifest, "select {{ is_sound_bar() }}, {{ bar_defect() }} from bars order by n")
    with duckdb.connect() as connection:
        names = ", ".join(SOUND)
        types = [f"{name} {'timestamp' if name == 'bar_start_at_utc' else 'double'}" for name in SOUND]
        connection.execute(f"create table bars (n integer, {', '.join(types)})")

        def ask(*odd_fields: dict[str, str]) -> list[tuple[bool | None, str | None]]:
            rows = [f"({n}, {', '.join((SOUND | odd).values())})" for n, odd in enumerate(odd_fields)]
            connection.execute("delete from bars")
            connection.execute(f"insert into bars (n, {names}) values {', '.join(rows)}")
            return connection.execute(sql).fetchall()

        yield ask


def test_the_sound_bar_is_sound(verdicts: Any) -> None:
    bars = [{}, {"volume": "null"}, {"bar_minutes": "1440"}, {"open": "120"}]
    assert verdicts(*bars) == [(True, None)] * len(bars)


@pytest.mark.parametrize("value", NO_LENGTHS)
def test_a_length_that_is_no_number_of_minutes_of_a_day_is_named(verdicts: Any, value: str) -> None:
    [(is_sound, defect)] = verdicts({"bar_minutes": value})
    assert not is_sound
    assert defect == "bad_bar_minutes"


@pytest.mark.parametrize("field", [*PRICES, "volume"])
@pytest.mark.parametrize("value", ["'nan'", "'infinity'", "'-infinity'", "-1"])
def test_a_price_or_volume_that_is_no_amount_is_named(verdicts: Any, field: str, value: str) -> None:
    names = ("bad_volume",) if field == "volume" else ("missing_price", "non_positive_price")
    [(is_sound, defect)] = verdicts({field: value})
    assert not is_sound
    assert defect in names


def test_what_no_branch_names_is_unsound(verdicts: Any) -> None:
    assert verdicts({"bar_start_at_utc": "'infinity'"}) == [(None, "unsound")]


def test_no_bar_falls_between_the_two(verdicts: Any) -> None:
    """Sound or with a defect, never both and never neither: each field odd alone, and every two of them."""
    odd = {"bar_start_at_utc": TIMES} | dict.fromkeys(("bar_minutes", *PRICES, "volume"), NUMBERS)
    bars = [{field: value} for field, values in odd.items() for value in values]
    bars += [
        {first: a, second: b}
        for first, second in product(odd, odd)
        if first < second
        for a, b in product(odd[first], odd[second])
    ]
    found = verdicts(*bars)
    assert len(found) == len(bars)
    disagreed = [
        (bar, is_sound, defect)
        for bar, (is_sound, defect) in zip(bars, found, strict=True)
        if bool(is_sound) != (defect is None)
    ]
    assert disagreed == []


def test_every_defect_has_its_words() -> None:
    """A bar in quarantine says why: a code without words would stop the build."""
    macro = (PROJECT_ROOT / "macros/bars/bar_defect.sql").read_text(encoding="utf-8")
    defects = set(re.findall(r"(?:then|else) '(\w+)'", macro))
    assert len(defects) >= 9
    assert defects - vocabulary().keys() == set()
