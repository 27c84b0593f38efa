"""How the explorer names things for people; what has no name here is shown by its id."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache

from stockbond.paths import project_root

SAMPLES = {"paper": "Paper (2004-01 to 2022-06)", "full": "All days loaded"}
BASES = {"hindsight": "In hindsight", "point_in_time": "As known the evening before"}
REGIMES = {"safety": "Bond safety", "other": "Other", "risky": "Bond risky", "none": "No label"}
EVENT_TYPES = {
    "fomc_announcement": "FOMC announcement",
    "fomc_minutes": "FOMC minutes",
    "quarter_end": "Quarter end",
    "month_end_ex_quarter_end": "Month end (not quarter end)",
    "auction_10y": "10-year auction",
    "auction_5y": "5-year auction",
}
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
REASONS = {
    "early_close": "early close",
    "no_data": "no data",
    "too_few_intervals": "too few intervals",
    "flat_leg": "one leg did not move",
    "too_few_days": "too few days before",
    "series_not_loaded": "series not loaded",
    "outside_loaded_data": "outside the loaded data",
    "no_value_on_event_day": "no value on the event day",
    "no_value_before_event_day": "no value shortly before",
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
    seed = project_root() / "seeds/reference/instrument_pairs.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        return {row["pair_id"]: row["name"] for row in csv.DictReader(file)}
