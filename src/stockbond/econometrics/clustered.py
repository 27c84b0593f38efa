"""Ordinary least squares with errors clustered by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from stockbond.econometrics.estimates import CLUSTERED, NO_VARIATION, TOO_FEW_CLUSTERS, Regression
from stockbond.econometrics.regression import complete_rows, fitted_without_error, unusable

MIN_CLUSTERS = 10
"""With fewer groups the clustered covariance says little."""


def ols_clustered(y: ArrayLike, x: ArrayLike, groups: NDArray[Any], names: Sequence[str]) -> Regression:
    """Least squares of y on X with errors that may be dependent within a group in any way.

    With G groups and the scores s_g = sum over i in g of x_i e_i::

        V = G / (G - 1) (N - 1) / (N - k) (X'X)^-1 [ sum_g s_g s_g' ] (X'X)^-1

    and p-values of Student's t with G - 1 degrees of freedom. Stata: ``regress y x, vce(cluster group)``.

    Parameters
    ----------
    y
        Shape (N,), any unit, in any order. Rows with a missing value are left out.
    x
        Shape (N, k), the constant among its columns.
    groups
        Shape (N,), the group of each row: days, or any other labels.
    names
        The k names of the columns of `x`.

    Returns
    -------
    The coefficients with their covariance matrix. Without estimates, `null_reason` is
    ``too_few_observations``, ``too_few_clusters`` (below `MIN_CLUSTERS` or not more than k),
    ``collinear_design``, ``no_variation`` or ``infinite_value``.

    Raises
    ------
    ValueError
        Shapes do not fit, or `names` are not k.

    References
    ----------
    Cameron, A. C., and D. L. Miller (2015): A Practitioner's Guide to Cluster-Robust Inference. Journal of
    Human Resources 50, 317-372.
    """
    outcome, design, known = complete_rows(y, x)
    n_obs, n_terms = design.shape
    if len(names) != n_terms:
        raise ValueError(f"{n_terms} columns, but {len(names)} names")
    codes, found = pd.factorize(np.asarray(groups)[known])
    n_groups = len(found)
    reason = unusable(outcome, design)
    if reason is None and n_groups < max(MIN_CLUSTERS, n_terms + 1):
        reason = TOO_FEW_CLUSTERS
    if reason:
        return Regression(tuple(names), n_obs, CLUSTERED, n_clusters=n_groups, null_reason=reason)

    q, r = np.linalg.qr(design)
    coefficients = np.linalg.solve(r, q.T @ outcome)
    residuals = outcome - design @ coefficients
    if fitted_without_error(outcome, residuals):
        return Regression(tuple(names), n_obs, CLUSTERED, n_clusters=n_groups, null_reason=NO_VARIATION)
    r_inverse = np.linalg.inv(r)
    bread = r_inverse @ r_inverse.T
    scores = np.column_stack(
        [np.bincount(codes, weights=column * residuals, minlength=n_groups) for column in design.T]
    )
    correction = n_groups / (n_groups - 1) * (n_obs - 1) / (n_obs - n_terms)
    variance = float(residuals @ residuals) / (n_obs - n_terms)
    return Regression(
        names=tuple(names),
        n_obs=n_obs,
        covariance=CLUSTERED,
        coefficients=coefficients,
        covariance_matrix=correction * bread @ (scores.T @ scores) @ bread,
        classical_matrix=variance * bread,
        r_squared=1 - float(residuals @ residuals) / float(((outcome - outcome.mean()) ** 2).sum()),
        correction=correction,
        n_clusters=n_groups,
    )
