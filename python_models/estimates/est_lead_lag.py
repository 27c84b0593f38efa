"""Table 10: the next interval's return of each market on the present returns of both."""

from stockbond.econometrics.estimates import by_sample, to_arrow
from stockbond.econometrics.tables.lead_lag import lead_lag


def model(dbt, session):
    dbt.config(materialized="table")
    returns = dbt.ref("int_lead_lag_returns").df()
    regimes = dbt.ref("fct_regimes_daily").filter("pair_id = 'ust'").df()
    days = returns.merge(regimes[["trade_date", "sample", "regime"]], on="trade_date")
    return to_arrow(by_sample(days, lead_lag))
