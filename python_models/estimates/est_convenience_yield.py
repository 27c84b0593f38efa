"""Table 4: changes of the Treasury convenience yield on safety and risky days."""

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.convenience_yield import convenience_yield


def model(dbt, session):
    dbt.config(materialized="table")
    return to_arrow(by_sample(dbt.ref("fct_sample_days").df(), convenience_yield))
