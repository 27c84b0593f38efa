"""Table 5: the pairs of days behind its rows of matched days."""

import pyarrow as pa

from stockbond.econometrics.tables.basis_decomposition import matched_pairs_by_sample

SCHEMA = pa.schema(
    {
        "sample": pa.string(),
        "term": pa.string(),
        "trade_date": pa.date32(),
        "matched_date": pa.date32(),
        "distance": pa.float64(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    pairs = matched_pairs_by_sample(dbt.ref("fct_sample_days").df())
    return pa.Table.from_pandas(pairs, schema=SCHEMA, preserve_index=False)
