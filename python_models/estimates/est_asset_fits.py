"""Every asset by type of day: mean return, CAPM, and the regression on stocks and bonds."""

import pyarrow as pa

from stockbond.econometrics.tables.asset_fits import asset_fits

SCHEMA = pa.schema(
    {
        "sample": pa.string(),
        "asset": pa.string(),
        "day_type": pa.string(),
        "n_days": pa.int32(),
        "first_date": pa.date32(),
        "last_date": pa.date32(),
        "mean_return_bp": pa.float64(),
        "std_error": pa.float64(),
        "t_stat": pa.float64(),
        "p_value": pa.float64(),
        "return_std_bp": pa.float64(),
        "share_of_days_up": pa.float64(),
        "capm_beta": pa.float64(),
        "capm_r_squared": pa.float64(),
        "beta_stock": pa.float64(),
        "beta_bond": pa.float64(),
        "beta_bond_t_stat": pa.float64(),
        "r_squared": pa.float64(),
        "null_reason": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    fits = asset_fits(dbt.ref("fct_asset_days").df())
    return pa.Table.from_pandas(fits, schema=SCHEMA, preserve_index=False)
