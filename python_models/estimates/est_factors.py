"""Table 3: means of the daily factors on safety, risky and other days."""

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.factors import factor_means


def model(dbt, session):
    dbt.config(materialized="table")
    factors = dbt.ref("est_daily_factors").df()
    regimes = dbt.ref("fct_regimes_daily").filter("pair_id = 'ust'").df()
    days = factors.merge(regimes[["trade_date", "sample", "regime"]], on="trade_date")
    return to_arrow(by_sample(days, factor_means))
