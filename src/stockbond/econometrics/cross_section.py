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


def _least_squares_by_group(
    group: NDArray[np.int64], n_groups: int, y: Array, stock: Array, bond: Array
) -> dict[str, Any]:
    """Normal equations of two slopes for all groups, taken about each group's means."""
    n_assets = np.bincount(group, minlength=n_groups)
    divisor = np.maximum(n_assets, 1)

    def total(values: Array) -> Array:
        return np.bincount(group, weights=values, minlength=n_groups).astype(np.float64)

    def centred(values: Array) -> tuple[Array, Array]:
        mean = total(values) / divisor
        return mean, values - mean[group]

    (mean_y, dy), (mean_s, ds), (mean_b, db) = centred(y), centred(stock), centred(bond)
    ss, bb, sb, sy, by, yy = (
        total(a * b) for a, b in ((ds, ds), (db, db), (ds, db), (ds, dy), (db, dy), (dy, dy))
    )
    determinant = ss * bb - sb**2
    enough = n_assets >= MIN_ASSETS
    varied = (ss > _NEARLY_CONSTANT * total(stock**2)) & (bb > _NEARLY_CONSTANT * total(bond**2))
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
