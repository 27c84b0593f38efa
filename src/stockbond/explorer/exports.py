"""Tables as files: what is shown, as CSV or Parquet. A simulated table says so in its file's name."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from stockbond.explorer.choices import Choices

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def file_name(release: dict[str, Any], table: str, ending: str) -> str:
    """Name of a download, with the release it comes from."""
    simulated = "SIMULATED_" if release["is_simulated"] else ""
    return f"stockbond_{simulated}{release['release_id']}_{table}.{ending}"


def as_csv(frame: pd.DataFrame) -> bytes:
    """Comma-separated text with a header; dates like 2008-12-01, missing values empty."""
    from pyarrow import csv

    text = io.BytesIO()
    csv.write_csv(as_table(frame), text, csv.WriteOptions(quoting_style="needed"))
    return text.getvalue()


def as_parquet(frame: pd.DataFrame, release: dict[str, Any], choices: Choices) -> bytes:
    """Parquet; its metadata hold the release, whether it is simulated, and the choices."""
    from pyarrow import parquet

    described = {
        "stockbond_release_id": str(release["release_id"]),
        "stockbond_is_simulated": json.dumps(bool(release["is_simulated"])),
        "stockbond_choices": json.dumps(choices.to_query()),
    }
    data = io.BytesIO()
    parquet.write_table(as_table(frame).replace_schema_metadata(described), data)
    return data.getvalue()


def as_table(frame: pd.DataFrame) -> pa.Table:
    """The frame as an Arrow table in which columns named `*_date` are dates, not times."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [
        field.with_type(pa.date32()) if field.name.endswith("_date") else field for field in table.schema
    ]
    return table.cast(pa.schema(fields))
