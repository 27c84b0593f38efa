"""What can be asked for: a future's root, where it trades, and since when the vendor has it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stockbond.errors import StockbondError
from stockbond.fetch.words import shown

CME, ICE = "GLBX.MDP3", "IFUS.IMPACT"
BEGIN = date(2010, 6, 6)  # of the vendor's history of CME


@dataclass(frozen=True)
class Future:
    """A root, the instrument of the warehouse that it stands for, and the days that the vendor can have."""

    root: str
    instrument: str
    dataset: str
    first: date
    last: date = date.max
    is_usual: bool = True  # asked for without being named


FUTURES = (
    Future("ES", "ES", CME, BEGIN),
    Future("ZN", "TY", CME, BEGIN),
    Future("ZT", "TU", CME, BEGIN),
    Future("GE", "RATE3M", CME, BEGIN, date(2023, 6, 30)),  # Eurodollar: the last contract ended in June 2023
    Future("SR3", "RATE3M", CME, date(2018, 5, 7)),
    Future("6E", "USD", CME, BEGIN),
    Future("DX", "USD", ICE, date(2018, 12, 23), is_usual=False),  # another exchange, another licence
)


@dataclass(frozen=True)
class Symbol:
    """What the vendor is asked for: all contracts of a root (its parent), or the one with most volume."""

    future: Future
    is_continuous: bool

    @property
    def name(self) -> str:
        """The symbol as the vendor spells it."""
        return f"{self.future.root}.v.0" if self.is_continuous else f"{self.future.root}.FUT"

    @property
    def stype(self) -> str:
        """The kind of symbol in the vendor's words."""
        return "continuous" if self.is_continuous else "parent"


def select_symbols(names: Iterable[str], is_continuous: bool) -> tuple[Symbol, ...]:
    """The symbols that the names mean, in our order; the usual ones without names.

    A name is a root of the exchange or an instrument of the warehouse, in any case of letters.
    """
    wanted = {name.upper(): name for name in names}
    known = {name for future in FUTURES for name in (future.root, future.instrument)}
    for capitals, name in wanted.items():
        if capitals not in known:
            near = difflib.get_close_matches(capitals, sorted(known), n=3)
            hint = f"Did you mean {', '.join(near)}? " if near else ""
            raise StockbondError(
                f"{shown(name)} is no future that `stockbond fetch bars` knows. {hint}"
                f"It knows {', '.join(future.root for future in FUTURES)}, and what they stand for."
            )
    chosen = [
        future for future in FUTURES
        if future.root in wanted or (future.is_usual and (not wanted or future.instrument in wanted))
    ]  # fmt: skip
    return tuple(Symbol(future, is_continuous) for future in chosen)
