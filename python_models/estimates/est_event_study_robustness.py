"""Event study under other tests, other dates and other conditions."""

import pyarrow as pa

from stockbond.econometrics.event_robustness import event_study_robustness

SCHEMA = pa.schema(
    {
        "event_type": pa.string(),
        "event_subset": pa.string(),
        "sample": pa.string(),
        "variant": pa.string(),
        "table_id": pa.string(),
        "outcome": pa.string(),
        "n_events": pa.int32(),
        "mean_change": pa.float64(),
        "std_error": pa.float64(),
        "t_stat": pa.float64(),
        "p_value": pa.float64(),
        "newey_west_t_stat": pa.float64(),
        "newey_west_lags": pa.int32(),
        "newey_west_p_value_normal": pa.float64(),
        "newey_west_p_value": pa.float64(),
        "n_sessions": pa.int32(),
        "mean_of_sessions": pa.float64(),
        "randomisation_p_value": pa.float64(),
        "n_tests": pa.int32(),
        "holm_p_value": pa.float64(),
        "benjamini_hochberg_p_value": pa.float64(),
        "null_reason": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    variants = dbt.ref("fct_event_variants").df()
    changes = dbt.ref("fct_outcome_changes_daily").df()
    states = dbt.ref("fct_event_states").df()
    estimates = event_study_robustness(variants, changes, states)
    return pa.Table.from_pandas(estimates, schema=SCHEMA, preserve_index=False)
