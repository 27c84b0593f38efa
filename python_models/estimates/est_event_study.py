"""Event study: mean change of each outcome on the days of each event set, with Newey-West errors."""

import pyarrow as pa

from stockbond.econometrics.event_study import event_study

SCHEMA = pa.schema(
    {
        "event_type": pa.string(),
        "event_subset": pa.string(),
        "sample": pa.string(),
        "outcome": pa.string(),
        "n_events": pa.int32(),
        "n_events_in_set": pa.int32(),
        "mean_change": pa.float64(),
        "std_error": pa.float64(),
        "t_stat": pa.float64(),
        "p_value": pa.float64(),
        "newey_west_lags": pa.int32(),
        "first_event_date": pa.date32(),
        "last_event_date": pa.date32(),
        "null_reason": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    members = dbt.ref("fct_event_set_members").df()
    changes = dbt.ref("fct_event_changes").df()
    estimates = event_study(members, changes)
    return pa.Table.from_pandas(estimates, schema=SCHEMA, preserve_index=False)
