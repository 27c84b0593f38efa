"""Table 5: the one-year Treasury basis and its parts on safety days and on matched days."""

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.basis_decomposition import basis_decomposition


def model(dbt, session):
    dbt.config(materialized="table")
    return to_arrow(by_sample(dbt.ref("fct_sample_days").df(), basis_decomposition))
