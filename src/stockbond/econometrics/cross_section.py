"""Daily cross-section regressions of returns on betas, all days at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stockbond.econometrics.estimates import COLLINEAR

Array = NDArray[np.float64]

MIN_ASSETS = 8
TOO_FEW_ASSETS = "too_few_assets"
GROUP = ["trade_date", "asset_class"]
FACTOR_COLUMNS = [*GROUP, "n_assets", "intercept_bp", "f_stock_bp", "f_bond_bp", "r_squared", "null_reason"]
_NUMBERS = ["excess_return_bp", "beta_stock", "beta_bond"]
# Below these, normal equations lose too many digits: 1 - correlation^2 of the betas, and the share of a
# beta's sum of squares that is variation between assets.
_NEARLY_COLLINEAR = 1e-6
_NEARLY_CONSTANT = 1e-12
_ERRORS = ["beta_stock_variance", "beta_bond_variance", "beta_covariance"]
# What remains of the betas' variation after correction: with less, they are mostly error.
_LEAST_SIGNAL = 0.1


def daily_factors(assets: pd.DataFrame) -> pd.DataFrame:
    """The return of the stock and the bond factor in each asset class on each day.

    On day t, over the assets i of a class, by least squares::

        R_i,t - r_f,t = a_t + beta^S_i,t-1 F^S_t + beta^B_i,t-1 F^B_t + e_i,t

    Parameters
    ----------
    assets
        One row per day and asset: trade_date, asset_class, excess_return_bp (over the risk-free rate), and
        beta_stock and beta_bond estimated on data that end the day before. Rows that miss one are left out.

    Returns
    -------
    One row per day and asset class of the frame, in that order: n_assets (with all three values),
    intercept_bp, f_stock_bp, f_bond_bp (bp per unit of beta), r_squared, and null_reason where they are
    missing: ``too_few_assets`` (below `MIN_ASSETS`) or ``collinear_design`` (the betas do not tell the two
    factors apart).

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Fama, E. F., and J. D. MacBeth (1973): Risk, Return, and Equilibrium: Empirical Tests. Journal of
    Political Economy 81, 607-636.
    """
    keys = assets[GROUP].drop_duplicates().sort_values(GROUP, ignore_index=True)
    numbers = assets[_NUMBERS].astype("float64")
    usable = np.isfinite(numbers.to_numpy()).all(axis=1)
    # Sums must not depend on the order of rows: sorted by the values themselves.
    rows = pd.concat([assets[GROUP], numbers], axis=1)[usable].sort_values([*GROUP, *_NUMBERS])
    position = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(rows[GROUP]))
    y, stock, bond = (rows[name].to_numpy() for name in _NUMBERS)
    fits = _least_squares_by_group(np.asarray(position, dtype=np.int64), len(keys), y, stock, bond)
    return keys.assign(**fits)[FACTOR_COLUMNS].astype({"n_assets": "int64", "null_reason": "str"})


def corrected_factors(assets: pd.DataFrame) -> pd.DataFrame:
    """The daily factors of `daily_factors` corrected for the errors of the betas.

    Betas are estimates b_i = beta_i + u_i with Var u_i = V_i. Errors in a regressor inflate its sums of
    squares: over the N assets of a class, with the sums about their means,

        F_t = ( B'B - (N - 1) / N sum_i V_i )^-1 B'R

    in place of (B'B)^-1 B'R, consistent as N grows.

    Parameters
    ----------
    assets
        The frame of `daily_factors`, with the error variances of each beta and their covariance:
        beta_stock_variance, beta_bond_variance, beta_covariance. Rows that miss one are left out.

    Returns
    -------
    One row per day and asset class, in that order: n_assets, f_stock_bp, f_bond_bp (bp per unit of beta),
    missing with fewer than `MIN_ASSETS` or where the corrected matrix keeps less than a tenth of the
    determinant of B'B, for then the betas are mostly error.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Shanken, J. (1992): On the Estimation of Beta-Pricing Models. Review of Financial Studies 5, 1-33.
    Chordia, T., A. Goyal and J. Shanken (2015): Cross-Sectional Asset Pricing with Individual Stocks: Betas
    versus Characteristics. Working paper.
    """
    keys = assets[GROUP].drop_duplicates().sort_values(GROUP, ignore_index=True)
    numbers = assets[[*_NUMBERS, *_ERRORS]].astype("float64")
    usable = np.isfinite(numbers.to_numpy()).all(axis=1)
    rows = pd.concat([assets[GROUP], numbers], axis=1)[usable].sort_values([*GROUP, *_NUMBERS])
    group = np.asarray(
        pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(rows[GROUP])), dtype=np.int64
    )
    y, stock, bond, *variances = (rows[name].to_numpy() for name in [*_NUMBERS, *_ERRORS])
    n_assets, _, (ss, bb, sb, sy, by, _) = _centred_sums(group, len(keys), y, stock, bond)
    share = 1 - 1 / np.maximum(n_assets, 1)
    v_stock, v_bond, v_both = (share * _total(values, group, len(keys)) for values in variances)
    true_ss, true_bb, true_sb = ss - v_stock, bb - v_bond, sb - v_both
    determinant = true_ss * true_bb - true_sb**2
    usable_day = (n_assets >= MIN_ASSETS) & (true_ss > 0) & (true_bb > 0)
    usable_day &= determinant > _LEAST_SIGNAL * (ss * bb - sb**2)
    safe = np.where(usable_day, determinant, 1.0)
    return keys.assign(
        n_assets=n_assets,
        f_stock_bp=np.where(usable_day, (true_bb * sy - true_sb * by) / safe, np.nan),
        f_bond_bp=np.where(usable_day, (true_ss * by - true_sb * sy) / safe, np.nan),
    )


def _total(values: Array, group: NDArray[np.int64], n_groups: int) -> Array:
    return np.bincount(group, weights=values, minlength=n_groups).astype(np.float64)


def _centred_sums(
    group: NDArray[np.int64], n_groups: int, y: Array, stock: Array, bond: Array
) -> tuple[NDArray[np.int64], tuple[Array, Array, Array], tuple[Array, ...]]:
    """Number of assets, means of y, stock and bond, and their sums of squares and products about them."""
    n_assets = np.bincount(group, minlength=n_groups)
    divisor = np.maximum(n_assets, 1)

    def centred(values: Array) -> tuple[Array, Array]:
        mean = _total(values, group, n_groups) / divisor
        return mean, values - mean[group]

    (mean_y, dy), (mean_s, ds), (mean_b, db) = centred(y), centred(stock), centred(bond)
    products = ((ds, ds), (db, db), (ds, db), (ds, dy), (db, dy), (dy, dy))
    sums = tuple(_total(one * other, group, n_groups) for one, other in products)
    return n_assets, (mean_y, mean_s, mean_b), sums


def _least_squares_by_group(
    group: NDArray[np.int64], n_groups: int, y: Array, stock: Array, bond: Array
) -> dict[str, Any]:
    """Normal equations of two slopes for all groups, taken about each group's means."""
    n_assets, (mean_y, mean_s, mean_b), sums = _centred_sums(group, n_groups, y, stock, bond)
    ss, bb, sb, sy, by, yy = sums
    determinant = ss * bb - sb**2
    enough = n_assets >= MIN_ASSETS
    varied = (ss > _NEARLY_CONSTANT * _total(stock**2, group, n_groups)) & (
        bb > _NEARLY_CONSTANT * _total(bond**2, group, n_groups)
    )
    regular = enough & varied & (determinant > _NEARLY_COLLINEAR * ss * bb)
    safe = np.where(regular, determinant, 1.0)
    f_stock = np.where(regular, (bb * sy - sb * by) / safe, np.nan)
    f_bond = np.where(regular, (ss * by - sb * sy) / safe, np.nan)

    # The few days on which the betas are nearly collinear: a factorisation decides.
    for index in np.flatnonzero(enough & ~regular):
        of_group = group == index
        design = np.column_stack([stock[of_group], bond[of_group], np.ones(int(of_group.sum()))])
        scale = np.sqrt((design**2).sum(axis=0))
        if (scale == 0).any():
            continue
        slopes, _, rank, _ = np.linalg.lstsq(design / scale, y[of_group], rcond=1e-8)
        if rank == 3:
            f_stock[index], f_bond[index] = slopes[:2] / scale[:2]

    solved = ~np.isnan(f_stock)
    explained = f_stock * sy + f_bond * by
    return {
        "n_assets": n_assets,
        "intercept_bp": mean_y - f_stock * mean_s - f_bond * mean_b,
        "f_stock_bp": f_stock,
        "f_bond_bp": f_bond,
        "r_squared": np.where(solved & (yy > 0), explained / np.where(yy > 0, yy, 1.0), np.nan),
        "null_reason": pd.Series(np.where(enough, COLLINEAR, TOO_FEW_ASSETS)).mask(solved),
    }
