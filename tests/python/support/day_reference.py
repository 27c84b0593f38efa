"""How sure a day's correlation is, and other estimates of it, with numpy: written apart from the SQL."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Z_95 = 1.959963984540054


def correlation(x: Array, y: Array) -> Array:
    """Pearson correlation along the last axis."""
    dx, dy = x - x.mean(-1, keepdims=True), y - y.mean(-1, keepdims=True)
    return np.asarray((dx * dy).sum(-1) / np.sqrt((dx * dx).sum(-1) * (dy * dy).sum(-1)))


def jackknife_error(x: Array, y: Array) -> float:
    """Delete-one jackknife of Fisher's z by its definition: each return taken out, all computed again."""
    n = len(x)
    z = np.array([np.arctanh(np.corrcoef(np.delete(x, i), np.delete(y, i))[0, 1]) for i in range(n)])
    return float(np.sqrt((n - 1) / n * ((z - z.mean()) ** 2).sum()))


def jackknife_errors(x: Array, y: Array) -> Array:
    """The same of many days (days, n) in closed form."""
    n = x.shape[-1]
    dx, dy = x - x.mean(-1, keepdims=True), y - y.mean(-1, keepdims=True)
    sxy, sxx, syy = ((a * b).sum(-1, keepdims=True) for a, b in ((dx, dy), (dx, dx), (dy, dy)))
    k = n / (n - 1)
    z = np.arctanh((sxy - k * dx * dy) / np.sqrt((sxx - k * dx * dx) * (syy - k * dy * dy)))
    return np.asarray(np.sqrt((n - 1) * z.var(-1)))


def std_errors(x: Array, y: Array) -> Array:
    """Standard error of Fisher's z: the larger of Fisher's own and the jackknife's."""
    return np.maximum(1 / np.sqrt(x.shape[-1] - 3), jackknife_errors(x, y))


def bns_errors(x: Array, y: Array) -> Array:
    """Barndorff-Nielsen and Shephard (2004), with the gradient of the correlation written out over the
    covariance of (x^2, xy, y^2); on the scale of Fisher's z."""
    dx, dy = x - x.mean(-1, keepdims=True), y - y.mean(-1, keepdims=True)
    v = np.stack([dx * dx, dx * dy, dy * dy], axis=-1)
    sxx, sxy, syy = (v[..., i].sum(-1) for i in range(3))
    r = sxy / np.sqrt(sxx * syy)
    gradient = np.stack([-r / (2 * sxx), 1 / np.sqrt(sxx * syy), -r / (2 * syy)], axis=-1)
    neighbours = np.einsum("...ti,...tj->...ij", v[..., 1:, :], v[..., :-1, :])
    covariance = np.einsum("...ti,...tj->...ij", v, v) - (neighbours + np.swapaxes(neighbours, -1, -2)) / 2
    variance = np.einsum("...i,...ij,...j->...", gradient, covariance, gradient)
    return np.asarray(np.sqrt(np.maximum(variance, 0)) / (1 - r * r))


def uncentred(x: Array, y: Array) -> Array:
    return np.asarray((x * y).sum(-1) / np.sqrt((x * x).sum(-1) * (y * y).sum(-1)))


def bipower(x: Array, y: Array) -> float:
    """From bipower variation and covariation (pi / 8 times those of the sum less of the difference)."""

    def neighbours(r: Array) -> float:
        return float((np.abs(r[1:]) * np.abs(r[:-1])).sum())

    covariation = np.pi / 8 * (neighbours(x + y) - neighbours(x - y))
    return float(covariation / (np.pi / 2 * np.sqrt(neighbours(x) * neighbours(y))))


def threshold(x: Array, y: Array) -> float:
    def continuous(r: Array) -> Array:
        variation = np.pi / 2 * (np.abs(r[1:]) * np.abs(r[:-1])).sum()
        return np.where(np.abs(r) > 3 * np.sqrt(variation) * len(r) ** -0.49, 0.0, r)

    return float(uncentred(continuous(x), continuous(y)))


def parzen(share: float) -> float:
    if share <= 0.5:
        return 1 - 6 * share**2 + 6 * share**3
    return 2 * (1 - share) ** 3


def bandwidth(n: int) -> int:
    return int(np.ceil(n**0.6 / 3))


def realized_kernel(x: Array, y: Array) -> Array:
    """Parzen kernel of (days, n) one-minute returns, as a double sum over all pairs of minutes."""
    n = x.shape[-1]
    reach = bandwidth(n)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    weight = np.array([parzen(h / (reach + 1)) if h <= reach else 0.0 for h in range(n)])[apart]
    return np.asarray(np.einsum("...s,st,...t->...", x, weight, y, optimize=True))


def noise_robust(x: Array, y: Array) -> Array:
    return np.asarray(realized_kernel(x, y) / np.sqrt(realized_kernel(x, x) * realized_kernel(y, y)))
