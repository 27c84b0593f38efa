"""dbt, started once: its models are compiled and made in this process, without a start for every build.

What keeps tables from run to run is made by dbt's own materialization (`run`). All other models are plain SQL
over them: compiled by dbt, they run in DuckDB alone (`Statements`), in the working file at hand or another.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb


class KilledError(Exception):
    """A build that was killed in the middle of a transaction."""


@dataclass(frozen=True)
class Statements:
    """The SQL of models, parents first, as dbt compiled it; hooks that dbt renders are left out."""

    sql: tuple[str, ...]

    def run(self, connection: duckdb.DuckDBPyConnection) -> None:
        for statement in self.sql:
            connection.execute(statement)


class KeptDbt:
    """A project on its working file. `dbtRunner` must have run before: it leaves its adapter behind."""

    def __init__(self, manifest: Any, folder: Path) -> None:
        from dbt.adapters.factory import get_adapter_by_type

        self.manifest = manifest
        self.folder = folder  # of its working files
        self.n_copies = 0
        self.adapter: Any = get_adapter_by_type("duckdb")
        self.config = self.adapter.config
        self.models = {n.name: n for n in manifest.nodes.values() if n.resource_type == "model"}
        self.warehouse = Path(self.config.credentials.path)

    def below(self, name: str, ends: Iterable[str]) -> list[str]:
        """The models on the way from one to others, parents first, both ends included."""
        order: list[str] = []

        def visit(node: Any) -> bool:
            parents = [p for p in node.depends_on.nodes if p.startswith("model.")]
            is_below = node.name == name or node.name in order
            for parent in [] if is_below else parents:
                is_below = visit(self.manifest.nodes[parent]) or is_below
            if is_below and node.name not in order:
                order.append(node.name)
            return is_below

        for end in ends:
            visit(self.models[end])
        return order

    def views_above(self, name: str) -> list[str]:
        """The views through which a model reads, parents first."""
        order: list[str] = []
        for parent in self.models[name].depends_on.nodes:
            node = self.manifest.nodes.get(parent)
            if node is not None and node.config.materialized == "view":
                order += [view for view in (*self.views_above(node.name), node.name) if view not in order]
        return order

    def use(self, file: Path) -> None:
        """Go on with a copy of another working file, in a folder of its own: a file that was once open may be
        open still."""
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        self.adapter.cleanup_connections()
        DuckDBConnectionManager.close_all_connections()
        self.n_copies += 1
        self.warehouse = copied(file, self.folder / str(self.n_copies) / file.name)
        self.config.credentials.path = str(self.warehouse)
        self.adapter.acquire_connection("kept")
        # Files change within a second here, which is too soon for DuckDB to see.
        self.connection.execute("set enable_external_file_cache = false")
        self.adapter.set_relations_cache(list(self.manifest.nodes.values()), clear=True)

    @property
    def connection(self) -> Any:
        """DuckDB's, of the working file."""
        return self.adapter.connections.get_thread_connection().handle.cursor()

    def set_vars(self, values: Mapping[str, Any]) -> None:
        """What stands after --vars."""
        self.config.cli_vars.clear()
        self.config.cli_vars.update(values)

    def compiled(self, name: str) -> Any:
        """The node of a model or of a singular test, compiled anew."""
        from dbt.task.run import ModelRunner

        node = self.models.get(name) or self.manifest.nodes[f"test.stockbond.{name}"]
        node.compiled = False
        runner = ModelRunner(self.config, self.adapter, node, 1, 1)
        runner.compiler.compile_node(node, self.manifest, {}, write=False)
        return node

    def run(self, *names: str) -> None:
        """Make models as dbt makes them."""
        from dbt.task.run import ModelRunner

        for name in names:
            node = self.compiled(name)
            ModelRunner(self.config, self.adapter, node, 1, 1).execute(node, self.manifest)

    def render(self, text: str) -> str:
        """A text with macros."""
        from dbt.clients.jinja import get_rendered
        from dbt.context.providers import generate_runtime_model_context

        node = self.models["int_bar_pieces"]
        context = generate_runtime_model_context(node, self.config, self.manifest)
        return str(get_rendered(text, context, node))

    def statements(self, names: Sequence[str]) -> Statements:
        """What makes these models anew, parents first."""
        made: list[str] = []
        for node in map(self.compiled, names):
            kind = "view" if node.config.materialized == "view" else "table"
            made += [hook.sql for hook in node.config.pre_hook if "{{" not in hook.sql]
            made.append(f"create or replace {kind} {node.relation_name} as {node.compiled_code}")
            made += [hook.sql for hook in node.config.post_hook if "{{" not in hook.sql]
        return Statements(tuple(made))

    @contextmanager
    def killed_before_commit(self) -> Iterator[None]:
        """What runs inside is killed before its transaction ends: left is the file as the disk has it."""
        left = self.folder / "left" / self.warehouse.name

        def kill() -> None:
            copied(self.warehouse, left)
            raise KilledError

        self.adapter.commit_if_has_connection = kill
        try:
            with suppress(KilledError):
                yield
        finally:
            del self.adapter.commit_if_has_connection
            self.use(left)


def copied(file: Path, to: Path) -> Path:
    """A working file as it lies on the disk, with its log."""
    to.parent.mkdir(parents=True, exist_ok=True)
    for end in ("", ".wal"):
        source, copy = (path.with_name(path.name + end) for path in (file, to))
        copy.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, copy)
    return to


def differences(ours: Any, whole: Any, models: Sequence[str]) -> list[str]:
    """Tables that do not hold the same rows; their order is nobody's business."""
    found = []
    for table in tables(whole, models):
        query = f"select count(*), sum(hash(hash(row_of))) from {table} as row_of"
        if ours.execute(query).fetchall() != whole.execute(query).fetchall():
            one, other = (Counter(map(str, c.execute(f"from {table}").fetchall())) for c in (ours, whole))
            found.append(f"{table}: {list(one - other)[:1]} in place of {list(other - one)[:1]}"[:1000])
    return found


def tables(connection: Any, models: Sequence[str]) -> list[str]:
    named = connection.execute(
        "select schema_name || '.' || table_name, table_name from duckdb_tables()"
    ).fetchall()
    return [name for name, model in named if model in models]
