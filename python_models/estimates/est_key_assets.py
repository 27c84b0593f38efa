"""Table 2: key assets on bond safety days and bond risky days."""

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.key_assets import key_assets


def model(dbt, session):
    dbt.config(materialized="table")
    return to_arrow(by_sample(dbt.ref("fct_key_asset_measures").df(), key_assets))
