"""The Markov-switching regression of statsmodels with its score in closed form.

Apart from `state_model`, for statsmodels is slow to import and not every build needs it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.tsa.regime_switching import markov_regression

_FLOOR = 1e-20  # of a probability in the filter and the smoother of statsmodels


class MarkovRegression(markov_regression.MarkovRegression):  # type: ignore[misc]  # it has no types
    """Each state has a mean and a variance of its own; states begin in their steady state.

    The score is what is expected of the score of series and states together, given the series (Fisher's
    identity): one smoothing takes the place of a filter for each parameter, which statsmodels needs.

    References
    ----------
    Dempster, A. P., N. M. Laird and D. B. Rubin (1977): Maximum Likelihood from Incomplete Data via the EM
    Algorithm. Journal of the Royal Statistical Society B 39, 1-38.
    """

    def __init__(self, series: NDArray[np.float64], n_states: int) -> None:
        super().__init__(series, n_states, switching_variance=True)

    def score(self, params: ArrayLike, transformed: bool = True) -> NDArray[np.float64]:
        """Derivatives of the log likelihood by the parameters, or by those that the optimiser moves."""
        given, n = np.asarray(params), self.k_regimes
        parameters = given if transformed else self.transform_params(given)
        mean, variance = parameters[n * (n - 1) : n * n], parameters[n * n :]
        smoothed = self.smooth(parameters, return_raw=True)
        # [to, from, day], the first day's from the state before it.
        moves = smoothed.smoothed_joint_probabilities
        transition, steady = smoothed.regime_transition[..., 0], smoothed.initial_probabilities
        # Below its floor, a probability leaves the filter as it is.
        by_entry = np.where(transition > _FLOOR, moves.sum(axis=-1) / transition, 0.0)
        # steady = transition @ steady moves with each entry of the transition.
        response = np.linalg.inv(np.eye(n) - transition + 1.0)
        by_entry += np.outer((moves[..., 0].sum(axis=0) / steady) @ response, steady)
        by_transition = by_entry[:-1] - by_entry[-1]
        weights = smoothed.smoothed_marginal_probabilities
        errors = self.endog - mean[:, None]
        by_mean = (weights * errors).sum(axis=1) / variance
        by_variance = (weights * (errors**2 / variance[:, None] - 1)).sum(axis=1) / (2 * variance)
        if not transformed:  # logits, against the last state, and standard deviations
            free = transition[:-1]
            by_transition = free * (by_transition - (free * by_transition).sum(axis=0))
            by_variance = by_variance * 2 * given[n * n :]
        return np.concatenate([by_transition.ravel(), by_mean, by_variance])
