"""Table 5: how far the ties of its matchings could move each cell."""

import pyarrow as pa

from stockbond.econometrics.tables.basis_decomposition import tie_ranges_by_sample

SCHEMA = pa.schema(
    {
        "sample": pa.string(),
        "specification": pa.string(),
        "term": pa.string(),
        "n_tie_breaks": pa.int32(),
        "n_days_always": pa.int32(),
        "n_days_tied": pa.int32(),
        "estimate_low": pa.float64(),
        "estimate_high": pa.float64(),
        "t_stat_low": pa.float64(),
        "t_stat_high": pa.float64(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    ranges = tie_ranges_by_sample(dbt.ref("fct_sample_days").df())
    return pa.Table.from_pandas(ranges, schema=SCHEMA, preserve_index=False)
