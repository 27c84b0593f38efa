"""What is timed. A task is prepared once in its own process, then run, and can give its correlations."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import contenders
from benchmarks.market import Size
from benchmarks.product import Model, Product, build, read_correlations, set_all_pairs

Run = Callable[[], Any]  # gives correlations, or None where the warehouse holds them or there are none


@dataclass(frozen=True)
class Task:
    """A row of the table of results."""

    key: str
    label: str
    gaps: str  # 'handled', 'not handled' or '' where there is nothing to handle
    prepare: Callable[[Path, Product], Run]
    is_product: bool = False
    sizes: tuple[str, ...] = ("tiny", "S", "M")


def run_sql(sql: str) -> Callable[[Path, Product], Run]:
    def prepare(root: Path, product: Product) -> Run:
        connection = contenders.duckdb_connection(root)
        return lambda: connection.execute(sql).to_arrow_table()

    return prepare


def run_function(function: Callable[[Path], Any]) -> Callable[[Path, Product], Run]:
    return lambda root, product: lambda: function(root)


def run_models(choose: Callable[[Product], list[Model]]) -> Callable[[Path, Product], Run]:
    """The product's own statements, written to its warehouse file."""

    def prepare(root: Path, product: Product) -> Run:
        import duckdb

        connection = duckdb.connect(str(product.warehouse))
        connection.execute("set TimeZone = 'UTC'")
        statements = [model.statement for model in choose(product)]

        def run() -> None:
            for statement in statements:
                connection.execute(statement)

        return run

    return prepare


TASKS = [
    Task("scan_one", "limit 1: scan of one column", "", run_sql(contenders.SCAN_ONE_COLUMN)),
    Task("scan_three", "limit 2: scan of the three needed columns", "", run_sql(contenders.SCAN_THREE_COLUMNS)),
    Task(
        "staged_to_correlations",
        "stockbond: staged bars to correlations",
        "handled",
        run_models(lambda product: product.analysis),
        is_product=True,
    ),
    Task(
        "whole_path",
        "stockbond: raw Parquet to staged bars, day vectors and correlations, all written",
        "handled",
        run_models(lambda product: [*product.staging, *product.analysis]),
        is_product=True,
    ),
    Task(
        "vectors_to_correlations",
        "stockbond: stored day vectors to correlations",
        "handled",
        run_models(lambda product: product.correlations),
        is_product=True,
    ),
    Task(
        "all_pairs",
        "stockbond: stored day vectors to correlations of all pairs",
        "handled",
        run_models(lambda product: product.correlations),
        is_product=True,
        sizes=("tiny", "M"),
    ),
    Task("tutorial_sql", "tutorial SQL on DuckDB", "handled", run_sql(contenders.TUTORIAL)),
    Task(
        "polars_group_and_shift",
        "polars streaming, group and shift",
        "handled",
        run_function(contenders.polars_group_and_shift),
    ),
    Task(
        "polars_filter_and_shift",
        "polars streaming, filter and shift",
        "not handled",
        run_function(contenders.polars_filter_and_shift),
    ),
    Task("pandas_vectorised", "pandas, vectorised", "handled", run_function(contenders.pandas_vectorised)),
]


def tasks_of(size: Size) -> list[Task]:
    return [task for task in TASKS if size.name in task.sizes]


def arrange_all_pairs(size: Size, product: Product) -> None:
    """Every pair in the warehouse, not the base instrument's alone."""
    set_all_pairs(product.warehouse, size)
    build(product.warehouse, [model for model in product.analysis if model.name == "int_instrument_pairs"])


def answer(task: Task, result: Any, product: Product) -> Any:
    """The task's correlations, wherever they are; None for a scan."""
    if task.is_product:
        return read_correlations(product.warehouse)
    return result if task.gaps else None
