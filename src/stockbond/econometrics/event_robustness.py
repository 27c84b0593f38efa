"""The event study under other tests, other dates and other conditions, and the paths around events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stockbond.econometrics.estimates import NO_VARIATION, TOO_FEW_OBSERVATIONS, two_sided_p_value
from stockbond.econometrics.event_study import EVENT_SET
from stockbond.econometrics.newey_west import newey_west_errors, newey_west_lags
from stockbond.econometrics.randomisation import DRAWS, SEED, benjamini_hochberg, holm, randomisation_p_values

Array = NDArray[np.float64]

VARIANT = [*EVENT_SET, "variant"]
FAMILY = ["table_id", "sample", "variant"]
ROBUSTNESS_TYPES = {
    **dict.fromkeys([*VARIANT, "table_id", "outcome"], "object"),
    "n_events": "int32",
    "mean_change": "float64",
    "std_error": "float64",
    "t_stat": "float64",
    "p_value": "float64",
    "newey_west_t_stat": "float64",
    "newey_west_lags": "Int32",
    "newey_west_p_value_normal": "float64",
    "newey_west_p_value": "float64",
    "n_sessions": "int32",
    "mean_of_sessions": "float64",
    "randomisation_p_value": "float64",
    "n_tests": "Int32",
    "holm_p_value": "float64",
    "benjamini_hochberg_p_value": "float64",
    "null_reason": "object",
}
PATH_TYPES = {
    **dict.fromkeys([*EVENT_SET, "outcome"], "object"),
    "session_offset": "int32",
    "n_events": "int32",
    "mean_change": "float64",
    "std_error": "float64",
    "ci_low": "float64",
    "ci_high": "float64",
}


def event_study_robustness(
    variants: pd.DataFrame,
    changes: pd.DataFrame,
    states: pd.DataFrame,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The mean changes of an event study under tests that few events cannot deceive.

    Over the N events of a variant of a set: the plain t = mean / (s / sqrt(N)) with p of t(N - 1); the t of
    `newey_west_mean` with p of the standard normal, as printed, and of t(N - 1); and the two-sided p of
    `randomisation_p_values`, whose pool are the sessions of the variant's state in the sample, from the
    Volcker rule on for a set of only such events. Of these p-values, `holm` and `benjamini_hochberg` over all
    outcomes and sets of one table in one sample and variant.

    Parameters
    ----------
    variants
        One row per event set, variant and event: event_type, event_subset, sample, variant, state, table_id
        (missing: the sets of no table are a family), only_post_volcker, event_id, trade_date (the session
        whose change enters).
    changes
        One row per session and outcome: trade_date, outcome, change (missing where there is none).
    states
        One row per sample, state and session: sample, state, trade_date, is_post_volcker.
    draws, seed
        Number of random draws and their seed.

    Returns
    -------
    One row per event set, variant and outcome that has a change, typed as in `ROBUSTNESS_TYPES`; means and
    errors in the unit of the changes. Where the mean has no error the numbers are missing and `null_reason`
    says why: ``too_few_observations`` or ``no_variation``.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    MacKinlay, A. C. (1997): Event Studies in Economics and Finance. Journal of Economic Literature 35, 13-39.
    """
    known = changes.dropna(subset="change")[["trade_date", "outcome", "change"]]
    rows = pd.DataFrame(_cells(variants, known), columns=[*ROBUSTNESS_TYPES, "state", "only_post_volcker"])
    if rows.empty:
        return pd.DataFrame(columns=list(ROBUSTNESS_TYPES)).astype(ROBUSTNESS_TYPES)
    in_order = known.sort_values("trade_date", kind="stable")
    series = dict(iter(in_order.groupby("outcome")[["trade_date", "change"]]))
    found = np.full((len(rows), 3), np.nan)
    # Samples that end alike have the same pools and cells.
    done: dict[tuple[bytes, bytes], Array] = {}
    for (sample, state, only_post_volcker), of_state in rows.groupby(
        ["sample", "state", "only_post_volcker"]
    ):
        sessions = _possible_sessions(states, sample, state, only_post_volcker)
        for outcome, cells in of_state.groupby("outcome"):
            of_outcome = series[outcome]
            possible = of_outcome["trade_date"].isin(sessions)
            pool = of_outcome["change"][possible].to_numpy(dtype=np.float64)
            same = (pool.tobytes(), cells[["mean_change", "n_events"]].to_numpy().tobytes())
            if same not in done:
                done[same] = randomisation_p_values(
                    cells["mean_change"], cells["n_events"], pool, draws, seed
                )
            found[cells.index, 0] = pool.size
            found[cells.index, 1] = pool.mean() if pool.size else np.nan
            found[cells.index, 2] = done[same]
    rows[["n_sessions", "mean_of_sessions", "randomisation_p_value"]] = found
    for _, p_values in rows.groupby(FAMILY, dropna=False)["randomisation_p_value"]:
        rows.loc[p_values.index, "n_tests"] = int(p_values.notna().sum())
        rows.loc[p_values.index, "holm_p_value"] = holm(p_values.to_numpy())
        rows.loc[p_values.index, "benjamini_hochberg_p_value"] = benjamini_hochberg(p_values.to_numpy())
    return rows.reindex(columns=list(ROBUSTNESS_TYPES)).astype(ROBUSTNESS_TYPES)


def _cells(variants: pd.DataFrame, known: pd.DataFrame) -> Iterator[dict[str, Any]]:
    # Ties of dates are broken by id: the order of rows must not matter.
    ordered = variants.merge(known, on="trade_date").sort_values(["trade_date", "event_id"], kind="stable")
    change = ordered["change"].to_numpy()
    values = {key: change[rows] for key, rows in ordered.groupby([*VARIANT, "outcome"]).indices.items()}
    columns = [*VARIANT, "state", "table_id", "only_post_volcker"]
    sets = variants[columns].drop_duplicates().sort_values(VARIANT, kind="stable")
    outcomes = sorted(known["outcome"].unique())
    for event_set in sets.itertuples(index=False, name=None):
        for outcome in outcomes:
            cell = values.get((*event_set[: len(VARIANT)], outcome), np.empty(0))
            row = dict(zip(columns, event_set, strict=True))
            yield row | {"outcome": outcome, "n_events": cell.size} | _tests(cell)


def _tests(change: Array) -> dict[str, Any]:
    if change.size < 2:
        return {"null_reason": TOO_FEW_OBSERVATIONS}
    if change.min() == change.max():
        return {"null_reason": NO_VARIATION}
    (mean,), (newey_west_error,) = newey_west_errors(change[None, :])
    error = float(change.std(ddof=1)) / change.size**0.5
    t_stat, newey_west_t = float(mean) / error, float(mean / newey_west_error)
    return {
        "mean_change": float(mean),
        "std_error": error,
        "t_stat": t_stat,
        "p_value": two_sided_p_value(t_stat, change.size - 1),
        "newey_west_t_stat": newey_west_t,
        "newey_west_lags": newey_west_lags(change.size),
        "newey_west_p_value_normal": two_sided_p_value(newey_west_t),
        "newey_west_p_value": two_sided_p_value(newey_west_t, change.size - 1),
        "null_reason": None,
    }


def _possible_sessions(states: pd.DataFrame, sample: Any, state: Any, only_post_volcker: Any) -> NDArray[Any]:
    """The sessions on which the events could have fallen."""
    possible = states[(states["sample"] == sample) & (states["state"] == state)]
    if only_post_volcker:
        possible = possible[possible["is_post_volcker"]]
    return np.asarray(possible["trade_date"])


def event_paths(members: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Mean path of each outcome around the events of each set, with 95 % bands.

    At k sessions from the event, over the N events with a level there, the mean of x_k - x_before and
    mean +- t_.975(N - 1) s / sqrt(N); at k = 0 it is the mean of the event study.

    Parameters
    ----------
    members
        One row per event set and event: event_type, event_subset, sample, event_id.
    paths
        One row per event, outcome and session near it: event_id, outcome, session_offset, change (against
        the level before the event).

    Returns
    -------
    One row per event set, outcome and offset that occurs, typed as in `PATH_TYPES`, in the unit of the
    outcome; error and band are missing where N < 2.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    MacKinlay (1997), as in `event_study_robustness`.
    """
    from scipy.special import stdtrit

    key = [*EVENT_SET, "outcome", "session_offset"]
    joined = members[[*EVENT_SET, "event_id"]].merge(
        paths[["event_id", "outcome", "session_offset", "change"]], on="event_id"
    )
    joined = joined.sort_values([*key, "event_id"], kind="stable")
    grouped = joined.groupby(key)["change"]
    n_events = grouped.count()
    error = grouped.std() / n_events**0.5
    half = stdtrit(np.maximum(n_events - 1, 1), 0.975) * error
    mean = grouped.mean()
    columns = {"n_events": n_events, "mean_change": mean, "std_error": error}
    columns |= {"ci_low": mean - half, "ci_high": mean + half}
    paths_of_sets: pd.DataFrame = pd.DataFrame(columns).reset_index()[list(PATH_TYPES)].astype(PATH_TYPES)
    return paths_of_sets
