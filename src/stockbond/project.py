"""The project's own models, seeds, macros and checks on a DuckDB connection, without dbt: the same SQL in less time.

It serves a look at files and the way from two files to their correlations. What a build is more than SQL, such as
contracts, tests and the ledger of files, dbt alone does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stockbond.errors import StockbondError
from stockbond.functions import register
from stockbond.packed import EMPTY
from stockbond.paths import project_root
from stockbond.workbooks import workbooks_as_table

if TYPE_CHECKING:
    import duckdb
    import jinja2

# A materialization is dbt's: what by_file does for a model is in `by_file` below.
LEFT_OUT = "macros/materializations"


class Returned(Exception):  # noqa: N818  no error: the way out of a macro
    """What a macro gives back in place of its text."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class Relation(str):
    """A table's name in SQL, and its parts."""

    schema: str
    name: str

    def __new__(cls, schema: str, name: str) -> Relation:
        relation = super().__new__(cls, f"{schema}.{name}")
        relation.schema, relation.name = schema, name
        return relation


class Zone(ZoneInfo):
    """A time zone as pytz has it, which dbt gives to macros."""

    def localize(self, moment: datetime) -> datetime:
        """A clock time of the zone."""
        return moment.replace(tzinfo=self)


PYTZ = SimpleNamespace(timezone=Zone, utc=UTC)


@cache
def macro_files() -> dict[str, Path]:
    """Where each macro is written."""
    return {
        name: file
        for file in sorted((project_root() / "macros").rglob("*.sql"))
        if not file.is_relative_to(project_root() / LEFT_OUT)
        for name in re.findall(r"\{%-?\s*macro\s+(\w+)", file.read_text(encoding="utf-8"))
    }


@cache
def model_files() -> dict[str, Path]:
    """Where each model in SQL is written."""
    return {file.stem: file for file in (project_root() / "models").rglob("*.sql")}


@cache
def seed_files() -> dict[str, Path]:
    """Where each seed lies."""
    return {file.stem: file for file in (project_root() / "seeds").rglob("*.csv")}


@cache
def variables() -> dict[str, Any]:
    """The vars of dbt_project.yml."""
    import yaml

    return dict(yaml.safe_load((project_root() / "dbt_project.yml").read_text(encoding="utf-8"))["vars"])


class Project:
    """The project on one connection and one data root.

    Parameters
    ----------
    connection
        Where tables are made; None where macros are only written out.
    root
        The data root.
    folder
        A folder of the caller's own, for what is unpacked; None where no file is read.
    vars
        In place of those of dbt_project.yml.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection | None = None,
        root: Path = Path(),
        folder: Path | None = None,
        **vars: Any,
    ) -> None:
        self.connection, self.root = connection, root
        self.made: dict[str, Relation] = {}
        self.warnings: list[str] = []
        self.compiled: dict[str, jinja2.Template] = {}
        self.words = self.words_of_dbt({**variables(), **vars}, (folder or Path()) / "working")
        if folder is not None:
            unpacked = folder / "working.unpacked"
            unpacked.mkdir(exist_ok=True)
            (unpacked / EMPTY).touch()
        if connection is not None:
            connection.execute("set TimeZone = 'UTC'")
            register(connection)

    def words_of_dbt(self, vars: dict[str, Any], working_file: Path) -> dict[str, Any]:
        """What dbt adds to Jinja and the project uses, and every macro."""
        return {
            **{name: self.macro(name) for name in macro_files()},
            "adapter": SimpleNamespace(dispatch=self.dispatch),
            "api": SimpleNamespace(Relation=SimpleNamespace(
                create=lambda schema, identifier, **_: Relation(schema, identifier)
            )),
            "env_var": lambda name, default="": self.root.as_posix() if name == "STOCKBOND_DATA" else default,
            "exceptions": SimpleNamespace(raise_compiler_error=refuse, warn=self.warn),
            "execute": True,
            "flags": SimpleNamespace(WHICH="build"),
            "fromjson": fromjson,
            "graph": self,
            "invocation_args_dict": {},
            "invocation_id": "",
            "load_relation": self.load_relation,
            "modules": SimpleNamespace(re=re, pytz=PYTZ, datetime=SimpleNamespace(datetime=datetime)),
            "ref": self.make,
            "return": give_back,
            "run_query": self.run_query,
            "run_started_at": datetime.now(UTC),
            "selected_resources": [],
            "source": self.source,
            "target": SimpleNamespace(path=working_file.as_posix(), database="memory"),
            "this": None,
            "tojson": json.dumps,
            "var": lambda name: vars[name],
        }  # fmt: skip

    def macro(self, name: str) -> Callable[..., Any]:
        """A macro, read when it is first called; what it returns is its value, otherwise its text is."""

        def call(*arguments: Any, **named: Any) -> Any:
            if name not in self.compiled:
                self.compiled[name] = self.template(macro_files()[name].read_text(encoding="utf-8"))
            try:
                return getattr(self.compiled[name].make_module(), name)(*arguments, **named)
            except Returned as returned:
                return returned.value

        return call

    def template(self, text: str) -> jinja2.Template:
        """A text of dbt's, ready to be written out."""
        return self.jinja.from_string(text, globals=self.words)

    @cached_property
    def jinja(self) -> jinja2.Environment:
        """Jinja as dbt sets it up."""
        import jinja2

        return jinja2.Environment(extensions=["jinja2.ext.do"])  # SQL, no page

    def dispatch(self, name: str, _project: str) -> Callable[..., Any]:
        """The macro for this engine."""
        engine = f"duckdb__{name}"
        return self.macro(engine if engine in macro_files() else f"default__{name}")

    @cached_property
    def sources(self) -> dict[str, Any]:
        """dbt's graph.sources, as far as the checks ask: name and meta."""
        import yaml

        found = {}
        for file in sorted((project_root() / "models" / "staging").rglob("_*sources.yml")):
            for source in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]:
                for table in source["tables"]:
                    metas = [(one.get("config") or {}).get("meta") or {} for one in (source, table)]
                    meta = {key: value for one in metas for key, value in one.items()}
                    if "external_location" in meta:
                        meta["external_location"] = self.template(meta["external_location"]).render()
                    found[f"{source['name']}.{table['name']}"] = SimpleNamespace(
                        source_name=source["name"], config=SimpleNamespace(meta=meta)
                    )
        return found

    def source(self, name: str, table: str) -> str:
        """A source as SQL: what reads its files, or a table of its workbooks."""
        meta = self.sources[f"{name}.{table}"].config.meta
        if "plugin" in meta:
            rows = workbooks_as_table(self.root, list(meta["files"]), meta.get("sheet"))  # noqa: F841  # read by SQL
            self.database.execute("create schema if not exists landing")
            self.database.execute(f"create or replace table landing.{table} as from rows")
            return f"landing.{table}"
        return str(meta.get("external_location", f"{name}.{table}")).replace("%%", "%")

    @property
    def nodes(self) -> dict[str, Any]:
        """dbt's graph.nodes: whoever looks at files selects no part of the project."""
        return {}

    @property
    def database(self) -> duckdb.DuckDBPyConnection:
        """The connection, where there is one."""
        if self.connection is None:
            raise RuntimeError("this text asks the database")
        return self.connection

    def run_query(self, query: str) -> Any:
        """The rows of a statement, each with its values()."""
        cursor = self.database.execute(query)
        rows = cursor.fetchall() if cursor.description else []
        return SimpleNamespace(rows=[SimpleNamespace(values=lambda row=row: row) for row in rows])

    def load_relation(self, relation: Relation) -> Relation | None:
        """The table, if it is there."""
        found = self.database.execute(
            "select 1 from information_schema.tables where table_schema = ? and table_name = ?",
            [relation.schema, relation.name],
        ).fetchone()
        return relation if found else None

    def warn(self, message: str) -> str:
        """Keep what a build would warn of."""
        self.warnings.append(message)
        return ""

    def preflight(self) -> None:
        """The checks with which a build begins: raises StockbondError with the build's own words."""
        self.words["preflight"]()

    def make(self, name: str) -> Relation:
        """Make a model or seed after all that it reads, and give its name in SQL."""
        if name not in self.made:
            files = model_files() if name in model_files() else seed_files()
            schema = files[name].relative_to(project_root()).parts[1] if name in model_files() else "seeds"
            self.made[name] = Relation(schema, name)
            self.database.execute(f"create schema if not exists {schema}")
            if schema == "seeds":
                self.make_seed(self.made[name], files[name])
            else:
                self.make_model(self.made[name], files[name])
        return self.made[name]

    def make_seed(self, relation: Relation, file: Path) -> None:
        """A seed as a table, with the types that its description gives."""
        types = seed_types().get(relation.name, {})
        self.database.execute(f"create table {relation} as from read_csv($file, header = true, types = $types)",
                              {"file": str(file), "types": types})  # fmt: skip

    def make_model(self, relation: Relation, file: Path) -> None:
        """A model as dbt makes it, with its hooks."""
        with self.at(relation):
            config: dict[str, Any] = {"materialized": "view" if relation.schema == "staging" else "table"}
            template = self.template(file.read_text(encoding="utf-8"))
            sql = template.render(config=lambda **said: config.update(said) or "")
            self.hooks(config.get("pre_hook"))
            if config["materialized"] == "by_file":
                self.by_file(relation, sql)
            else:
                # What dbt makes by day is a table, too: here nothing is kept from a run to the next.
                kind = "view" if config["materialized"] == "view" else "table"
                self.database.execute(f"create {kind} {relation} as {sql}")
            self.hooks(config.get("post_hook"))

    def by_file(self, relation: Relation, sql: str) -> None:
        """As the materialization by_file: files are read in batches, so that their bars never fill the memory."""
        set_bar_files, batch_bytes = self.words["set_bar_files"], self.words["var"]("batch_mb") * 1_000_000
        self.database.execute(set_bar_files("select '' as full_path where false"))
        self.database.execute(f"create table {relation} as {sql}")
        batched = (
            f"select full_path, sum(size) over (order by full_path) // {batch_bytes} as batch"
            " from build.landing_files where format is not null and is_read"
        )
        batches = self.database.execute(f"select distinct batch from ({batched}) order by batch").fetchall()
        for (batch,) in batches:
            self.database.execute(set_bar_files(f"select full_path from ({batched}) where batch = {batch}"))
            self.database.execute(f"insert into {relation} by name {sql}")
        self.database.execute("reset variable bar_files")

    def hooks(self, hooks: str | list[str] | None) -> None:
        """The statements before or after a model."""
        for hook in [hooks] if isinstance(hooks, str) else hooks or []:
            if statement := self.template(hook).render().strip():
                self.database.execute(statement)

    @contextmanager
    def at(self, relation: Relation) -> Iterator[None]:
        """While a model is made, `this` is its table."""
        before, self.words["this"] = self.words["this"], relation
        try:
            yield
        finally:
            self.words["this"] = before


@cache
def seed_types() -> dict[str, dict[str, str]]:
    """The types of seeds' columns, where a description gives them."""
    import yaml

    texts = [file.read_text(encoding="utf-8") for file in (project_root() / "seeds").rglob("_*.yml")]
    return {
        seed["name"]: (seed.get("config") or {}).get("column_types") or {}
        for text in texts
        for seed in yaml.safe_load(text)["seeds"]
    }


def give_back(value: Any) -> Any:
    raise Returned(value)


def refuse(message: str) -> Any:
    raise StockbondError(message)


def fromjson(text: str) -> Any:
    """The value of a JSON text; None if it is none, as of dbt."""
    try:
        return json.loads(text)
    except ValueError:
        return None
