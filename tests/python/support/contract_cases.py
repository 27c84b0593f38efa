"""Bars and answers of the hand-computed cases of the contract reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from contract_candidates_reference import VendorSymbol
from contract_markets import read_sessions
from contract_reference import Reference, reference

SESSIONS = read_sessions()
# Sessions by day.
OPENS = {s.trade_date: s for s in SESSIONS.itertuples(index=False)}
SYMBOLS = [VendorSymbol("canonical", i, i) for i in ("ES", "TY", "TU", "USD", "RATE3M")]
SECOND = [VendorSymbol("second", i, i, priority=2) for i in ("ES", "TY", "TU", "USD", "RATE3M")]


def days_from(first: str, n: int = 1) -> list[date]:
    """Sessions from a day on."""
    start = date.fromisoformat(first)
    return [day for day in OPENS if day >= start][:n]


def bars(
    days: date | Iterable[date],
    contract: str | None,
    volume: float | None = 100.0,
    *,
    symbol: str = "TY",
    vendor: str = "canonical",
    minutes: int = 5,
    keep: slice = slice(None),
    closes: Sequence[float] | None = None,
) -> pd.DataFrame:
    """Bars of a contract from the session's open to its close; `keep` takes a part of them."""
    rows = []
    for day in [days] if isinstance(days, date) else days:
        session = OPENS[day]
        count = int((session.close_utc - session.open_utc) / timedelta(minutes=minutes))
        for i in range(count)[keep]:
            close = closes[i] if closes is not None else 100.0 + i % 2
            start = session.open_utc + timedelta(minutes=minutes * i)
            rows.append((vendor, symbol, contract, start, minutes, close, close, close, close, volume))
    names = ["vendor", "symbol", "contract", "bar_start_utc", "bar_minutes", "open", "high", "low", "close"]
    table = pd.DataFrame(rows, columns=[*names, "volume"])
    return table.astype({"volume": float})


def run(*frames: pd.DataFrame, symbols: Sequence[VendorSymbol] = (*SYMBOLS, *SECOND)) -> Reference:
    return reference(pd.concat(frames, ignore_index=True), SESSIONS, symbols)


def contracts(result: Reference, instrument: str = "TY") -> list[Any]:
    own = result.contract_days[result.contract_days["instrument"] == instrument]
    return own["contract"].where(own["contract"].notna(), None).tolist()


def because(result: Reference, instrument: str = "TY") -> list[Any]:
    own = result.contract_days[result.contract_days["instrument"] == instrument]
    return own["chosen_because"].tolist()


def rolls(result: Reference) -> list[tuple[str, str, str]]:
    own = result.rolls[["trade_date", "from_contract", "to_contract"]]
    return [(str(day), before, after) for day, before, after in own.itertuples(index=False)]
