"""Three latent states behind the daily correlation: a Markov-switching model."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
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
    "robust_std_error": "float64",
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
_SMALLEST_GAIN = 1e-3  # of the log likelihood in an iteration: a criterion is told to a tenth or so


@dataclass(frozen=True, slots=True)
class StateModel:
    """A fitted three-state model of z = artanh(correlation): z_t ~ N(mean_s, variance_s) in state s.

    Arrays are in the order of `STATES`. `transition[i, j]` is the probability of state j tomorrow in state i
    today. Errors are missing (NaN) where the likelihood's curvature gives none, as for a probability at its
    bound; the robust ones hold where days within a state are not normal (White 1982). Without a fit the
    arrays are empty and `null_reason` says why.
    """

    n_obs: int
    mean: Array
    variance: Array
    transition: Array
    mean_error: Array
    variance_error: Array
    transition_error: Array
    mean_robust_error: Array
    variance_robust_error: Array
    transition_robust_error: Array
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
        robust = [
            *self.mean_robust_error,
            *self.variance_robust_error,
            *self.transition_robust_error.ravel(),
        ]
        frame = pd.DataFrame(keys, columns=["parameter", "state", "to_state"]).assign(
            estimate=values if fitted else np.nan,
            std_error=errors if fitted else np.nan,
            robust_std_error=robust if fitted else np.nan,
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
        for column in ("estimate", "std_error", "robust_std_error"):
            by_key = dict(zip(index, parameters[column].to_numpy(dtype=np.float64), strict=True))
            for name in ("mean", "variance"):
                arrays.append(np.array([by_key[name, state, ""] for state in STATES]))
            arrays.append(np.array([[by_key["transition", one, to] for to in STATES] for one in STATES]))
        return _of_parts(
            int(first["n_obs"]), arrays, float(first["log_likelihood"]), bool(first["converged"])
        )


def fit_state_model(days: pd.DataFrame, max_iterations: int = 500) -> StateModel:
    """Fit three states of the daily correlation by maximum likelihood from a fixed start that the data give.

    With z_t = artanh(correlation_t) and a Markov chain s_t of three states::

        z_t | s_t = i  ~  N(mean_i, variance_i),    P(s_t = j | s_{t-1} = i) = transition_ij

    the parameters maximise sum over t of log sum_i P(s_t = i | z_1 ... z_{t-1}) N(z_t; mean_i, variance_i).

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
    ``no_maximum_found``. Means and variances are those of z, without a unit.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Hamilton, J. D. (1989): A New Approach to the Economic Analysis of Nonstationary Time Series and the
    Business Cycle. Econometrica 57, 357-384.
    White, H. (1982): Maximum Likelihood Estimation of Misspecified Models. Econometrica 50, 1-25.
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
            # One score a day, of the likelihood given the days before: their products take the place of the
            # curvature that a true model would have.
            scores = np.asarray(fit.model.score_obs(fit.params), dtype=np.float64)
            robust = covariance @ (scores.T @ scores) @ covariance
        except (np.linalg.LinAlgError, ValueError, FloatingPointError):
            return _without_fit(z.size, NOT_FITTED)
    if not np.isfinite(parameters).all() or not np.isfinite(fit.llf):
        return _without_fit(z.size, NOT_FITTED)
    arrays = [part for parts in _in_order_of_means(parameters, covariance, robust) for part in parts]
    return _of_parts(z.size, arrays, float(fit.llf), bool(fit.mle_retvals["converged"]))


def information_criteria(
    days: pd.DataFrame, model: StateModel, max_iterations: int = 500
) -> dict[str, float]:
    """How many states the data ask for: criteria of Akaike and of Schwarz for two, three and four.

    AIC = 2 p - 2 log L and BIC = p log T - 2 log L, with p = k (k - 1) + 2 k parameters of k states; the
    smaller the better. Three states are the model given. Two and four are fitted from starts of the same
    kind by expectation and maximisation, which needs half the optimiser's time (Hamilton 1990).

    Parameters
    ----------
    days
        The frame of `fit_state_model`.
    model
        What it gave.
    max_iterations
        Of expectation and maximisation.

    Returns
    -------
    aic, bic; aic_two_states, bic_two_states, aic_four_states, bic_four_states. Missing (NaN) where there is
    no fit, or where it did not converge.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Hamilton, J. D. (1990): Analysis of Time Series Subject to Changes in Regime. Journal of Econometrics 45,
    39-70. Psaradakis, Z., and N. Spagnolo (2003): On the Determination of the Number of Regimes in
    Markov-Switching Autoregressive Models. Journal of Time Series Analysis 24, 237-252.
    """
    z = fisher_z(_known_days(days)["realized_correlation"])
    fits = {"": (N_STATES, model.log_likelihood if model.converged else None)}
    for name, n_states in {"_two_states": 2, "_four_states": 4}.items():
        found = None if model.null_reason else _maximised_likelihood(z, n_states, max_iterations)
        fits[name] = (n_states, found)
    criteria = {}
    for name, (n_states, log_likelihood) in fits.items():
        n_parameters = n_states * (n_states + 1)
        likelihood = np.nan if log_likelihood is None else log_likelihood
        criteria[f"aic{name}"] = 2 * n_parameters - 2 * likelihood
        criteria[f"bic{name}"] = n_parameters * np.log(max(z.size, 1)) - 2 * likelihood
    return criteria


def _maximised_likelihood(z: Array, n_states: int, max_iterations: int) -> float | None:
    """The log likelihood where expectation and maximisation no longer raise it; None if they never rest."""
    model, parameters, before = _model(z, n_states), start_parameters(z, n_states), -np.inf
    for _ in range(max_iterations):
        with np.errstate(all="ignore"):
            result = model.smooth(parameters, return_raw=True)
        log_likelihood = float(result.joint_loglikelihoods.sum())
        if not np.isfinite(log_likelihood):
            return None
        if log_likelihood - before < _SMALLEST_GAIN:
            return log_likelihood
        before = log_likelihood
        weights = result.smoothed_marginal_probabilities.T
        moves = result.smoothed_joint_probabilities.sum(axis=-1)  # [to, from]
        means = weights.T @ z / weights.sum(axis=0)
        variances = (weights * (z[:, None] - means) ** 2).sum(axis=0) / weights.sum(axis=0)
        parameters = np.concatenate([(moves / moves.sum(axis=0))[:-1].ravel(), means, variances])
    return None


def state_probabilities(days: pd.DataFrame, model: StateModel) -> pd.DataFrame:
    """Probabilities of each state on each day, with the parameters of a model fitted on these or other days.

    Filtered: P(s_t = i | z_1 ... z_t). Smoothed: P(s_t = i | z_1 ... z_T), with T the last day of the frame.

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

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Hamilton (1989), as in `fit_state_model`. Kim, C.-J. (1994): Dynamic Linear Models with Markov-Switching.
    Journal of Econometrics 60, 1-22.
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
    """z = artanh(r) = log((1 + r) / (1 - r)) / 2 of the correlations, without the missing ones.

    Parameters
    ----------
    correlation
        Shape (N,), between -1 and 1; beyond 0.9999 either way it is cut to that.

    Returns
    -------
    Shape (n,), n the number that is not missing, in their order.

    References
    ----------
    Fisher, R. A. (1915): Frequency Distribution of the Values of the Correlation Coefficient in Samples from
    an Indefinitely Large Population. Biometrika 10, 507-521.
    """
    values = np.asarray(correlation, dtype=np.float64)
    values = values[~np.isnan(values)]
    return np.arctanh(np.clip(values, -_LARGEST_CORRELATION, _LARGEST_CORRELATION))


def start_parameters(z: Array, n_states: int = N_STATES) -> Array:
    """Where the optimiser starts, in the order of `MarkovRegression`'s parameters."""
    # Of three states the outer fifths, as the paper's labels; else parts of one size.
    cuts = np.quantile(z, [0.2, 0.8] if n_states == N_STATES else np.arange(1, n_states) / n_states)
    between = [z[(z > low) & (z < high)] for low, high in pairwise(cuts)]
    parts = [z[z <= cuts[0]], *between, z[z >= cuts[-1]]]
    move = (1 - _START_STAY) / (n_states - 1)
    # Columns of the left-stochastic matrix, its last row left out: p[0->0], p[1->0], p[2->0], p[0->1], ...
    transition = np.where(np.eye(n_states, dtype=bool), _START_STAY, move)[: n_states - 1].ravel()
    # A part of a normal sample is narrower than the state it stands for.
    variances = [max(part.var(), 0.05 * z.var()) for part in parts]
    return np.concatenate([transition, [part.mean() for part in parts], variances])


def _known_days(days: pd.DataFrame) -> pd.DataFrame:
    """The days with a correlation, in calendar order."""
    known = days[["trade_date", "realized_correlation"]].dropna()
    return known.sort_values("trade_date", kind="stable", ignore_index=True)


def _model(z: Array, n_states: int = N_STATES) -> Any:
    from stockbond.econometrics.markov_regression import MarkovRegression  # slow to import

    return MarkovRegression(z, n_states)


def _in_order_of_means(parameters: Array, *covariances: Array) -> Iterator[list[Array]]:
    """Means, variances and transition (from, to) in the order of STATES; then their errors by each covariance."""
    n = N_STATES
    free = np.arange(n * (n - 1)).reshape(n - 1, n)  # [to, from] without the last to
    linear = np.zeros((n, n, len(parameters)))  # [from, to]: each probability as a sum of parameters
    for origin in range(n):
        for to in range(n - 1):
            linear[origin, to, free[to, origin]] = 1.0
        linear[origin, n - 1] = -linear[origin, : n - 1].sum(axis=0)
    transition = linear @ parameters
    transition[:, n - 1] += 1.0
    order = np.argsort(parameters[n * (n - 1) : n * n], kind="stable")
    means, spreads = slice(n * (n - 1), n * n), slice(n * n, n * (n + 1))
    square = np.ix_(order, order)
    yield [parameters[means][order], parameters[spreads][order], transition[square]]
    for covariance in covariances:
        own = np.diag(covariance)
        variances = np.einsum("ijk,kl,ijl->ij", linear, covariance, linear)
        yield [_root(own[means])[order], _root(own[spreads])[order], _root(variances)[square]]


def _root(variances: Array) -> Array:
    """Square roots, missing where there is none."""
    return np.sqrt(np.where(variances > 0, variances, np.nan))


def _probabilities(z: Array, model: StateModel) -> tuple[Array, Array]:
    """Filtered and smoothed probabilities, shapes (n, 3), in the order of STATES."""
    parameters = np.concatenate([model.transition[:, : N_STATES - 1].T.ravel(), model.mean, model.variance])
    with np.errstate(all="ignore"):
        result = _model(z).smooth(parameters, return_raw=True)
    return result.filtered_marginal_probabilities.T, result.smoothed_marginal_probabilities.T


def _without_fit(n_obs: int, reason: str) -> StateModel:
    empty, square = np.empty(0), np.empty((0, N_STATES))
    return _of_parts(n_obs, 3 * [empty, empty, square], None, False, reason)


def _of_parts(
    n_obs: int, arrays: list[Array], log_likelihood: float | None, converged: bool, reason: str | None = None
) -> StateModel:
    """A model of mean, variance and transition, their errors, and their robust errors."""
    names = [
        f"{name}{kind}"
        for kind in ("", "_error", "_robust_error")
        for name in ("mean", "variance", "transition")
    ]
    parts = dict(zip(names, arrays, strict=True))
    return StateModel(n_obs, **parts, log_likelihood=log_likelihood, converged=converged, null_reason=reason)
