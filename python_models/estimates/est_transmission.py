"""Table 6: from the Treasury yield to the dollar."""

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.transmission import transmission


def model(dbt, session):
    dbt.config(materialized="table")
    return to_arrow(by_sample(dbt.ref("fct_sample_days").df(), transmission))
