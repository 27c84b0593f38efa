"""Event study: the mean path of each outcome around the events of each set."""

import pyarrow as pa

from stockbond.econometrics.event_robustness import event_paths

SCHEMA = pa.schema(
    {
        "event_type": pa.string(),
        "event_subset": pa.string(),
        "sample": pa.string(),
        "outcome": pa.string(),
        "session_offset": pa.int32(),
        "n_events": pa.int32(),
        "mean_change": pa.float64(),
        "std_error": pa.float64(),
        "ci_low": pa.float64(),
        "ci_high": pa.float64(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    members = dbt.ref("fct_event_set_members").df()
    paths = event_paths(members, dbt.ref("fct_event_paths").df())
    return pa.Table.from_pandas(paths, schema=SCHEMA, preserve_index=False)
