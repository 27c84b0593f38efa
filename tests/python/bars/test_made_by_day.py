"""A table by day is made anew where what it is made of is another, whatever that is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from arrivals import CHANGES_OF_DAYS, LENIENT, PIECES, Market, build, other_vars
from kept_dbt import KeptDbt
from preflighter import Preflight

BY_DAY = ("int_day_vectors", "int_pair_correlations")


@pytest.mark.parametrize(
    ("name", "below", "value"),
    [
        ("int_session_minutes", "int_grid_correlations", "value"),
        ("int_pair_correlations", "int_pair_correlations", "realized_correlation"),
    ],
)
def test_other_sql_makes_what_is_below_anew(
    kept: tuple[KeptDbt, Path], name: str, below: str, value: str
) -> None:
    """Of a view that a table by day reads, or of one of these: every day of what follows has another value."""
    dbt, template = kept
    dbt.use(template)
    dbt.set_vars(LENIENT)
    values = f"select trade_date, sum({value}) from intermediate.{below} group by all order by all"
    versions = "select distinct model, version from build.days_made order by all"
    dbt.run(below)
    before, made = (dbt.connection.execute(query).fetchall() for query in (values, versions))
    dbt.run(below)
    assert dbt.connection.execute(versions).fetchall() == made
    sql = dbt.models[name].raw_code
    try:
        dbt.models[name].raw_code = sql.replace(*CHANGES_OF_DAYS[name])
        dbt.run(name, below)
    finally:
        dbt.models[name].raw_code = sql
    after = dbt.connection.execute(values).fetchall()
    assert [day for day, _ in after] == [day for day, _ in before] != []
    assert all(now != then for (_, now), (_, then) in zip(after, before, strict=True))


def test_a_day_s_numbers_do_not_depend_on_the_days_beside_it(kept: tuple[KeptDbt, Path]) -> None:
    """The last digit of an aggregate in a window does: on the rows around the window in the same statement."""
    dbt, _ = kept
    by_day = [name for name, model in dbt.models.items() if model.config.materialized == "by_day"]
    assert len(by_day) > 5
    query = "select json_serialize_sql(cast(? as varchar))"
    for name in by_day:
        [tree] = duckdb.execute(query, [dbt.compiled(name).compiled_code]).fetchone() or []
        assert "SELECT_NODE" in tree
        assert "WINDOW_AGGREGATE" not in tree, name


def test_days_that_a_failed_model_chose_are_nobody_else_s(kept: tuple[KeptDbt, Path]) -> None:
    """It ends before it takes its choice back; the next table by day is made whole all the same."""
    dbt, template = kept
    dbt.use(template)
    dbt.set_vars(LENIENT)
    count = "select count(*) from intermediate.int_day_vectors"
    before = dbt.connection.execute(count).fetchall()
    dbt.connection.execute("delete from build.days_made")
    dbt.render("{% do query_rows(\"set variable days_to_make = [date '2000-01-03']\") %}")
    dbt.run("int_contract_candidates", "int_day_vectors")
    assert dbt.connection.execute(count).fetchall() == before != [(0,)]


def test_what_was_made_otherwise_is_not_what_the_ledger_says(
    start: Callable[[int], tuple[Market, Preflight]],
) -> None:
    """A model that was kept, is a table for one build, and is kept again."""
    market, preflight = start(1)
    nodes = preflight.manifest.nodes.values()
    ways = {n.name: n.config.materialized for n in nodes if n.config.materialized in ("by_file", "by_day")}
    build(market, preflight)
    try:
        set_ways(preflight.manifest, dict.fromkeys(ways, "table"))
        other_vars(market)
        build(market, preflight)
    finally:
        set_ways(preflight.manifest, ways)
    other_vars(market)
    build(market, preflight)
    ours = hashes()
    Path(os.environ["STOCKBOND_WAREHOUSE"]).unlink()
    build(market, preflight)
    assert ours == hashes()


def set_ways(manifest: Any, ways: dict[str, str]) -> None:
    """The materializations of models."""
    for node in manifest.nodes.values():
        if node.name in ways:
            node.config.materialized = ways[node.name]
    manifest.build_flat_graph()


def hashes() -> list[Any]:
    """Of the working file's tables by file and by day."""
    with duckdb.connect(os.environ["STOCKBOND_WAREHOUSE"], read_only=True) as connection:
        return [
            connection.execute(
                f"select count(*), sum(hash(hash(row_of))) from intermediate.{name} as row_of"
            ).fetchall()
            for name in (PIECES, *BY_DAY)
        ]
