"""What may be chosen, and the query string that says it: a link with all choices reproduces the view."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stockbond.explorer.words import BASES, REGIMES, as_code

SHOWN_DAYS = ("all", *REGIMES)
ALL_DATES = "all"
NONE = "none"
ZOOMS = {"max": None, "5y": 5, "1y": 1}
"""Years up to the last day that the series of days shows; None for all of them."""
LONGEST = 60  # characters of a link's part that a complaint repeats
MOST = 12  # values that a complaint names
PERCENTILE = re.compile("[1-9][0-9]?")


@dataclass(frozen=True)
class Outcome:
    """An outcome of the event study in one sample."""

    outcome: str
    unit: str
    n_days: int
    reason: str | None
    """Why it is not there, or only for a part of the sample."""


@dataclass(frozen=True)
class Catalogue:
    """What a release holds: the values among which the choices are made, in the order of display."""

    pairs: tuple[str, ...]
    """Pairs with at least one correlation."""
    samples: tuple[str, ...]
    event_sets: tuple[tuple[str, str], ...]
    """Event type and subset."""
    outcomes: tuple[str, ...]
    assets: tuple[tuple[str, str], ...]
    """Assets with daily returns, the legs first: key and name."""
    first_date: date
    last_date: date

    def event_types(self) -> list[str]:
        """The event types, each once."""
        return list(dict.fromkeys(event_type for event_type, _ in self.event_sets))

    def subsets(self, event_type: str) -> list[str]:
        """The subsets of an event type."""
        return [subset for of_type, subset in self.event_sets if of_type == event_type]


@dataclass(frozen=True)
class Choices:
    """One view of the explorer. Percentiles are whole numbers from 1 to 99, the lower one first."""

    pair: str = "ust"
    sample: str = "paper"
    safety_percentile: int = 20
    risky_percentile: int = 80
    basis: str = "hindsight"
    """Labels in hindsight (percentiles of the whole sample) or as known that evening."""
    event_type: str = "fomc_announcement"
    event_subset: str = "all"
    outcome: str = "rho_ust"
    dates: tuple[date, date] | None = None
    """First and last day shown, both included; None for the whole sample."""
    shown: str = "all"
    """The label of the days that the list shows."""
    zoom: str = "max"
    day: date | None = None
    """The day opened, and one beside it."""
    beside_day: date | None = None
    beside_pair: str = NONE
    beside_sample: str = NONE
    asset: str = "ES"
    """Whose returns on and after the days are shown."""

    def beside(self) -> Choices | None:
        """The same view of the other pair or sample, where one is chosen."""
        if self.beside_pair == self.beside_sample == NONE:
            return None
        pair = self.pair if self.beside_pair == NONE else self.beside_pair
        return replace(
            self, pair=pair, sample=self.sample if self.beside_sample == NONE else self.beside_sample
        )

    def read(self) -> Choices:
        """What of the choices a view is read for: the rest only says which part of it the page shows."""
        return replace(
            self, shown="all", zoom="max", day=None, beside_day=None, beside_pair=NONE, beside_sample=NONE,
            asset=Choices.asset,
        )  # fmt: skip

    def to_query(self) -> dict[str, str]:
        """The parameters of a link to this view. All of them, so that it survives a change of defaults."""
        return {
            "pair": self.pair,
            "sample": self.sample,
            "safety": str(self.safety_percentile),
            "risky": str(self.risky_percentile),
            "labels": self.basis,
            "event": self.event_type,
            "subset": self.event_subset,
            "outcome": self.outcome,
            "dates": f"{self.dates[0]}..{self.dates[1]}" if self.dates else ALL_DATES,
            "days": self.shown,
            "zoom": self.zoom,
            "day": f"{self.day or NONE}",
            "beside_day": f"{self.beside_day or NONE}",
            "beside_pair": self.beside_pair,
            "beside_sample": self.beside_sample,
            "asset": self.asset,
        }


def read_query(query: Mapping[str, str], catalogue: Catalogue) -> tuple[Choices, list[str]]:
    """The choices that a link makes, and a sentence on each part of it that cannot be followed.

    What the link does not say, or says in a way that this release does not know, takes the default; where
    the release lacks the default too, the first value there is.
    """
    reader = _Reader(query, catalogue, [])
    event_type = reader.one_of("event", catalogue.event_types(), Choices.event_type)
    choices = Choices(
        pair=reader.one_of("pair", catalogue.pairs, Choices.pair),
        sample=reader.one_of("sample", catalogue.samples, Choices.sample),
        basis=reader.one_of("labels", tuple(BASES), Choices.basis),
        event_type=event_type,
        event_subset=reader.one_of("subset", catalogue.subsets(event_type), Choices.event_subset),
        outcome=reader.one_of("outcome", catalogue.outcomes, Choices.outcome),
        shown=reader.one_of("days", SHOWN_DAYS, Choices.shown),
        dates=reader.dates(),
        zoom=reader.one_of("zoom", tuple(ZOOMS), Choices.zoom),
        day=reader.day("day"),
        beside_day=reader.day("beside_day"),
        beside_pair=reader.one_of("beside_pair", (NONE, *catalogue.pairs), NONE),
        beside_sample=reader.one_of("beside_sample", (NONE, *catalogue.samples), NONE),
        asset=reader.one_of("asset", [asset for asset, _ in catalogue.assets], Choices.asset),
    )
    safety, risky = reader.percentiles()
    return replace(choices, safety_percentile=safety, risky_percentile=risky), reader.complaints


@dataclass
class _Reader:
    query: Mapping[str, str]
    catalogue: Catalogue
    complaints: list[str]

    def said(self, name: str, default: str = "") -> str:
        """What the link says, as a complaint repeats it: short, and nothing but text."""
        value = self.query.get(name, default)
        more = "\N{HORIZONTAL ELLIPSIS}" if len(value) > LONGEST else ""
        return as_code(f"{name}={value[:LONGEST]}{more}")

    def one_of(self, name: str, allowed: Sequence[str], default: str) -> str:
        fallback = default if default in allowed or not allowed else allowed[0]
        value = self.query.get(name, fallback)
        if value in allowed or name not in self.query:
            return value
        known = allowed if len(allowed) <= MOST else [*allowed[:MOST], "and others"]
        self.complaints.append(
            f"{self.said(name)} is not known here; shown is {fallback}. Known: {', '.join(known)}."
        )
        return fallback

    def percentiles(self) -> tuple[int, int]:
        values = [
            self.query.get("safety", str(Choices.safety_percentile)),
            self.query.get("risky", str(Choices.risky_percentile)),
        ]
        # Two digits at most: Python refuses to read thousands of them.
        if all(map(PERCENTILE.fullmatch, values)) and int(values[0]) < int(values[1]):
            return int(values[0]), int(values[1])
        defaults = Choices.safety_percentile, Choices.risky_percentile
        self.complaints.append(
            f"{self.said('safety', values[0])} and {self.said('risky', values[1])} are not two"
            " percentiles from 1 to 99, the lower one first;"
            f" shown are {defaults[0]} and {defaults[1]}."
        )
        return defaults

    def dates(self) -> tuple[date, date] | None:
        value = self.query.get("dates", ALL_DATES)
        if value == ALL_DATES:
            return None
        try:
            first, last = map(date.fromisoformat, value.split(".."))
        except ValueError:
            first, last = date.max, date.min
        if first <= last:
            return first, last
        self.complaints.append(
            f"{self.said('dates')} is not a first and a last day like 2008-09-01..2009-03-31;"
            " the whole sample is shown."
        )
        return None

    def day(self, name: str) -> date | None:
        value = self.query.get(name, NONE)
        if value == NONE:
            return None
        first, last = self.catalogue.first_date, self.catalogue.last_date
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if first <= day <= last:
            return day
        self.complaints.append(f"{self.said(name)} is not a day from {first} to {last}; none is opened.")
        return None
