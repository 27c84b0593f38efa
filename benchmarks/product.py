"""The product under test: the SQL that dbt compiled from the models, run by DuckDB in one process."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.market import BASE_INSTRUMENT, REPOSITORY, Size
from stockbond.functions import register

PAIR_DAYS, PAIR_CORRELATIONS = "int_pair_days", "int_pair_correlations"
CORRELATIONS = "fct_realized_correlation_daily"
ESTIMATORS = "fct_realized_estimators_daily"
# What the bar path keeps besides, of bars that are not used.
QUARANTINE = "int_bars_quarantined"
# Staged: every bar checked, and of each contract's day its one-minute prices, volume and numbers of bars.
STAGED = "int_bar_pieces"
BATCH_BYTES = 64_000_000  # dbt_project.yml, var batch_mb: files that are read at once
# No bar passes through these.
REFERENCE = ("int_sessions", "int_instrument_pairs")
# The answer that is compared: instrument, day, correlation with the base instrument.
ANSWER = f"""
select substr(pair_id, length(?) + 2) as instrument, trade_date, realized_correlation as correlation
from marts.{CORRELATIONS}
where realized_correlation is not null and starts_with(pair_id, ?)
"""
# The same of the table of all estimators, where the paper's measure is one of them.
ANSWER_OF_ESTIMATORS = f"""
select substr(pair_id, length(?) + 2) as instrument, trade_date, value as correlation
from marts.{ESTIMATORS}
where estimator = 'plain' and value is not null and starts_with(pair_id, ?)
"""
SEEDS = ("instruments", "vendor_symbols", "instrument_pairs")


def read_only(files: tuple[str, ...]) -> str:
    """What the materialization by_file says before it reads some files."""
    listed = f"{{'canonical': {list(files)}}}" if files else "{}"
    return f"set variable bar_files = cast(map {listed} as map(varchar, varchar []))"


@dataclass(frozen=True)
class Model:
    """A model as dbt compiled it."""

    name: str
    relation: str
    is_view: bool
    sql: str
    before: list[str]  # plain SQL hooks; checks, which dbt renders as it runs, are left out
    after: list[str]
    batches: tuple[tuple[str, ...], ...] = ()  # of a model that is made file by file: what is read at once
    is_by_day: bool = False

    def create(self, is_view: bool) -> str:
        return f"create or replace {'view' if is_view else 'table'} {self.relation} as {self.sql}"

    def at(self, root: Path, other: Path) -> "Model":
        """The same model on another data root, whose path is as long: the models cut it off by its length."""

        def moved(text: str) -> str:
            return text.replace(f"{root}/", f"{other}/")

        return replace(
            self,
            sql=moved(self.sql),
            before=[moved(sql) for sql in self.before],
            after=[moved(sql) for sql in self.after],
            batches=batches_of(other) if self.batches else (),
        )

    def only(self, files: tuple[str, ...], root: Path) -> list[str]:
        """Statements that read these files alone into the table: what a day costs that arrives."""
        paths = [file.removeprefix(f"{root}/") for file in files]
        return [
            read_only(files),
            f"delete from {self.relation} where list_contains(cast({paths} as varchar []), file)",
            f"insert into {self.relation} by name {self.sql}",
            "reset variable bar_files",
        ]

    def only_newest_day(self) -> list[str]:
        """Statements that make the newest day alone in the table."""
        return [
            f"set variable days_to_make = (select [max(bar_date)] from intermediate.{STAGED})",
            f"delete from {self.relation} where list_contains(getvariable('days_to_make'), trade_date)",
            f"insert into {self.relation} by name {self.sql}",
            "reset variable days_to_make",
        ]

    @property
    def statements(self) -> list[str]:
        made = [self.create(self.is_view)]
        if self.batches:
            made = [read_only(()), *made]
            for batch in self.batches:
                made += [read_only(batch), f"insert into {self.relation} by name {self.sql}"]
            made.append("reset variable bar_files")
        return [*self.before, *made, *self.after]


@dataclass(frozen=True)
class Product:
    """The models from bars to correlations, in the order dbt builds them, cut where the benchmark cuts."""

    warehouse: Path
    reference: list[Model]  # calendar and pairs
    staging: list[Model]  # raw files -> one typed row a bar
    analysis: list[Model]  # typed bars -> day vectors -> correlations
    estimators: list[Model] = field(default_factory=list)  # beyond that, of the day's other estimators

    @property
    def correlations(self) -> list[Model]:
        """Day vectors -> correlations."""
        return [
            model for model in self.analysis if model.name in (PAIR_DAYS, PAIR_CORRELATIONS, CORRELATIONS)
        ]


def dbt(command: str, selection: list[str], root: Path, warehouse: Path) -> None:
    """One dbt command on the benchmark's own data root and warehouse."""
    folder = warehouse.parent
    environment = {
        **os.environ,
        "STOCKBOND_DATA": str(root),
        "STOCKBOND_WAREHOUSE": str(warehouse),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_WRITE_JSON": "true",  # models_from_sources reads it
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    arguments = [command, "--quiet", "--select", *selection]
    if command == "build":
        arguments += ["--exclude-resource-types", "test", "unit_test"]
    start = "from dbt.cli.main import cli; cli()"
    done = subprocess.run(
        [sys.executable, "-c", start, *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"dbt {' '.join(arguments)} failed:\n{done.stdout}")


def fill_reference(warehouse: Path, size: Size) -> None:
    """The benchmark's instruments in place of the seeds' rows; the base instrument pairs with every other."""
    names = size.instruments
    with duckdb.connect(str(warehouse)) as connection:
        for seed in SEEDS:
            connection.execute(f"delete from seeds.{seed}")
        for number, name in enumerate(names, start=1):
            connection.execute(
                "insert into seeds.instruments values ($1, $2, $2, $2, 'volume', 6, 'third_friday', 12)",
                [number, name],
            )
            connection.execute(
                "insert into seeds.vendor_symbols by name"
                " select 'canonical' as vendor, $1 as symbol, $1 as instrument,"
                " 1 as return_sign, 1 as priority",
                [name],
            )
    set_pairs(warehouse, [(BASE_INSTRUMENT, name) for name in names if name != BASE_INSTRUMENT])


def set_pairs(warehouse: Path, pairs: list[tuple[str, str]]) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from seeds.instrument_pairs")
        connection.executemany(
            "insert into seeds.instrument_pairs by name"
            " select $1 || '-' || $2 as pair_id, $1 as instrument_a, $2 as instrument_b, '' as name",
            [list(pair) for pair in pairs],
        )


def set_all_pairs(warehouse: Path, size: Size) -> None:
    set_pairs(warehouse, list(combinations(size.instruments, 2)))


def ancestors(nodes: dict[str, Any], name: str) -> list[str]:
    """A node and all it is made from, parents first."""
    order: list[str] = []

    def visit(node: str) -> None:
        if node in nodes and node not in order:
            for parent in nodes[node]["depends_on"]["nodes"]:
                visit(parent)
            order.append(node)

    visit(next(key for key, node in nodes.items() if node["name"] == name))
    return order


def plain_hooks(hooks: list[dict[str, Any]]) -> list[str]:
    return [hook["sql"] for hook in hooks if "{{" not in hook["sql"]]


def batches_of(root: Path) -> tuple[tuple[str, ...], ...]:
    """The bar files as by_file reads them: in order of their names, so many bytes at once."""
    batches: dict[int, list[str]] = {}
    size = 0
    for file in sorted((root / "bars").rglob("*.parquet")):
        size += file.stat().st_size
        batches.setdefault(size // BATCH_BYTES, []).append(str(file))
    return tuple(map(tuple, batches.values()))


def make_model(node: dict[str, Any], root: Path | None = None) -> Model:
    """A model from its node in dbt's manifest; with a root one that is made file by file knows its files."""
    is_by_file = node["config"]["materialized"] == "by_file"
    return Model(
        node["name"],
        node["relation_name"],
        node["config"]["materialized"] == "view",
        node["compiled_code"],
        plain_hooks(node["config"]["pre-hook"]),
        plain_hooks(node["config"]["post-hook"]),
        batches_of(root) if is_by_file and root else (),
        node["config"]["materialized"] == "by_day",
    )


def compile_product(size: Size, root: Path) -> Product:
    """Compile the models against a market and make what no bar passes through: seeds and calendar."""
    warehouse = root.parent / "warehouse.duckdb"
    for file in (warehouse, warehouse.with_suffix(".duckdb.wal")):
        file.unlink(missing_ok=True)
    dbt("build", [*(f"+{name}" for name in REFERENCE), *SEEDS], root, warehouse)
    fill_reference(warehouse, size)
    dbt("compile", [f"+{name}" for name in (CORRELATIONS, QUARANTINE, ESTIMATORS)], root, warehouse)

    manifest = json.loads((warehouse.parent / "target" / "manifest.json").read_text())
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}
    reference = [key for name in REFERENCE for key in ancestors(nodes, name)]
    staging = [key for key in ancestors(nodes, STAGED) if key not in reference]
    below = dict.fromkeys([*ancestors(nodes, QUARANTINE), *ancestors(nodes, CORRELATIONS)])
    analysis = [key for key in below if key not in (*reference, *staging)]
    known = (*reference, *staging, *analysis)
    estimators = [key for key in ancestors(nodes, ESTIMATORS) if key not in known]

    def models(keys: list[str]) -> list[Model]:
        return [make_model(nodes[key], root) for key in keys]

    product = Product(warehouse, models(reference), models(staging), models(analysis), models(estimators))
    from_bars = [*product.staging, *product.analysis, *product.estimators]
    with duckdb.connect(str(warehouse)) as connection:
        for schema in {model.relation.rsplit(".", 1)[0] for model in from_bars}:
            connection.execute(f"create schema if not exists {schema}")
    build(product.warehouse, [*product.reference, *from_bars])
    return product


def build(warehouse: Path, models: list[Model]) -> None:
    """Make the models, one after the other, as dbt does with one thread."""
    with duckdb.connect(str(warehouse)) as connection:
        register(connection)
        connection.execute("set TimeZone = 'UTC'")
        for statement in (statement for model in models for statement in model.statements):
            connection.execute(statement)


def connect(product: Product, in_memory: list[Model] | None = None, copy: str = "") -> Any:
    """
    The warehouse file, or a copy of it; or a database in memory that takes the given models and sees the rest
    in the file.
    """
    connection = duckdb.connect()
    register(connection)
    name = product.warehouse.stem
    file = product.warehouse
    if copy:
        file = Path(shutil.copy(file, file.with_name(f"{copy}.duckdb")))
    stored = name if in_memory is None else "stored"
    access = "" if in_memory is None else "(read_only)"
    connection.execute(f"attach '{file}' as {stored} {access}")
    if in_memory is not None:
        connection.execute(f"attach ':memory:' as {name}")
        made = {model.name for model in in_memory}
        tables = connection.execute(
            "select table_schema, table_name, table_type"
            " from information_schema.tables where table_catalog = ?",
            [stored],
        ).fetchall()
        for schema, table, kind in tables:
            connection.execute(f"create schema if not exists {name}.{schema}")
            if table not in made and kind == "BASE TABLE":
                connection.execute(f"create view {name}.{schema}.{table} as from {stored}.{schema}.{table}")
    connection.execute(f"use {name}")
    connection.execute("set TimeZone = 'UTC'")
    return connection


def models_from_sources(manifest_file: Path, names: tuple[str, ...]) -> list[Model]:
    """The compiled models from the sources to the named ones, and the views they read; parents first."""
    every_node = json.loads(manifest_file.read_text())["nodes"]
    nodes = {key: node for key, node in every_node.items() if node["resource_type"] == "model"}
    below: list[str] = []
    for key in dict.fromkeys(key for name in names for key in ancestors(nodes, name)):
        parents = nodes[key]["depends_on"]["nodes"]
        is_view = nodes[key]["config"]["materialized"] == "view"
        if is_view or any(parent in below or parent.startswith("source.") for parent in parents):
            below.append(key)
    return [make_model(nodes[key]) for key in below]
