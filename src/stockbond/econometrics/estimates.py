"""The common shape of estimates: what every t statistic carries, and the tidy frame of the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stockbond.econometrics.newey_west import KERNEL, MeanEstimate

if TYPE_CHECKING:
    import pyarrow as pa

Array = NDArray[np.float64]

NEWEY_WEST = f"newey_west_{KERNEL}"
CLUSTERED = "clustered_by_day"

# Why a number is missing.
SERIES_NOT_LOADED = "series_not_loaded"
NO_REGIMES = "no_regimes"
NO_DAYS = "no_days_in_sample"
TOO_FEW_OBSERVATIONS = "too_few_observations"
TOO_FEW_CLUSTERS = "too_few_clusters"
COLLINEAR = "collinear_design"
NO_VARIATION = "no_variation"
NOT_FINITE = "infinite_value"

SAMPLES = ("paper", "full")

TYPES = {
    "table_id": "str",
    "panel": "str",
    "specification": "str",
    "term": "str",
    "estimate": "float64",
    "std_error": "float64",
    "t_stat": "float64",
    "p_value": "float64",
    "n_obs": "Int64",
    "r_squared": "float64",
    "covariance": "str",
    "lags": "Int64",
    "correction": "float64",
    "n_clusters": "Int64",
    "n_days": "Int64",
    "first_date": "datetime64[us]",
    "last_date": "datetime64[us]",
    "proxies": "str",
    "null_reason": "str",
}
"""Columns of the tidy frame and their types. Missing where not estimated; `null_reason` then says why."""

ESTIMATE_COLUMNS = list(TYPES)


class Coverage(NamedTuple):
    """Days that estimates rest on: how many, the first and the last."""

    n_days: int = 0
    first_date: pd.Timestamp | None = None
    last_date: pd.Timestamp | None = None

    @classmethod
    def of(cls, dates: pd.Series) -> Coverage:
        """Of the days given one by one, in any order, some perhaps twice."""
        days = np.unique(dates.to_numpy())
        return cls(days.size, pd.Timestamp(days[0]), pd.Timestamp(days[-1])) if days.size else cls()


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with its error and how the error was made. Without an estimate, `null_reason` says why.

    `std_error` and `t_stat` are in the unit of the estimate and in none. `p_value` is two-sided: standard
    normal, or t(n_clusters - 1) where errors are clustered. `correction` is the small-sample factor applied
    to the variance. `n_obs` counts the observations that entered, or would have entered.

    `n_days`, `first_date` and `last_date` tell the days that it rests on: those on which every input is
    there, the label of the day among them. A mean over safety days rests on the days of every type, for on
    all of them it had to be known whether they are safety days. `proxies` names series that stand in for
    the paper's on these days.
    """

    term: str
    n_obs: int
    estimate: float | None = None
    std_error: float | None = None
    t_stat: float | None = None
    p_value: float | None = None
    r_squared: float | None = None
    covariance: str | None = None
    lags: int | None = None
    correction: float | None = None
    n_clusters: int | None = None
    n_days: int = 0
    first_date: pd.Timestamp | None = None
    last_date: pd.Timestamp | None = None
    proxies: str | None = None
    null_reason: str | None = None

    def resting_on(self, coverage: Coverage, proxies: str | None = None) -> Estimate:
        """The estimate with the days that it rests on."""
        return replace(self, **coverage._asdict(), proxies=proxies if coverage.n_days else None)

    def row(self, table_id: str, specification: str, panel: str = "") -> dict[str, Any]:
        """The estimate as a row of the tidy frame."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {"table_id": table_id, "panel": panel, "specification": specification, **values}


@dataclass(frozen=True, slots=True)
class Regression:
    """Least squares with a robust covariance matrix of the coefficients.

    `coefficients` has shape (k,), `covariance_matrix` (k, k), both in the order of `names`; both are empty
    where the regression could not be estimated, and `null_reason` says why. `classical_matrix`, the
    covariance matrix if errors were independent and alike, tells what is small enough to be rounding.
    """

    names: tuple[str, ...]
    n_obs: int
    covariance: str
    coefficients: Array = field(default_factory=lambda: np.empty(0))
    covariance_matrix: Array = field(default_factory=lambda: np.empty((0, 0)))
    classical_matrix: Array = field(default_factory=lambda: np.empty((0, 0)))
    r_squared: float | None = None
    lags: int | None = None
    correction: float | None = None
    n_clusters: int | None = None
    null_reason: str | None = None

    def terms(self) -> list[Estimate]:
        """One estimate per coefficient, in the order of `names`."""
        return [self.combination(name, {name: 1.0}) for name in self.names]

    def combination(self, term: str, weights: Mapping[str, float]) -> Estimate:
        """The linear combination w'b of the coefficients, with the error sqrt(w'Vw).

        Parameters
        ----------
        term
            Name of the result.
        weights
            Weight of each coefficient named; the others have none.

        Raises
        ------
        ValueError
            A weight names a coefficient that the regression does not have.
        """
        if self.null_reason is not None:
            return Estimate(term, self.n_obs, null_reason=self.null_reason)
        unknown = set(weights) - set(self.names)
        if unknown:
            raise ValueError(f"not in the regression: {', '.join(sorted(unknown))}")
        w = np.array([weights.get(name, 0.0) for name in self.names])
        estimate, variance = float(w @ self.coefficients), float(w @ self.covariance_matrix @ w)
        # Days of a dummy that are all alike leave a variance of rounding errors.
        if variance <= 1e-12 * float(w @ self.classical_matrix @ w):
            return Estimate(term, self.n_obs, null_reason=NO_VARIATION)
        t_stat = estimate / variance**0.5
        degrees = None if self.n_clusters is None else self.n_clusters - 1
        return Estimate(
            term=term,
            n_obs=self.n_obs,
            estimate=estimate,
            std_error=variance**0.5,
            t_stat=t_stat,
            p_value=two_sided_p_value(t_stat, degrees),
            r_squared=self.r_squared,
            covariance=self.covariance,
            lags=self.lags,
            correction=self.correction,
            n_clusters=self.n_clusters,
        )

    def tidy(self) -> pd.DataFrame:
        """One row per coefficient: term, estimate and all that belongs to it."""
        return tidy(estimate.row("", "") for estimate in self.terms()).iloc[:, 3:]


def two_sided_p_value(t_stat: float, degrees_of_freedom: int | None = None) -> float:
    """P(|T| > |t|), T standard normal, or Student's t with the degrees of freedom given.

    Parameters
    ----------
    t_stat
        Estimate over standard error, without a unit.
    degrees_of_freedom
        Of Student's t; None takes the standard normal.

    Returns
    -------
    A probability: of t = 1.96 0.05 with the normal, more with t.
    """
    from scipy.special import ndtr, stdtr

    tail = ndtr(-abs(t_stat)) if degrees_of_freedom is None else stdtr(degrees_of_freedom, -abs(t_stat))
    return float(2 * tail)


def of_mean(term: str, mean: MeanEstimate) -> Estimate:
    """A Newey-West mean as an estimate; its R squared is missing, for a constant explains nothing."""
    return Estimate(
        term=term,
        n_obs=mean.n_obs,
        estimate=mean.mean,
        std_error=mean.std_error,
        t_stat=mean.t_stat,
        p_value=mean.p_value,
        covariance=NEWEY_WEST,
        lags=mean.lags,
        correction=mean.correction,
    )


def tidy(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of estimates as a frame with the columns and types of `TYPES`.

    Parameters
    ----------
    rows
        What `Estimate.row` gives, one after the other.

    Returns
    -------
    One row per estimate, in the order given.
    """
    return pd.DataFrame(list(rows), columns=ESTIMATE_COLUMNS).astype(TYPES)


def by_sample(
    frame: pd.DataFrame,
    table: Callable[[pd.DataFrame], pd.DataFrame],
    samples: Sequence[str] = SAMPLES,
) -> pd.DataFrame:
    """A table for each sample, with the column `sample` put after `term`.

    A sample without a row has its table too, without numbers: the reason is `NO_DAYS`, or that of a frame
    without rows where there are none at all.

    Parameters
    ----------
    frame
        What `table` takes, with a column `sample`: a day that belongs to two samples stands twice.
    table
        A design: the days of one sample in, the tidy frame out.
    samples
        The samples wanted, in the order of the result.

    Returns
    -------
    The tidy frames of all samples, one below the other.

    Raises
    ------
    KeyError
        The frame has no column `sample`.
    """
    parts = []
    for sample in samples:
        rows = frame[frame["sample"] == sample].drop(columns="sample")
        estimates = table(rows).assign(sample=sample)
        if rows.empty and not frame.empty:
            estimates["null_reason"] = NO_DAYS
        parts.append(estimates)
    columns = [*ESTIMATE_COLUMNS[:4], "sample", *ESTIMATE_COLUMNS[4:]]
    return pd.concat(parts, ignore_index=True)[columns]


def to_arrow(estimates: pd.DataFrame) -> pa.Table:
    """The tidy frame, with or without `sample`, as a typed Arrow table; what is missing is null.

    Parameters
    ----------
    estimates
        What a design or `by_sample` gave.

    Returns
    -------
    The same rows and columns: text, doubles and 32-bit integers.
    """
    import pyarrow as pa

    arrow = {"str": pa.string(), "float64": pa.float64(), "Int64": pa.int32(), "datetime64[us]": pa.date32()}
    fields = [(name, arrow[TYPES.get(name, "str")]) for name in estimates.columns]
    return pa.Table.from_pandas(estimates, schema=pa.schema(fields), preserve_index=False)
