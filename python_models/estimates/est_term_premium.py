"""Table 7: the term premium on safety and risky days."""

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.term_premium import term_premium


def model(dbt, session):
    dbt.config(materialized="table")
    return to_arrow(by_sample(dbt.ref("fct_sample_days").df(), term_premium))
