"""What is timed. A task is prepared once in its own process, then run, and can give its correlations."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import contenders, staged
from benchmarks.clickhouse import WHY_NOT, clickhouse_arg_max
from benchmarks.market import BASE_INSTRUMENT, Size
from benchmarks.product import (
    ANSWER,
    ANSWER_OF_ESTIMATORS,
    STAGED,
    Model,
    Product,
    build,
    connect,
    set_all_pairs,
)
from benchmarks.trades import MEMORY_LIMIT, TRADES_A_DAY, run_trades
from benchmarks.variants import WITH_DEFECTS, WITH_NEW_DAY, new_files

Run = Callable[[], Any]  # gives an Arrow table: the correlations, or what a scan found
UNCHECKED = "nothing checked"  # a session, a defect, a copy, a contract: what others need not look at here
WHOLE_PATH, ESTIMATORS_OF_A_DAY = "whole_path", "estimators"
ALL_SIZES = ("tiny", "S", "M", "L")
# Of these a build takes a hash a day, to find the days whose rows are others.
READ_BY_DAY = ("int_contract_days", "int_instrument_days", "int_market_days")


@dataclass(frozen=True)
class Task:
    """A row of the table of results."""

    key: str
    label: str
    gaps: str  # 'handled', 'not handled' or '' where there is nothing to handle
    prepare: Callable[[Path, Product], Run]
    sizes: tuple[str, ...] = ALL_SIZES
    target: dict[str, float] = field(
        default_factory=dict
    )  # by size: at most so many times the three-column scan
    skipped: str = ""  # why the task cannot be run here


def run_sql(sql: str) -> Callable[[Path, Product], Run]:
    def prepare(root: Path, product: Product) -> Run:
        connection = contenders.duckdb_connection(root)
        return lambda: connection.execute(sql).to_arrow_table()

    return prepare


def run_function(function: Callable[[Path], Any]) -> Callable[[Path, Product], Run]:
    return lambda root, product: lambda: function(root)


def run_staged(root: Path, product: Product) -> Run:
    connection = staged.staged_connection(root)
    return lambda: connection.execute(staged.CORRELATIONS).to_arrow_table()


def whole_path(product: Product) -> list[Model]:
    return [*product.staging, *product.analysis]


def run_models(
    choose: Callable[[Product], list[Model]], written: bool = True, variant: str = "", answer: str = ANSWER
) -> Callable[[Path, Product], Run]:
    """The product's own statements: tables written to its file; or one query on views, as others work."""

    def prepare(root: Path, product: Product) -> Run:
        models = choose(product)
        if variant:
            models = [model.at(root, root.with_name(variant)) for model in models]
        connection = connect(product, None if written else models, copy=variant)
        if variant:
            # Files that are read again are looked up in the list of those that landed.
            connection.execute(
                "update build.landing_files set full_path = replace(full_path, $1, $2)",
                [f"{root}/", f"{root.with_name(variant)}/"],
            )
        if not written:
            for model in models:
                connection.execute(model.create(is_view=True))
        statements = [statement for model in models for statement in model.statements] if written else []
        return run_statements(connection, statements, answer)

    return prepare


def run_new_day(root: Path, product: Product) -> Run:
    """A day arrives: its files are read into the stored pieces. Of what follows, tables by day get that day, once
    what each day is made of was looked through to find it; others are made anew."""
    other = root.with_name(WITH_NEW_DAY)
    connection = connect(product, copy=WITH_NEW_DAY)
    statements = []
    for model in (model.at(root, other) for model in whole_path(product)):
        if model.name == STAGED:
            statements += model.only(new_files(other), other)
        elif model.is_by_day:
            statements += model.only_newest_day()
        else:
            statements += model.statements
        if model.name in READ_BY_DAY:
            statements.append(
                "create or replace temp table days_now as select trade_date, hash(count(*), sum(hash(hash(row_of))))"
                f" from {model.relation} as row_of group by trade_date"
            )
    return run_statements(connection, statements)


def run_statements(connection: Any, statements: list[str], answer: str = ANSWER) -> Run:
    def run() -> Any:
        for statement in statements:
            connection.execute(statement)
        return connection.execute(answer, [BASE_INSTRUMENT, BASE_INSTRUMENT]).to_arrow_table()

    return run


TASKS = [
    Task("scan_one", "scan of one column", "", run_sql(contenders.SCAN_ONE_COLUMN)),
    Task("scan_three", "scan of the three needed columns", "", run_sql(contenders.SCAN_THREE_COLUMNS)),
    Task(
        WHOLE_PATH,
        "stockbond: raw Parquet to minute prices, contracts and correlations, every bar checked, all written",
        "handled",
        run_models(whole_path),
        target={"S": 12, "M": 12, "L": 18},
    ),
    Task(
        "whole_path_with_defects",
        "stockbond: the same, a defect and two copies among the bars",
        "handled",
        run_models(whole_path, variant=WITH_DEFECTS),
        sizes=("tiny", "S", "M"),
        target={"S": 14.4, "M": 14.4},
    ),
    Task(
        "new_day",
        "stockbond: the same, one new day alone arrives",
        "",
        run_new_day,
        sizes=("tiny", "S", "M"),
        target={"S": 0.6},
    ),
    Task(
        "month_of_trades",
        f"stockbond: a month of trades of two instruments, a million a day, to correlations, in {MEMORY_LIMIT}",
        "",
        run_trades,
        sizes=tuple(TRADES_A_DAY),
    ),
    Task(
        "minutes_to_correlations",
        "stockbond: stored one-minute prices to contracts and correlations, all written",
        "handled",
        run_models(lambda product: product.analysis),
    ),
    Task(
        "vectors_to_correlations",
        "stockbond: stored day vectors to correlations, one query",
        "handled",
        run_models(lambda product: product.correlations, written=False),
        target={"S": 0.6, "M": 0.6, "L": 0.6},
    ),
    Task(
        ESTIMATORS_OF_A_DAY,
        "stockbond: stored one-minute prices and correlations to all estimators of the day, all written",
        "handled",
        run_models(lambda product: product.estimators, answer=ANSWER_OF_ESTIMATORS),
    ),
    Task(
        "all_pairs_of_minutes",
        "stockbond: stored one-minute prices to contracts and correlations of all pairs, all written",
        "handled",
        run_models(lambda product: product.analysis),
        sizes=("tiny", "M"),
    ),
    Task(
        "all_pairs",
        "stockbond: stored day vectors to correlations of all pairs, one query",
        "handled",
        run_models(lambda product: product.correlations, written=False),
        sizes=("tiny", "M"),
        target={"M": 0.8},
    ),
    Task(
        "staged_bars",
        f"DuckDB: a table of bars under integer keys to correlations, one query; {UNCHECKED}",
        "handled",
        run_staged,
        target={"S": 2.4, "M": 2.4, "L": 2.4},
    ),
    Task("tutorial_sql", f"tutorial SQL on DuckDB; {UNCHECKED}", "handled", run_sql(contenders.TUTORIAL)),
    Task(
        "polars_group_and_shift",
        f"polars streaming, group and shift; {UNCHECKED}",
        "handled",
        run_function(contenders.polars_group_and_shift),
    ),
    Task(
        "polars_filter_and_shift",
        f"polars streaming, filter and shift; {UNCHECKED}",
        "not handled",
        run_function(contenders.polars_filter_and_shift),
    ),
    Task(
        "pandas_vectorised",
        f"pandas, vectorised; {UNCHECKED}",
        "handled",
        run_function(contenders.pandas_vectorised),
        sizes=("tiny", "S", "M"),
    ),
    Task(
        "clickhouse_arg_max",
        f"ClickHouse, embedded, argMax; {UNCHECKED}",
        "handled",
        run_function(clickhouse_arg_max),
        sizes=("tiny", "S", "M"),
        skipped=WHY_NOT,
    ),
]


def tasks_of(size: Size) -> list[Task]:
    return [task for task in TASKS if size.name in task.sizes]


def arrange_all_pairs(size: Size, product: Product) -> None:
    """Every pair in the warehouse, not the base instrument's alone."""
    set_all_pairs(product.warehouse, size)
    build(product.warehouse, product.reference)
