"""The three-state model of the daily correlation: one fit a build, on the paper's sample if loaded."""

import pyarrow as pa

from stockbond.econometrics.state_model import fit_state_model, information_criteria

SCHEMA = pa.schema(
    {
        "fitted_on_sample": pa.string(),
        "parameter": pa.string(),
        "state": pa.string(),
        "to_state": pa.string(),
        "estimate": pa.float64(),
        "std_error": pa.float64(),
        "robust_std_error": pa.float64(),
        "n_obs": pa.int32(),
        "log_likelihood": pa.float64(),
        **{
            f"{name}{of}": pa.float64()
            for of in ("", "_two_states", "_four_states")
            for name in ("aic", "bic")
        },
        "converged": pa.bool_(),
        "null_reason": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    days = dbt.ref("fct_regimes_daily").filter("pair_id = 'ust'").df()
    known = days.dropna(subset="realized_correlation")
    sample = "paper" if (known["sample"] == "paper").any() else "full"
    days = days[days["sample"] == sample]
    fit = fit_state_model(days)
    parameters = fit.parameters().assign(fitted_on_sample=sample, **information_criteria(days, fit))
    return pa.Table.from_pandas(parameters[SCHEMA.names], schema=SCHEMA, preserve_index=False)
