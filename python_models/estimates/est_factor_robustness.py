"""Table 3 with factors corrected for the errors of betas, and with a block bootstrap."""

import pandas as pd
import pyarrow as pa

from stockbond.econometrics.cross_section import corrected_factors
from stockbond.econometrics.tables.factors import factor_robustness_by_sample

SCHEMA = pa.schema(
    {
        "sample": pa.string(),
        "estimator": pa.string(),
        "specification": pa.string(),
        "term": pa.string(),
        "n_days": pa.int32(),
        "estimate": pa.float64(),
        "std_error": pa.float64(),
        "bootstrap_std_error": pa.float64(),
        "bootstrap_ci_low": pa.float64(),
        "bootstrap_ci_high": pa.float64(),
        "null_reason": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    factors = {
        "as_printed": dbt.ref("est_daily_factors").df(),
        "errors_in_variables": corrected_factors(dbt.ref("fct_asset_betas_daily").df()),
    }
    regimes = dbt.ref("fct_regimes_daily").filter("pair_id = 'ust'").df()
    labels = regimes[["trade_date", "sample", "regime"]]
    estimates = [
        factor_robustness_by_sample(days.merge(labels, on="trade_date")).assign(estimator=estimator)
        for estimator, days in factors.items()
    ]
    return pa.Table.from_pandas(pd.concat(estimates), schema=SCHEMA, preserve_index=False)
