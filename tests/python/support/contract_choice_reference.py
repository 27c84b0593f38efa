"""Which candidate is the contract of the day, in plain Python: order of vendors, volume, calendar, never
back.

From METHODOLOGY 2a alone; see `contract_reference.py`. It is a fold over days: nothing after a day enters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from contract_candidates_reference import Candidate, Instrument, Series, Session, VendorSymbol

ONLY_ONE, STAND_IN, CALENDAR, ROLLED, VOLUME = "only_one", "stand_in", "calendar", "rolled", "volume"
QUARTERLY = (3, 6, 9, 12)


@dataclass
class Chosen:
    candidate: Candidate
    because: str
    volume_share: float | None
    session_volume: float | None


class Fold:
    """Days of one instrument, taken in their order. `state` is the last contract by vendor."""

    def __init__(
        self, instrument: Instrument, symbols: Sequence[VendorSymbol], calendar: Sequence[Session]
    ) -> None:
        self.instrument = instrument
        self.days = [s.trade_date for s in calendar]
        self.priority: dict[str, int] = {}
        for symbol in symbols:
            known = self.priority.get(symbol.vendor, symbol.priority)
            self.priority[symbol.vendor] = min(known, symbol.priority)
        # CHOICE 5: the first vendor of an instrument is the seed's first, whether or not it ever sent a bar.
        self.first_vendor = min(self.priority, key=self._rank)
        self.state: dict[str, Series] = {}
        self.rolls: list[dict[str, Any]] = []

    def _rank(self, vendor: str) -> tuple[int, str]:
        return self.priority[vendor], vendor

    def choose(self, day: date, candidates: Sequence[Candidate]) -> Chosen:
        """The day's contract; moves the state of its vendor."""
        serving = [c for c in candidates if c.serves]
        if serving:
            vendor = min((c.series.vendor for c in serving), key=self._rank)
            serving = [c for c in serving if c.series.vendor == vendor]
            dated = [c for c in serving if c.series.is_dated]
            chosen, because = self._of_dated(day, dated) if dated else self._of_continuous(serving)
        else:
            # CHOICE 6: a day on which nothing serves decides nothing: the state stays, and with more than one
            # candidate the one taken is a stand-in.
            chosen, because = min(candidates, key=self._fullest), STAND_IN
        series = chosen.series
        # CHOICE 7: dated ones of this vendor on this day, whether they serve or not.
        has_dated = any(c.series.vendor == series.vendor and c.series.is_dated for c in candidates)
        if len(candidates) == 1:
            because = ONLY_ONE
        elif series.vendor != self.first_vendor or (has_dated and not series.is_dated):
            because = STAND_IN
        total = _session_volume(chosen, candidates)
        share = chosen.volume / total if series.is_dated and chosen.volume is not None and total else None
        return Chosen(chosen, because, share, total)

    def _fullest(self, candidate: Candidate) -> tuple[Any, ...]:
        """Most grid points; ties: vendor priority, dated, earlier expiry, and what makes an order of the
        rest."""
        series = candidate.series
        return (
            *(-candidate.n_grid_points, self._rank(series.vendor), not series.is_dated, *_expiry(series)),
            *(candidate.symbol_priority, series.contract.spelling or ""),
        )

    def _of_continuous(self, serving: list[Candidate]) -> tuple[Candidate, str]:
        """CHOICE 8: spellings of one priority go by the alphabet, no name first. Where none of the five
        reasons holds (the first vendor's continuous series beside another candidate) the last one stands:
        volume."""
        return min(serving, key=lambda c: (c.symbol_priority, c.series.contract.spelling or "")), VOLUME

    def _of_dated(self, day: date, serving: list[Candidate]) -> tuple[Candidate, str]:
        """`serving` are of one vendor. CHOICE 9: only candidates that serve compete; an unknown volume of one
        of these sends the day to the calendar."""
        vendor = serving[0].series.vendor
        state = self.state.get(vendor)
        if self.instrument.contract_rule == "volume" and all(c.volume is not None for c in serving):
            chosen, because, moves = self._by_volume(serving, state)
        else:
            chosen, because, moves = self._by_calendar(day, serving, state)
        if moves:
            if state is not None and state != chosen.series:
                self.rolls.append(
                    {
                        "instrument": self.instrument.name,
                        "vendor": vendor,
                        "trade_date": day,
                        "from_contract": state.contract.code,
                        "to_contract": chosen.series.contract.code,
                    }
                )
            self.state[vendor] = chosen.series
        return chosen, because

    def _by_volume(self, serving: list[Candidate], state: Series | None) -> tuple[Candidate, str, bool]:
        """The candidate, why, and whether the state moves to it. Exception (b) is of these days alone: by
        calendar volumes are unknown, or lie years out (CHOICE 10)."""
        leader = min(serving, key=_leads)
        if state is None or leader.series.expiry >= state.expiry:
            return leader, VOLUME, True
        # CHOICE 11: an expiry earlier than the state's is "back" even if it never was the day's contract.
        kept = [c for c in serving if c.series == state]
        if not kept:
            return leader, STAND_IN, False  # (a): that day only
        if 10 * (kept[0].volume or 0) < (leader.volume or 0):
            return leader, VOLUME, True  # (b): the roll is undone
        return min((c for c in serving if c.series.expiry >= state.expiry), key=_leads), ROLLED, True

    def _by_calendar(
        self, day: date, serving: list[Candidate], state: Series | None
    ) -> tuple[Candidate, str, bool]:
        if self.instrument.contract_rule == "front":
            # The nearest of H, M, U, Z: other months only where no such serves (CHOICE 12).
            quarterly = [c for c in serving if (c.series.contract.contract_month or 0) % 100 in QUARTERLY]
            serving = quarterly or serving
        serving = sorted(serving, key=lambda c: _expiry(c.series))
        to_come = [c for c in serving if not self._roll_has_come(day, c.series)]
        first = to_come[0] if to_come else serving[-1]
        if state is None:
            return first, CALENDAR, True
        kept = [c for c in serving if c.series == state]
        if not self._roll_has_come(day, state):
            # CHOICE 13: before its roll day the state's contract is kept; where it does not serve, the one
            # that the calendar takes without a state serves that day only, or one broken day would roll for
            # good.
            chosen, moves = (kept[0], True) if kept else (first, False)
        else:
            # CHOICE 14: one step a day, even where the later one's roll day has come too.
            later = [c for c in serving if c.series.expiry > state.expiry]
            chosen, moves = (later[0], True) if later else (kept[0], True) if kept else (first, False)
        is_earlier = chosen.series.expiry < state.expiry
        return chosen, STAND_IN if is_earlier else CALENDAR, moves

    def _roll_has_come(self, day: date, series: Series) -> bool:
        roll_day = self.roll_day(series)
        return roll_day is not None and day >= roll_day

    def roll_day(self, series: Series) -> date | None:
        """`roll_days_before_expiry` sessions before the expiry day, or before the last session before that
        day where it is no session. None where the calendar does not reach so far. The later contract serves
        from this day on."""
        expiry = expiry_day(series.expiry, self.instrument.expires_on)
        if expiry > self.days[-1]:
            return None
        at = bisect_right(self.days, expiry) - 1 - self.instrument.roll_days_before_expiry
        return self.days[max(at, 0)]


def expiry_day(yyyymm: int, expires_on: str) -> date:
    """The first day, third Friday or third Wednesday of a month (the last trading month: CHOICE 3)."""
    first = date(yyyymm // 100, yyyymm % 100, 1)
    if expires_on == "first_day":
        return first
    weekday = {"third_friday": 4, "third_wednesday": 2}[expires_on]
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 14)


def _expiry(series: Series) -> tuple[int, int, str]:
    """Earlier expiry first; at one last trading month the earlier contract month, then the root."""
    return series.expiry, series.contract.contract_month or 0, series.contract.root or ""


def _leads(candidate: Candidate) -> tuple[Any, ...]:
    """Largest session volume; ties: more grid points, then earlier expiry."""
    return -(candidate.volume or 0), -candidate.n_grid_points, _expiry(candidate.series)


def _session_volume(chosen: Candidate, candidates: Sequence[Candidate]) -> float | None:
    """Volume of all plausible contracts of the day's vendor, each in its chosen bar length; on a day of a
    continuous series its own, for it holds the same trades.

    CHOICE 15: NULL where the chosen one's or a serving one's is unknown; the unknown volume of one that does
    not serve is ignored here too. `volume_share` of a continuous series is NULL: it is none of the contracts.
    """
    if not chosen.series.is_dated:
        return chosen.volume
    own = [c for c in candidates if c.series.vendor == chosen.series.vendor and c.series.is_dated]
    if chosen.volume is None or any(c.volume is None for c in own if c.serves):
        return None
    return sum(c.volume or 0.0 for c in own)
