"""Tables 2 to 7 and 10 by other labels of the days."""

from stockbond.econometrics.estimates import to_arrow
from stockbond.econometrics.label_robustness import label_robustness


def model(dbt, session):
    dbt.config(materialized="table")
    estimates = label_robustness(
        dbt.ref("fct_label_variants").df(),
        dbt.ref("fct_sample_days").df(),
        dbt.ref("fct_key_asset_measures").df(),
        dbt.ref("est_daily_factors").df(),
        dbt.ref("int_lead_lag_returns").df(),
    )
    return to_arrow(estimates)
