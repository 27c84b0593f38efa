"""Three latent states behind the daily correlation: a Markov-switching model."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stockbond.econometrics.estimates import TOO_FEW_OBSERVATIONS

Array = NDArray[np.float64]

STATES = ("safe_haven", "neutral", "ust_risk")
"""In the order of the states' means."""

N_STATES = len(STATES)
MIN_OBSERVATIONS = 250
NOT_FITTED = "no_maximum_found"

PARAMETER_TYPES = {
    "parameter": "str",
    "state": "str",
    "to_state": "str",
    "estimate": "float64",
    "std_error": "float64",
    "n_obs": "int64",
    "log_likelihood": "float64",
    "converged": "bool",
    "null_reason": "str",
}
PROBABILITY_COLUMNS = [
    "trade_date",
    *(f"filtered_{state}" for state in STATES),
    *(f"smoothed_{state}" for state in STATES),
    "filtered_state",
    "smoothed_state",
]
_LARGEST_CORRELATION = 0.9999  # Fisher's z of 1 is infinite; this far out no state has any density left
_START_STAY = 0.95


@dataclass(frozen=True, slots=True)
class StateModel:
    """A fitted three-state model of z = artanh(correlation): z_t ~ N(mean_s, variance_s) in state s.

    Arrays are in the order of `STATES`. `transition[i, j]` is the probability of state j tomorrow in state i
    today. Errors are missing (NaN) where the likelihood's curvature gives none, as for a probability at its
    bound. Without a fit the arrays are empty and `null_reason` says why.
    """

    n_obs: int
    mean: Array
    variance: Array
    transition: Array
    mean_error: Array
    variance_error: Array
    transition_error: Array
    log_likelihood: float | None
    converged: bool
    null_reason: str | None = None

    def parameters(self) -> pd.DataFrame:
        """One row per parameter: mean and variance of each state, then each probability of transition.

        Columns as in `PARAMETER_TYPES`; to_state is set for transitions only. Without a fit the numbers are
        missing and `null_reason` says why.
        """
        fitted = self.null_reason is None
        keys: list[tuple[str, str, str | None]]
        keys = [(parameter, state, None) for parameter in ("mean", "variance") for state in STATES]
        keys += [("transition", state, to_state) for state in STATES for to_state in STATES]
        values = [*self.mean, *self.variance, *self.transition.ravel()]
        errors = [*self.mean_error, *self.variance_error, *self.transition_error.ravel()]
        frame = pd.DataFrame(keys, columns=["parameter", "state", "to_state"]).assign(
            estimate=values if fitted else np.nan,
            std_error=errors if fitted else np.nan,
            n_obs=self.n_obs,
            log_likelihood=np.nan if self.log_likelihood is None else self.log_likelihood,
            converged=self.converged,
            null_reason=self.null_reason,
        )
        return frame.astype(PARAMETER_TYPES)

    @classmethod
    def from_parameters(cls, parameters: pd.DataFrame) -> StateModel:
        """The model whose `parameters` these are, in any order of rows."""
        first = parameters.iloc[0]
        if not pd.isna(first["null_reason"]):
            return _without_fit(int(first["n_obs"]), str(first["null_reason"]))
        keys = parameters[["parameter", "state", "to_state"]].astype("object").fillna("")
        index = [tuple(key) for key in keys.to_numpy()]
        arrays: list[Array] = []
        for column in ("estimate", "std_error"):
            by_key = dict(zip(index, parameters[column].to_numpy(dtype=np.float64), strict=True))
            for name in ("mean", "variance"):
                arrays.append(np.array([by_key[name, state, ""] for state in STATES]))
            arrays.append(np.array([[by_key["transition", one, to] for to in STATES] for one in STATES]))
        mean, variance, transition, mean_error, variance_error, transition_error = arrays
        return cls(
            int(first["n_obs"]),
            mean,
            variance,
            transition,
            mean_error,
            variance_error,
            transition_error,
            log_likelihood=float(first["log_likelihood"]),
            converged=bool(first["converged"]),
        )


def fit_state_model(days: pd.DataFrame, max_iterations: int = 500) -> StateModel:
    """Fit the model by maximum likelihood from a fixed start that the data give.

    The start are the means and variances of the lowest fifth, the middle and the highest fifth of z, with a
    probability of 0.95 to stay: a random search now and then ends in a poor local maximum. The same data
    give the same fit.

    Parameters
    ----------
    days
        One row per trading day: trade_date, realized_correlation; days without one are left out.
    max_iterations
        Of the optimiser; `converged` tells whether they sufficed.

    Returns
    -------
    The fit, or one with `null_reason` ``too_few_observations`` (below `MIN_OBSERVATIONS`) or
    ``no_maximum_found``.

    References
    ----------
    Hamilton, J. D. (1989): A New Approach to the Economic Analysis of Nonstationary Time Series and the
    Business Cycle. Econometrica 57, 357-384.
    """
    z = fisher_z(_known_days(days)["realized_correlation"])
    if z.size < MIN_OBSERVATIONS or np.unique(z).size < MIN_OBSERVATIONS // 2:
        return _without_fit(z.size, TOO_FEW_OBSERVATIONS)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they say is in `converged` and the missing errors
        try:
            fit = _model(z).fit(start_params=start_parameters(z), maxiter=max_iterations, disp=False)
            parameters = np.asarray(fit.params, dtype=np.float64)
            covariance = np.asarray(fit.cov_params(), dtype=np.float64)
        except (np.linalg.LinAlgError, ValueError, FloatingPointError):
            return _without_fit(z.size, NOT_FITTED)
    if not np.isfinite(parameters).all() or not np.isfinite(fit.llf):
        return _without_fit(z.size, NOT_FITTED)
    (mean, variance, transition), errors = _in_order_of_means(parameters, covariance)
    return StateModel(
        z.size,
        mean,
        variance,
        transition,
        mean_error=errors[0],
        variance_error=errors[1],
        transition_error=errors[2],
        log_likelihood=float(fit.llf),
        converged=bool(fit.mle_retvals["converged"]),
    )


def state_probabilities(days: pd.DataFrame, model: StateModel) -> pd.DataFrame:
    """Probabilities of each state on each day, with the parameters of a model fitted on these or other days.

    Parameters
    ----------
    days
        One row per trading day: trade_date, realized_correlation; days without one are left out.
    model
        What `fit_state_model` gave.

    Returns
    -------
    One row per day with a correlation, in calendar order: trade_date; filtered_<state> (given the days up to
    it) and smoothed_<state> (given all days of the frame), each adding to one; filtered_state and
    smoothed_state, the most probable. Empty where the model has no fit or there is no day. The parameters
    may be later than the day: neither probability is known on the day unless the model was.
    """
    known = _known_days(days)
    if model.null_reason is not None or known.empty:
        return pd.DataFrame(columns=PROBABILITY_COLUMNS)
    z = fisher_z(known["realized_correlation"])
    filtered, smoothed = _probabilities(z, model)
    values = dict(zip(PROBABILITY_COLUMNS[1:7], [*filtered.T, *smoothed.T], strict=True))
    names = np.array(STATES, dtype=object)
    return pd.DataFrame(
        {
            "trade_date": known["trade_date"].to_numpy(),
            **values,
            "filtered_state": names[filtered.argmax(axis=1)],
            "smoothed_state": names[smoothed.argmax(axis=1)],
        }
    )


def fisher_z(correlation: ArrayLike) -> Array:
    """artanh of the correlations, shape (n,), without the missing ones; those near 1 are cut to 0.9999."""
    values = np.asarray(correlation, dtype=np.float64)
    values = values[~np.isnan(values)]
    return np.arctanh(np.clip(values, -_LARGEST_CORRELATION, _LARGEST_CORRELATION))


def start_parameters(z: Array) -> Array:
    """Where the optimiser starts, in the order of `MarkovRegression`'s parameters."""
    low, high = np.quantile(z, [0.2, 0.8])
    parts = [z[z <= low], z[(z > low) & (z < high)], z[z >= high]]
    move = (1 - _START_STAY) / (N_STATES - 1)
    # Columns of the left-stochastic matrix, its last row left out: p[0->0], p[1->0], p[2->0], p[0->1], ...
    transition = np.where(np.eye(N_STATES, dtype=bool), _START_STAY, move)[: N_STATES - 1].ravel()
    # A part of a normal sample is narrower than the state it stands for.
    variances = [max(part.var(), 0.05 * z.var()) for part in parts]
    return np.concatenate([transition, [part.mean() for part in parts], variances])


def _known_days(days: pd.DataFrame) -> pd.DataFrame:
    """The days with a correlation, in calendar order."""
    known = days[["trade_date", "realized_correlation"]].dropna()
    return known.sort_values("trade_date", kind="stable", ignore_index=True)


def _model(z: Array) -> Any:
    from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

    return MarkovRegression(z, N_STATES, switching_variance=True)


def _in_order_of_means(parameters: Array, covariance: Array) -> tuple[list[Array], list[Array]]:
    """Means, variances and transition (from, to) in the order of STATES, and their errors."""
    n = N_STATES
    free = np.arange(n * (n - 1)).reshape(n - 1, n)  # [to, from] without the last to
    linear = np.zeros((n, n, len(parameters)))  # [from, to]: each probability as a sum of parameters
    for origin in range(n):
        for to in range(n - 1):
            linear[origin, to, free[to, origin]] = 1.0
        linear[origin, n - 1] = -linear[origin, : n - 1].sum(axis=0)
    transition = linear @ parameters
    transition[:, n - 1] += 1.0
    variances = np.einsum("ijk,kl,ijl->ij", linear, covariance, linear)
    own = np.diag(covariance)
    order = np.argsort(parameters[n * (n - 1) : n * n], kind="stable")
    means, spreads = slice(n * (n - 1), n * n), slice(n * n, n * (n + 1))
    square = np.ix_(order, order)
    values = [parameters[means][order], parameters[spreads][order], transition[square]]
    errors = [_root(own[means])[order], _root(own[spreads])[order], _root(variances)[square]]
    return values, errors


def _root(variances: Array) -> Array:
    """Square roots, missing where there is none."""
    return np.sqrt(np.where(variances > 0, variances, np.nan))


def _probabilities(z: Array, model: StateModel) -> tuple[Array, Array]:
    """Filtered and smoothed probabilities, shapes (n, 3), in the order of STATES."""
    parameters = np.concatenate([model.transition[:, : N_STATES - 1].T.ravel(), model.mean, model.variance])
    with np.errstate(all="ignore"):
        result = _model(z).smooth(parameters, cov_type="none")
    return (
        np.asarray(result.filtered_marginal_probabilities, dtype=np.float64),
        np.asarray(result.smoothed_marginal_probabilities, dtype=np.float64),
    )


def _without_fit(n_obs: int, reason: str) -> StateModel:
    empty, square = np.empty(0), np.empty((0, N_STATES))
    return StateModel(n_obs, empty, empty, square, empty, empty, square, None, False, reason)
