"""One independent random stream for each purpose, so that adding a draw to one leaves the others alone."""

from __future__ import annotations

import numpy as np

STREAMS = (
    "states",
    "within_state",
    "usd_correlation",
    "other_correlations",
    "day_returns",
    "levels",
    "volatilities",
    "five_minute_shocks",
    "one_minute_shocks",
    "missing_bars",
    "rolls",
    "bar_ranges",
    "volumes",
    "implied_volatilities",
    "yields",
    "convenience_yield",
    "term_premium",
    "currencies",
    "etf_flows",
    "dealer_positions",
    "assets",
    "french_factors",
)


def stream(seed: int, purpose: str, part: int = 0) -> np.random.Generator:
    """The generator of one purpose (and part of it, such as a leg)."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STREAMS.index(purpose), part)))
