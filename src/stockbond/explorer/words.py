"""How the explorer names things for people; what has no name here is shown by its id."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from functools import cache

from stockbond.paths import project_root

SAMPLES = {"paper": "Paper (2004-01 to 2022-06)", "full": "All days loaded"}
BASES = {"hindsight": "In hindsight", "point_in_time": "As known that evening"}
REGIMES = ("safety", "other", "risky", "none")
HAVENS = {"ust": "Bond", "usd": "Dollar", "ust2y": "2-year note", "ust3m": "Three-month rate"}
"""What is safe on a safety day of a pair, and risky on a risky day."""
EVENT_SUBSETS = {
    "all": "All",
    "rate_hike": "Rate hike",
    "rate_unchanged": "Rate unchanged",
    "rate_cut": "Rate cut",
    "post_volcker": "Since the Volcker rule",
    "increased_offering": "Increased offering",
    "increased_offering_post_volcker": "Increased offering since the Volcker rule",
}
# Of single events, where they say more than their type.
EVENT_SUBTYPES = {
    **EVENT_SUBSETS,
    "unchanged_or_decreased_offering": "Unchanged or decreased offering",
    "scheduled": "Scheduled",
    "unknown": "",
    "calendar": "",
    "none": "",
}
CHOSEN = {
    "only_one": "the only one",
    "stand_in": "stands in",
    "calendar": "by the calendar",
    "rolled": "kept after the roll",
    "volume": "by volume",
}
"""Why a contract stands for its leg."""
HORIZON_NAMES = {0: "The day itself", 1: "Next session", 5: "Next 5 sessions", 20: "Next 20 sessions"}
OUTCOMES = {
    "rho_ust": "Stock-bond correlation",
    "vix": "VIX",
    "move": "MOVE",
    "noise": "Noise",
    "ust_vol": "Realized volatility of the 10-year note",
    "spx_vol": "Realized volatility of the S&P 500",
}


def regime_names(pair: str) -> dict[str, str]:
    """The kinds of days of a pair, for people: a dollar safety day is no bond safety day."""
    haven = named(HAVENS, pair) if pair in HAVENS else short_pair_name(pair)
    return {"safety": f"{haven} safety", "other": "Other", "risky": f"{haven} risky", "none": "No label"}


def subtype_name(subtype: str) -> str:
    """What is said of a single event beside its type; of a user's set as it has it."""
    return named(EVENT_SUBTYPES, subtype).replace("_", " ")


def entering_names(pair: str) -> dict[str, str]:
    """Events by the label of the session before them."""
    after = {regime: f"After {name[:1].lower()}{name[1:]}" for regime, name in regime_names(pair).items()}
    return {"all": "All events", **after}


def as_text(said: str) -> str:
    """A text as it stands, where the page would read marks in it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", said)


def as_code(said: str) -> str:
    """What somebody else wrote, in one line of code: no mark in it means anything, and no address is a link."""
    return f"`{' '.join(said.replace('`', chr(39)).split())}`"


def named(names: dict[str, str], key: str) -> str:
    """The name of `key`, or the key itself."""
    return names.get(key, key)


def in_order(names: dict[str, str], keys: Collection[str]) -> list[str]:
    """The keys in the order of their names; those without a name come last, by the alphabet."""
    order = list(names)
    return sorted(keys, key=lambda key: (order.index(key) if key in names else len(order), key))


def short_pair_name(pair: str) -> str:
    """The pair's name where there is little room: what is set against the S&P 500."""
    name = named(pair_names(), pair).removeprefix("S&P 500 and the ")
    return name[:1].upper() + name[1:]


@cache
def pair_names() -> dict[str, str]:
    """The pairs' names, in the order of their seed."""
    return {row["pair_id"]: row["name"] for row in seed("instruments/instrument_pairs")}


@cache
def pair_legs() -> dict[str, tuple[str, str]]:
    """The two instruments of each pair."""
    rows = seed("instruments/instrument_pairs")
    return {row["pair_id"]: (row["instrument_a"], row["instrument_b"]) for row in rows}


@cache
def asset_names() -> dict[str, str]:
    """The names of instruments and of the assets of the cross-section, in the order of their seeds."""
    instruments = {row["instrument"]: row["name"] for row in seed("instruments/instruments")}
    return instruments | {row["symbol"]: row["name"] for row in seed("series/assets")}


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a seed."""
    path = project_root() / f"seeds/{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
