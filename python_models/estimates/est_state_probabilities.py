"""Filtered and smoothed probabilities of the three states, with the parameters of the one fit."""

import pandas as pd
import pyarrow as pa

from stockbond.econometrics.state_model import STATES, StateModel, state_probabilities

SCHEMA = pa.schema(
    [
        ("trade_date", pa.date32()),
        ("sample", pa.string()),
        *((f"filtered_{state}", pa.float64()) for state in STATES),
        *((f"smoothed_{state}", pa.float64()) for state in STATES),
        ("filtered_state", pa.string()),
        ("smoothed_state", pa.string()),
    ]
)


def model(dbt, session):
    dbt.config(materialized="table")
    fit = StateModel.from_parameters(dbt.ref("est_state_parameters").df())
    regimes = dbt.ref("fct_regimes_daily").filter("pair_id = 'ust'").df()
    parts = [
        state_probabilities(regimes[regimes["sample"] == sample], fit).assign(sample=sample)
        for sample in ("paper", "full")
    ]
    probabilities = pd.concat(parts, ignore_index=True)[SCHEMA.names]
    return pa.Table.from_pandas(probabilities, schema=SCHEMA, preserve_index=False)
