"""Table 3, first step: the return of the stock and the bond factor in each asset class, day by day."""

import pyarrow as pa

from stockbond.econometrics.cross_section import daily_factors

SCHEMA = pa.schema(
    {
        "trade_date": pa.date32(),
        "asset_class": pa.string(),
        "n_assets": pa.int32(),
        "intercept_bp": pa.float64(),
        "f_stock_bp": pa.float64(),
        "f_bond_bp": pa.float64(),
        "r_squared": pa.float64(),
        "null_reason": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    factors = daily_factors(dbt.ref("fct_asset_betas_daily").df())
    return pa.Table.from_pandas(factors, schema=SCHEMA, preserve_index=False)
