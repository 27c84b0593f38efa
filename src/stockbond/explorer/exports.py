"""Tables as files: what is shown, as CSV or Parquet. A simulated table says so in its file's name."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from stockbond.explorer.choices import Choices

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def file_name(release: dict[str, Any], table: str, ending: str, choices: Choices) -> str:
    """Name of a download: the release, the table, and the choices that made it."""
    simulated = "SIMULATED_" if release["is_simulated"] else ""
    chosen = "_".join(
        re.sub(r"[^\w.-]", "-", str(value)) for value in made_by(table, choices).values() if value is not None
    )
    return f"stockbond_{simulated}{release['release_id']}_{table}_{chosen}.{ending}"


def described(frame: pd.DataFrame, table: str, release: dict[str, Any], choices: Choices) -> pd.DataFrame:
    """The frame with the release and the choices that made it, a column each: rows of two files stay apart."""
    said = {"release_id": release["release_id"], "is_simulated": bool(release["is_simulated"])}
    chosen = {name: value for name, value in made_by(table, choices).items() if value is not None}
    return frame.assign(**{name: value for name, value in (said | chosen).items() if name not in frame})


def made_by(table: str, choices: Choices) -> dict[str, Any]:
    """The choices that decide what a table holds, by the names of columns."""
    if table == "hours":
        return {"pair_id": choices.pair, "trade_date": choices.day}
    made = {
        "pair_id": choices.pair,
        "sample": choices.sample,
        "labels": choices.basis,
        "safety_percentile": choices.safety_percentile,
        "risky_percentile": choices.risky_percentile,
    }
    if choices.dates:
        made |= {"first_date": choices.dates[0], "last_date": choices.dates[1]}
    if table in ("event_study", "events"):
        made |= {
            "event_type": choices.event_type, "event_subset": choices.event_subset, "outcome": choices.outcome,
        }  # fmt: skip
    if table == "returns":
        made["asset"] = choices.asset
    return made


def as_csv(frame: pd.DataFrame) -> bytes:
    """Comma-separated text with a header; dates like 2008-12-01, missing values empty."""
    from pyarrow import csv

    text = io.BytesIO()
    csv.write_csv(as_table(frame), text, csv.WriteOptions(quoting_style="needed"))
    return text.getvalue()


def as_parquet(frame: pd.DataFrame, release: dict[str, Any], choices: Choices) -> bytes:
    """Parquet; its metadata hold the release, whether it is simulated, and the choices."""
    from pyarrow import parquet

    metadata = {
        "stockbond_release_id": str(release["release_id"]),
        "stockbond_is_simulated": json.dumps(bool(release["is_simulated"])),
        "stockbond_choices": json.dumps(choices.to_query()),
    }
    data = io.BytesIO()
    parquet.write_table(as_table(frame).replace_schema_metadata(metadata), data)
    return data.getvalue()


def as_table(frame: pd.DataFrame) -> pa.Table:
    """The frame as an Arrow table in which columns named `*_date` are dates, not times."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [
        field.with_type(pa.date32()) if field.name.endswith("_date") else field for field in table.schema
    ]
    return table.cast(pa.schema(fields))
