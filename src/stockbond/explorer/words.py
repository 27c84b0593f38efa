"""How the explorer names things for people; what has no name here is shown by its id."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache

from stockbond.paths import project_root

SAMPLES = {"paper": "Paper (2004-01 to 2022-06)", "full": "All days loaded"}
BASES = {"hindsight": "In hindsight", "point_in_time": "As known that evening"}
REGIMES = {"safety": "Bond safety", "other": "Other", "risky": "Bond risky", "none": "No label"}
EVENT_SUBSETS = {
    "all": "All",
    "rate_hike": "Rate hike",
    "rate_unchanged": "Rate unchanged",
    "rate_cut": "Rate cut",
    "post_volcker": "Since the Volcker rule",
    "increased_offering": "Increased offering",
    "increased_offering_post_volcker": "Increased offering since the Volcker rule",
}
OUTCOMES = {
    "rho_ust": "Stock-bond correlation (ust)",
    "vix": "VIX",
    "move": "MOVE",
    "noise": "Noise",
    "ust_vol": "Realized volatility of the 10-year note",
    "spx_vol": "Realized volatility of the S&P 500",
}
ENTERING = {
    "all": "All events",
    "safety": "After bond safety",
    "other": "After other",
    "risky": "After bond risky",
    "none": "After no label",
}


def named(names: dict[str, str], key: str) -> str:
    """The name of `key`, or the key itself."""
    return names.get(key, key)


def in_order(names: dict[str, str], keys: Collection[str]) -> list[str]:
    """The keys in the order of their names; those without a name come last, by the alphabet."""
    order = list(names)
    return sorted(keys, key=lambda key: (order.index(key) if key in names else len(order), key))


@cache
def pair_names() -> dict[str, str]:
    """The pairs' names, in the order of their seed."""
    seed = project_root() / "seeds/instruments/instrument_pairs.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        return {row["pair_id"]: row["name"] for row in csv.DictReader(file)}
