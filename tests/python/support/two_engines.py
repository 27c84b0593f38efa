"""Tables of the bar path as two engines made them, side by side: what differs, row by row."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

# Every table of the bar path and its key; views are compared where their tables are read. Bars in quarantine have no
# key: a row may stand there twice.
KEYS = {
    "intermediate.int_sessions": ("trade_date",),
    "intermediate.int_session_progress": ("trade_date",),
    "intermediate.int_instrument_pairs": ("pair_id",),
    "intermediate.int_bar_pieces": ("vendor", "file", "symbol", "contract", "bar_minutes", "bar_date"),
    "intermediate.int_contract_readings": ("symbol", "contract"),
    "intermediate.int_contract_names": ("vendor", "symbol", "contract", "bar_month"),
    "intermediate.int_bar_files": ("vendor", "file", "symbol", "contract", "bar_minutes", "set_aside"),
    "intermediate.int_roll_days": ("instrument", "expiry_month"),
    "intermediate.int_days_in_pieces": ("vendor", "instrument", "series", "bar_minutes", "bar_date"),
    "intermediate.int_bars_compared": (
        "vendor", "instrument", "series", "bar_minutes", "bar_start_at_utc",
        "file", "symbol", "contract", "copy_number",
    ),
    "intermediate.int_bars_quarantined": ("file", "symbol", "contract", "reason", "row_content"),
    "intermediate.int_days_made_anew": ("vendor", "instrument", "series", "bar_minutes", "bar_date"),
    "intermediate.int_days_mended": ("vendor", "instrument", "series", "bar_minutes", "bar_date"),
    "intermediate.int_contract_candidates": ("instrument", "vendor", "series", "trade_date", "bar_minutes"),
    "intermediate.int_contract_places": ("instrument", "vendor", "series"),
    "intermediate.int_vendor_days": ("instrument", "trade_date"),
    "intermediate.int_serving_contracts": ("instrument", "vendor", "trade_date"),
    "intermediate.int_contract_choices": ("instrument", "vendor", "trade_date"),
    "intermediate.int_instrument_days": ("instrument", "trade_date"),
    "intermediate.int_day_vectors": ("instrument_id", "trade_date"),
    "intermediate.int_days_without_contract": ("instrument", "trade_date"),
    "intermediate.int_market_days": ("trade_date",),
    "marts.dim_contract_rolls": ("instrument", "trade_date"),
    "marts.fct_contract_days": ("trade_date", "instrument"),
    "marts.fct_realized_correlation_daily": ("trade_date", "pair_id"),
    "marts.fct_realized_volatility_daily": ("trade_date", "instrument"),
}  # fmt: skip
TOLERANCE = 1e-12


class TwoEngines:
    """A working file of DuckDB and a warehouse folder of Spark."""

    def __init__(self, working_file: Path, warehouse: Path) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute(f"attach '{working_file}' as duck (read_only)")
        self.warehouse = warehouse

    def of_spark(self, table: str) -> str:
        """Spark's table, as DuckDB reads its files."""
        schema, name = table.split(".")
        return f"read_parquet('{self.warehouse}/{schema}.db/{name}/**/*.parquet', hive_partitioning = true)"

    def columns(self, relation: str) -> list[str]:
        return [row[0] for row in self.connection.execute(f"describe select * from {relation}").fetchall()]

    def differences(self, table: str) -> Iterator[str]:
        """What is another in Spark's table, in words; nothing where the two are one."""
        duck, spark = f"duck.{table}", self.of_spark(table)
        columns = self.columns(duck)
        if sorted(columns) != sorted(self.columns(spark)):
            yield f"columns {sorted(set(columns) ^ set(self.columns(spark)))}"
            return
        keys = KEYS[table]
        ours, theirs = (rows_of(self.connection, relation, columns) for relation in (duck, spark))
        yield from differences_of_rows(ours, theirs, keys)


def rows_of(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]
) -> list[dict[str, Any]]:
    """All rows of a relation, by the names of these columns."""
    names = ", ".join(f'"{name}"' for name in columns)
    fetched = connection.execute(f"select {names} from {relation}").fetchall()
    return [dict(zip(columns, row, strict=True)) for row in fetched]


def differences_of_rows(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], keys: Sequence[str]
) -> Iterator[str]:
    """What is another in the second of two tables, row by row in the order of their keys."""
    ours, theirs = (sorted(rows, key=lambda row: order(row, keys)) for rows in (ours, theirs))
    if [order(row, keys) for row in ours] != [order(row, keys) for row in theirs]:
        yield f"keys: {len(ours)} and {len(theirs)} rows"
        return
    for one, other in zip(ours, theirs, strict=True):
        for name in one:
            if not is_same(one[name], other[name]):
                yield f"{order(one, keys)} {name}: {one[name]!r:.300} and {other[name]!r:.300}"


def order(row: dict[str, Any], keys: Sequence[str]) -> list[str]:
    """What rows are sorted by; a bar as text is the numbers in it, however they are written."""
    return [repr(json.loads(row[key])) if key == "row_content" else str(row[key]) for key in keys]


def is_same(one: Any, other: Any) -> bool:
    """The same value: numbers up to rounding, lists element by element, all else exactly."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    if isinstance(one, str) and isinstance(other, str) and one.startswith("{"):
        return bool(json.loads(one) == json.loads(other))
    return bool(one == other)
