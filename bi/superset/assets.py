"""The dashboard as code: Superset's export format in `assets/`, completed from the published file.

Two things are not in the YAML, because the published file knows them: where it lies, and the columns of each
dataset with their types and comments. A dataset is a table (schema, table_name) or a query (sql).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import yaml

from stockbond.published import READER_SETTINGS, open_published

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ASSETS = Path(__file__).with_name("assets")


def address(published: Path) -> str:
    """The SQLAlchemy address of the published file: read-only, shut off from other files and the network."""
    settings = {"access_mode": "READ_ONLY", **READER_SETTINGS}
    return f"duckdb:///{quote(str(published))}?{urlencode(settings)}"


def columns(connection: DuckDBPyConnection, dataset: dict[str, Any]) -> list[dict[str, Any]]:
    """The columns of a dataset as Superset lists them, described as in the published file."""
    source = dataset.get("sql") or f"from {dataset['schema']}.{dataset['table_name']}"
    described = dict(
        connection.execute(
            "select column_name, any_value(comment) from duckdb_columns()"
            " where schema_name in ('marts', 'reports') and ? in (table_name, '') group by column_name"
            " having count(distinct comment) = 1",
            ["" if dataset.get("sql") else dataset["table_name"]],
        ).fetchall()
    )
    return [
        {
            "column_name": name,
            "type": kind,
            "is_dttm": kind in ("DATE", "TIMESTAMP"),
            "is_active": True,
            "groupby": True,
            "filterable": True,
            "description": described.get(name),
        }
        for name, kind, *_ in connection.execute(f"describe {source}").fetchall()
    ]


def contents(published: Path) -> dict[str, str]:
    """The bundle to import, by path in it."""
    bundle = {}
    with open_published(published) as connection:
        for path in sorted(ASSETS.rglob("*.yaml")):
            asset = yaml.safe_load(path.read_text(encoding="utf-8"))
            name = path.relative_to(ASSETS).as_posix()
            if name.startswith("databases/"):
                asset["sqlalchemy_uri"] = address(published)
            elif name.startswith("datasets/"):
                asset["columns"] = columns(connection, asset)
            bundle[name] = yaml.safe_dump(asset, sort_keys=False, allow_unicode=True)
    return bundle
