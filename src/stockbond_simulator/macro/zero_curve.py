"""The zero-coupon curve behind the par yields, as Gurkaynak, Sack and Wright publish theirs.

Zero yields are stripped from the par curve, and Svensson's curve is fitted to them with fixed decay times:
all published columns are of that one curve. Yields in percent; zero and forward rates are continuously
compounded, par yields are of semiannual coupons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TAU1, TAU2 = 1.6, 9.0  # years
MATURITIES = np.arange(1.0, 31.0)


@dataclass(frozen=True)
class SvenssonCurve:
    """Coefficients (D, 4) and what follows from them for 1 to 30 years, (D, 30) each."""

    beta: Array
    zero: Array
    forward: Array
    par: Array


def basis_functions(maturity: Array, of_zero: bool) -> Array:
    """Svensson's four functions of maturity: of the zero yield (of_zero) or of the forward rate."""
    first, second = maturity / TAU1, maturity / TAU2
    if not of_zero:
        return np.column_stack(
            [np.ones_like(maturity), np.exp(-first), first * np.exp(-first), second * np.exp(-second)]
        )
    level = (1 - np.exp(-first)) / first
    return np.column_stack(
        [
            np.ones_like(maturity),
            level,
            level - np.exp(-first),
            (1 - np.exp(-second)) / second - np.exp(-second),
        ]
    )


def strip(par: dict[int, Array]) -> Array:
    """Zero yields of 1 to 30 years from par yields of semiannual bonds, percent, shape (D, 30)."""
    tenors = np.array(sorted(par), dtype=float)
    quotes = np.column_stack([par[int(tenor)] for tenor in tenors])
    half_years = np.arange(1, 61) / 2
    position = np.clip(np.searchsorted(tenors, half_years, side="right") - 1, 0, len(tenors) - 2)
    share = np.clip((half_years - tenors[position]) / (tenors[position + 1] - tenors[position]), 0.0, 1.0)
    coupons = (quotes[:, position] * (1 - share) + quotes[:, position + 1] * share) / 200
    discount = np.empty_like(coupons)
    annuity = np.zeros(len(coupons))
    for period in range(len(half_years)):
        discount[:, period] = (1 - coupons[:, period] * annuity) / (1 + coupons[:, period])
        annuity += discount[:, period]
    zero = -100 * np.log(np.maximum(discount, 1e-3)) / half_years
    return np.asarray(zero[:, 1::2])


def fit_curve(par: dict[int, Array]) -> SvenssonCurve:
    """Svensson's curve of each day by least squares over maturities."""
    zero_functions = basis_functions(MATURITIES, of_zero=True)
    beta = np.asarray(np.linalg.lstsq(zero_functions, strip(par).T, rcond=None)[0].T, dtype=np.float64)
    zero = beta @ zero_functions.T
    halves = np.arange(1, 61) / 2
    discount = np.exp(-(beta @ basis_functions(halves, of_zero=True).T) * halves / 100)
    annuity = np.cumsum(discount, axis=1)[:, 1::2]
    coupon = 2 * (1 - discount[:, 1::2]) / annuity
    return SvenssonCurve(
        beta=beta,
        zero=zero,
        forward=beta @ basis_functions(MATURITIES, of_zero=False).T,
        par=100 * coupon,
    )
