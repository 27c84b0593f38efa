"""The bar path once more, in numpy and plain Python: METHODOLOGY's rules, nothing of the models' SQL.

Minutes are counted from a session's open; a bar of one minute that starts at minute m ends at m + 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

INTERVAL = 5
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bar:
    """A one-minute bar of one file."""

    file: str
    start: int
    open: float
    close: float
    volume: int


def one_bar_a_minute(bars: Iterable[Bar]) -> dict[int, Bar]:
    """Start -> the bar that counts: a contradiction within a file discards both, then the last file wins."""
    by_file: dict[tuple[int, str], set[Bar]] = {}
    for bar in bars:
        by_file.setdefault((bar.start, bar.file), set()).add(bar)
    sound = {key: next(iter(copies)) for key, copies in by_file.items() if len(copies) == 1}
    return {start: sound[start, file] for start, file in sorted(sound)}


def grid_returns(bars: dict[int, Bar], n_intervals: int) -> Floats:
    """Five-minute log returns, NaN where either price is missing."""
    prices = np.full(n_intervals + 1, np.nan)
    for point in range(n_intervals + 1):
        starts = [m for m in range(point * INTERVAL - INTERVAL, point * INTERVAL) if m in bars]
        if starts:
            prices[point] = bars[max(starts)].close
    first = [m for m in range(INTERVAL) if m in bars]
    if np.isnan(prices[0]) and first:
        prices[0] = bars[min(first)].open
    return np.diff(np.log(prices))


def correlation(a: Floats, b: Floats) -> tuple[float | None, int]:
    """Pearson's correlation over the intervals that both have, None where a leg is flat; and their number."""
    both = ~np.isnan(a) & ~np.isnan(b)
    a, b = a[both], b[both]
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None, len(a)
    return float(np.corrcoef(a, b)[0, 1]), len(a)


def volatility_pct(returns: Floats, n_session_intervals: int) -> tuple[float, int]:
    """Annual percent from the intervals that there are, scaled to the whole session; and their number."""
    there = returns[~np.isnan(returns)]
    variance = float(there @ there) * n_session_intervals / max(len(there), 1)
    return 100 * float(np.sqrt(252 * variance)), len(there)
