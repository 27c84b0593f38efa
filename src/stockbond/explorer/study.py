"""Means with Newey-West errors: changes on event days by the label before, returns on and after each label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.explorer.queries import HORIZONS
from stockbond.explorer.words import REGIMES

if TYPE_CHECKING:
    import pandas as pd

Z_95 = 1.959963984540054  # of the standard normal, two-sided


def study(events: pd.DataFrame) -> pd.DataFrame:
    """Mean change with its Newey-West t: one row for all events, then one for each entering regime.

    Parameters
    ----------
    events
        One row per event, as `queries.read_events` gives them: event_id, event_date, change (missing where
        the event does not enter), entering_regime.

    Returns
    -------
    entering_regime (`all`, then regimes in the order of display), n_events (that enter), n_events_in_set,
    mean_change, std_error, change_ci_low, change_ci_high (95 %, normal), t_stat, p_value, newey_west_lags,
    first_event_date, last_event_date, null_reason. The row `all` is that of reports.rpt_event_study where the
    dates are the whole sample.
    """
    import pandas as pd

    from stockbond.econometrics.event_study import event_study

    # event_study calls a group of events a sample.
    groups = pd.concat([events.assign(sample="all"), events.assign(sample=events["entering_regime"])])
    members = groups[["event_id", "sample"]].assign(event_type="", event_subset="")
    estimates = event_study(members, events.assign(outcome=""))
    estimates = estimates.rename(columns={"sample": "entering_regime"})
    half = Z_95 * estimates["std_error"]
    estimates = estimates.assign(
        change_ci_low=estimates["mean_change"] - half, change_ci_high=estimates["mean_change"] + half
    )
    order = estimates["entering_regime"].map(["all", *REGIMES].index)
    columns = [
        "entering_regime", "n_events", "n_events_in_set", "mean_change", "std_error", "change_ci_low",
        "change_ci_high", "t_stat", "p_value", "newey_west_lags", "first_event_date", "last_event_date",
        "null_reason",
    ]  # fmt: skip
    return estimates.loc[order.sort_values().index, columns].reset_index(drop=True)


def means_ahead(returns: pd.DataFrame) -> pd.DataFrame:
    """Mean return on each kind of day and over the sessions after it.

    Parameters
    ----------
    returns
        One row per day in order: regime, and the columns of `queries.read_returns`, in basis points.

    Returns
    -------
    regime (`all`, then those that occur, in the order of display), sessions (0 the day itself), n_days,
    mean_return_bp, std_error, ci_low, ci_high (95 %, normal), t_stat, p_value; missing where there are too few.
    Windows overlap: the lags of Newey and West are at least the sessions that two neighbours share.
    """
    import pandas as pd

    from stockbond.econometrics.newey_west import NotEstimableError, newey_west_lags, newey_west_mean

    rows = []
    present = set(returns["regime"])
    for regime in ("all", *(regime for regime in REGIMES if regime in present)):
        of_kind = returns if regime == "all" else returns[returns["regime"] == regime]
        for sessions in HORIZONS:
            values = of_kind[f"ahead_{sessions}"].dropna().to_numpy(dtype=float)
            row = {"regime": regime, "sessions": sessions, "n_days": len(values)}
            lags = min(max(newey_west_lags(len(values)), sessions - 1), max(len(values) - 1, 0))
            try:
                mean = newey_west_mean(values, lags)
            except NotEstimableError:
                rows.append(row | {"mean_return_bp": values.mean() if len(values) else None})
                continue
            half = Z_95 * mean.std_error
            rows.append(
                row | {
                    "mean_return_bp": mean.mean, "std_error": mean.std_error, "ci_low": mean.mean - half,
                    "ci_high": mean.mean + half, "t_stat": mean.t_stat, "p_value": mean.p_value,
                }
            )  # fmt: skip
    columns = [
        "regime", "sessions", "n_days", "mean_return_bp", "std_error", "ci_low", "ci_high", "t_stat", "p_value",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
