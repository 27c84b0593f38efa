"""dbt's documentation page with the types of columns as models and seeds declare them.

dbt takes types from the catalog of a built warehouse. ``make docs`` builds nothing, so its catalog is empty:
this fills it from the manifest. Usage: ``python tools/docs_page.py TARGET`` after ``dbt docs generate --static``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def with_types(target: Path) -> Path:
    """Write index.html in dbt's target folder: its static page with the types of every declared column."""
    empty = (target / "catalog.json").read_text(encoding="utf-8")
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    catalog = json.loads(empty)
    catalog["nodes"] = declared(manifest["nodes"])
    catalog["sources"] = declared(manifest["sources"])
    static = (target / "static_index.html").read_text(encoding="utf-8")
    if static.count(empty) != 1:
        raise SystemExit(
            f"{target}/static_index.html does not hold its catalog once: has dbt's page changed?"
        )
    page = target / "index.html"
    page.write_text(static.replace(empty, json.dumps(catalog)), encoding="utf-8")
    return page


def declared(nodes: dict[str, Any]) -> dict[str, Any]:
    """Entries of a catalog for the nodes whose columns have types."""
    entries = {}
    for unique_id, node in nodes.items():
        columns = {
            name: {"name": name, "type": column["data_type"], "index": index, "comment": None}
            for index, (name, column) in enumerate(node.get("columns", {}).items(), 1)
            if column.get("data_type")
        }
        if columns:
            kind = "VIEW" if node.get("config", {}).get("materialized") == "view" else "BASE TABLE"
            metadata = {"type": kind, "schema": node["schema"], "name": node["name"], "database": None}
            entries[unique_id] = {
                "unique_id": unique_id, "columns": columns, "stats": {},
                "metadata": {**metadata, "comment": None, "owner": None},
            }  # fmt: skip
    return entries


if __name__ == "__main__":
    with_types(Path(sys.argv[1]))
