"""What is timed. A task is prepared once in its own process, then run, and can give its correlations."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import contenders
from benchmarks.market import BASE_INSTRUMENT, Size
from benchmarks.product import ANSWER, Model, Product, build, connect, set_all_pairs

Run = Callable[[], Any]  # gives an Arrow table: the correlations, or what a scan found


@dataclass(frozen=True)
class Task:
    """A row of the table of results."""

    key: str
    label: str
    gaps: str  # 'handled', 'not handled' or '' where there is nothing to handle
    prepare: Callable[[Path, Product], Run]
    sizes: tuple[str, ...] = ("tiny", "S", "M")


def run_sql(sql: str) -> Callable[[Path, Product], Run]:
    def prepare(root: Path, product: Product) -> Run:
        connection = contenders.duckdb_connection(root)
        return lambda: connection.execute(sql).to_arrow_table()

    return prepare


def run_function(function: Callable[[Path], Any]) -> Callable[[Path, Product], Run]:
    return lambda root, product: lambda: function(root)


def run_models(
    choose: Callable[[Product], list[Model]], written: bool = True
) -> Callable[[Path, Product], Run]:
    """The product's own statements: tables written to its file; or one query on views, as others work."""

    def prepare(root: Path, product: Product) -> Run:
        models = choose(product)
        connection = connect(product, None if written else models)
        if not written:
            for model in models:
                connection.execute(model.create(is_view=True))
        statements = [statement for model in models for statement in model.statements] if written else []

        def run() -> Any:
            for statement in statements:
                connection.execute(statement)
            return connection.execute(ANSWER, [BASE_INSTRUMENT, BASE_INSTRUMENT]).to_arrow_table()

        return run

    return prepare


TASKS = [
    Task("scan_one", "limit 1: scan of one column", "", run_sql(contenders.SCAN_ONE_COLUMN)),
    Task(
        "scan_three", "limit 2: scan of the three needed columns", "", run_sql(contenders.SCAN_THREE_COLUMNS)
    ),
    Task(
        "staged_to_correlations",
        "stockbond: staged bars to correlations, one query",
        "handled",
        run_models(lambda product: product.analysis, written=False),
    ),
    Task(
        "staged_to_correlations_written",
        "stockbond: the same model by model, day vectors and all tables written",
        "handled",
        run_models(lambda product: product.analysis),
    ),
    Task(
        "whole_path",
        "stockbond: raw Parquet to staged bars, day vectors and correlations, every bar checked, all written",
        "handled",
        run_models(lambda product: [*product.staging, *product.analysis]),
    ),
    Task(
        "vectors_to_correlations",
        "stockbond: stored day vectors to correlations, one query",
        "handled",
        run_models(lambda product: product.correlations, written=False),
    ),
    Task(
        "all_pairs",
        "stockbond: stored day vectors to correlations of all pairs, one query",
        "handled",
        run_models(lambda product: product.correlations, written=False),
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
    build(product.warehouse, product.reference)
