"""The event study of one set and outcome, whole and split by the label of the session before the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.explorer.words import ENTERING

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
    order = estimates["entering_regime"].map(list(ENTERING).index)
    columns = [
        "entering_regime", "n_events", "n_events_in_set", "mean_change", "std_error", "change_ci_low",
        "change_ci_high", "t_stat", "p_value", "newey_west_lags", "first_event_date", "last_event_date",
        "null_reason",
    ]  # fmt: skip
    return estimates.loc[order.sort_values().index, columns].reset_index(drop=True)
