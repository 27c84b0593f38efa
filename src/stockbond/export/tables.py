"""The public tables of a release as Parquet or CSV."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.errors import StockbondError
from stockbond.export.units import unit_of
from stockbond.folders import written_whole
from stockbond.published import open_published
from stockbond.releases.candidate import PUBLIC_SCHEMAS, SIMULATED
from stockbond.sql import identifier, rows

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

FORMATS = ("parquet", "csv")
DICTIONARY, MANIFEST = "data_dictionary.csv", "manifest.json"
OURS = re.compile(rf"({SIMULATED}_)?({'|'.join(PUBLIC_SCHEMAS)})[.]\w+[.]({'|'.join(FORMATS)})")
ROWS_AT_ONCE = 100_000
COLUMNS = """
    select schema_name || '.' || table_name as "table", column_name as "column", data_type as type,
        coalesce(comment, '') as description
    from duckdb_columns() where list_contains($schemas, schema_name)
    order by schema_name, table_name, column_index
"""


@dataclass(frozen=True)
class Exported:
    """What an export left: its folder, the files of tables, their rows, and the release."""

    folder: Path
    files: list[str]
    n_rows: int
    release_id: str
    is_simulated: bool


def export_tables(published: Path, folder: Path, ending: str, names: Sequence[str] = ()) -> Exported:
    """Write tables of the published file (all of them, or those named) to `folder`, which then is whole.

    Each is a file `<schema>.<table>.<ending>`, of a simulated market with SIMULATED before its name; beside them the
    data dictionary and the release's manifest. Raises StockbondError where the folder holds something else, or there
    is no table of a name.
    """
    refuse_other_folder(folder)
    with open_published(published) as connection:
        release = rows(connection, "from reports.rpt_release")[0]
        described = dictionary(connection)
        chosen = chosen_tables(names, list(dict.fromkeys(row["table"] for row in described)))
        mark = f"{SIMULATED}_" if release["is_simulated"] else ""
        files, n_rows = [], 0
        with written_whole(folder) as new:
            for table in chosen:
                files.append(f"{mark}{table}.{ending}")
                columns = [row for row in described if row["table"] == table]
                n_rows += write_table(connection, table, columns, new / files[-1], ending, release)
            write_dictionary(new / DICTIONARY, [row for row in described if row["table"] in chosen])
            manifest = json.dumps(json.loads(release["manifest"]), indent=1)
            (new / MANIFEST).write_text(manifest + "\n", encoding="utf-8")
    return Exported(folder, files, n_rows, release["release_id"], bool(release["is_simulated"]))


def refuse_other_folder(folder: Path) -> None:
    """Raises StockbondError unless the folder is new, empty, or of an earlier export alone: it is replaced."""
    others = [
        path.name
        for path in (sorted(folder.iterdir()) if folder.is_dir() else [])
        if path.name not in (DICTIONARY, MANIFEST) and not OURS.fullmatch(path.name)
    ]
    if others or (folder.exists() and not folder.is_dir()):
        held = f"holds {others[0]}" if others else "is a file"
        raise StockbondError(
            f"Not exported: {folder} {held}. Name a new or an empty folder, or one of an earlier export."
        )


def chosen_tables(names: Sequence[str], tables: list[str]) -> list[str]:
    """The tables that are asked for, by `table` or `schema.table`; all where none is."""
    chosen = []
    for name in names:
        found = [table for table in tables if name in (table, table.partition(".")[2])]
        if not found:
            by_name = {table.partition(".")[2]: table for table in tables}
            near = get_close_matches(name.rpartition(".")[2], by_name, 3)
            meant = f" Did you mean {', '.join(near)}?" if near else ""
            raise StockbondError(f"Not exported: the release has no table {name}.{meant}")
        chosen += found
    return list(dict.fromkeys(chosen)) or tables


def dictionary(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Table, column, type, unit and description of each column of the public tables."""
    found = rows(connection, COLUMNS, {"schemas": list(PUBLIC_SCHEMAS)})
    beside: dict[str, set[str]] = {}
    for row in found:
        beside.setdefault(row["table"], set()).add(row["column"])
    return [
        {
            "table": row["table"],
            "column": row["column"],
            "type": row["type"],
            "unit": unit_of(row["column"], row["type"], row["description"], beside[row["table"]]),
            "description": row["description"],
        }
        for row in found
    ]


def write_dictionary(path: Path, described: list[dict[str, Any]]) -> None:
    """The data dictionary as CSV, whatever the tables are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["table", "column", "type", "unit", "description"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(described)


def write_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[dict[str, Any]],
    path: Path,
    ending: str,
    release: dict[str, Any],
) -> int:
    """Write one table piece by piece; how many rows it has."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    schema, _, name = table.partition(".")
    reader = connection.execute(f"from {identifier(schema)}.{identifier(name)}").to_arrow_reader(ROWS_AT_ONCE)
    told = with_descriptions(reader.schema, columns, release)
    n_rows = 0
    writer: Any = (
        parquet.ParquetWriter(path, told, compression="zstd")
        if ending == "parquet"
        else arrow_csv.CSVWriter(path, told, write_options=arrow_csv.WriteOptions(quoting_style="needed"))
    )
    with writer:
        for batch in reader:
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=told))
            n_rows += batch.num_rows
    return n_rows


def with_descriptions(schema: pa.Schema, columns: list[dict[str, Any]], release: dict[str, Any]) -> pa.Schema:
    """A schema whose columns say what they are, and which says whose release it is (Parquet keeps both)."""
    import pyarrow as pa

    said = {row["column"]: {"unit": row["unit"], "description": row["description"]} for row in columns}
    whose = {
        "stockbond_release_id": str(release["release_id"]),
        "stockbond_is_simulated": json.dumps(bool(release["is_simulated"])),
    }
    return pa.schema([field.with_metadata(said[field.name]) for field in schema], metadata=whose)
