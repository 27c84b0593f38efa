"""Small random markets around a roll: what vendors send and what goes wrong in it, for a comparison of the
warehouse with `contract_reference.reference`.

`random_market(seed, n_sessions, oddities)` is deterministic; `markets()` is its hypothesis strategy, which
shrinks the number of sessions and the set of oddities, so that a failure names what it needs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from contract_candidates_reference import BAR_COLUMNS, VendorSymbol
from contract_name_reference import LAST_TRADE_MONTHS_AFTER, MONTH_CODES, MONTH_NAMES, add_months
from hypothesis import strategies as st

CALENDAR = Path(__file__).parents[3] / "seeds" / "calendar" / "nyse_sessions.csv"
CANONICAL_COLUMNS = (
    *("instrument", "contract", "bar_start_utc", "bar_minutes"),
    *("open", "high", "low", "close", "volume"),
)
ODDITIES = (
    "spellings",  # every bar or day may spell its contract in another way
    "one_digit_years",
    "digits_only",  # 20180921 and 201809
    "implausible",  # TYZ29 with a large volume on a day
    "unreadable",
    "lost_days",  # a day of which every name is unreadable
    "spreads",
    "second_generics",
    "continuous_before",
    "continuous_after",
    "continuous_beside",
    "no_name_in_turns",  # '', None and a name in turns
    "missing_contract_days",
    "broken_days",
    "gaps",
    "null_volume",
    "zero_volume",
    "thirty_minutes",
    "one_minute",
    "stray_minutes",
    "no_pre_open",
    "flips",  # volumes that lead to and fro, rolls undone
    "third_contract",
    "second_vendor",
    "two_instruments",
    "flat_leg",
)
# What two careful readers of the texts may read differently, or what a build may take for a bad file: not
# drawn unless asked for.
QUARRELSOME = ("copies", "two_continuous_spellings", "serial_months")
ROOTS = {"ES": ("ES",), "TY": ("TY", "ZN"), "TU": ("TU", "ZT"), "RATE3M": ("GE", "ED"), "USD": ("DX",)}
SUFFIX = {"ES": "Index", "USD": "Curncy"}
START = {"ES": 3000.0, "TY": 130.0, "TU": 108.0, "RATE3M": 98.5, "USD": 97.0}
TICK = {"ES": 0.25, "TY": 1 / 64, "TU": 1 / 256, "RATE3M": 1 / 400, "USD": 0.005}
# The months in which a market lies: rolls of 2009 and 2019 are those of one-digit years around a decade's
# end.
ROLLS = (200403, 200803, 200912, 201103, 201303, 201906, 201912, 202003, 202006, 202103, 202209)


@dataclass(frozen=True)
class Market:
    """`bars` as the reference takes them; `canonical(vendor)` as a file of canonical bars holds them."""

    bars: pd.DataFrame
    sessions: pd.DataFrame
    vendor_symbols: tuple[VendorSymbol, ...]
    label: str

    @property
    def vendors(self) -> list[str]:
        return sorted(self.bars["vendor"].unique())

    def canonical(self, vendor: str) -> pd.DataFrame:
        """The bars of a vendor in the layout of `bars/canonical`; a symbol stands where the instrument
        does."""
        own = self.bars[self.bars["vendor"] == vendor].rename(columns={"symbol": "instrument"})
        return own[[*CANONICAL_COLUMNS]].reset_index(drop=True)

    def __repr__(self) -> str:
        return f"random_market({self.label})"


def read_sessions(path: Path = CALENDAR) -> pd.DataFrame:
    """The calendar seed as the reference takes it."""
    raw = pd.read_csv(path, parse_dates=["session_open_at_utc", "session_close_at_utc"])
    return pd.DataFrame(
        {
            "trade_date": pd.to_datetime(raw["trade_date"]).dt.date,
            "open_utc": raw["session_open_at_utc"],
            "close_utc": raw["session_close_at_utc"],
            "is_early_close": raw["is_early_close"],
        }
    )


def spellings(root: str, yyyymm: int, instrument: str) -> dict[str, str]:
    """The ways of VENDORS to write a contract, by kind. `yyyymm` is the contract month."""
    year, month = divmod(yyyymm, 100)
    code, digit, two = MONTH_CODES[month - 1], year % 10, f"{year % 100:02d}"
    suffix = SUFFIX.get(instrument, "Comdty")
    after = LAST_TRADE_MONTHS_AFTER.get(root, 0)
    last = add_months(yyyymm, after)
    return {
        "short": f"{root}{code}{two}",
        "one_digit": f"{root}{code}{digit}",
        "four_digits": f"{root}{code}{year}",
        "lower": f"{root}{code}{two}".lower(),
        "blanks": f" {root}{code}{two}  ",
        "apart": f"{root} {code}{two}",
        "slash": f"/{root}{code}{two}",
        "dash": f"{root}{code}-{two}",
        "bloomberg": f"{root}{code}{two} {suffix}",
        "bloomberg_one_digit": f"{root}{code}{digit} {suffix}",
        "bloomberg_dash": f"{root}{code}-{two} {suffix}",
        "ric_expired": f"{root}{code}{digit}^{year // 10 % 10}",
        "month_year": f"{root} {month:02d}-{two}",
        "iso": f"{root} {year}-{month:02d}",
        "yyyymm": f"{root} {yyyymm}",
        "digits": str(yyyymm),
        "last_day": f"{last // 100}{last % 100:02d}18",
        "month_name": f"{root}   {MONTH_NAMES[month - 1]} {two}",
        "sierra": f"{root}{code}{two}_FUT_CME",
        "exchange": f"{root}{code}{two}-CME",
        "lean": f"{root.lower()}_minute_trade_{yyyymm}",
    }


ONE_DIGIT = ("one_digit", "bloomberg_one_digit")
DIGITS_ONLY = ("digits", "last_day")
GENERICS = ("{root}2 Index", "{root}c2", "{root}.v.1", "{root}2!", "{root}2", "{root}3 Comdty")
CONTINUOUS_NAMES = (
    None,
    "",
    "{root}",
    "{root}.v.0",
    "{root}=F",
    "@{root}",
    "{root}c1",
    "{root}1!",
    "{root}1 Index",
)
UNREADABLE_NAMES = ("???", "front month", "{root}Q", "{root}-CONT", "{root}U20X", "12/13", "n/a")


def markets(
    oddities: Collection[str] = ODDITIES, min_sessions: int = 10, max_sessions: int = 40
) -> st.SearchStrategy[Market]:
    """Random markets; `oddities` are those that may be drawn (ODDITIES, QUARRELSOME)."""
    return st.builds(
        random_market,
        st.integers(0, 2**32 - 1),
        st.integers(min_sessions, max_sessions),
        st.lists(st.sampled_from(sorted(oddities)), unique=True, max_size=6),
    )


def random_market(
    seed: int,
    n_sessions: int = 20,
    oddities: Collection[str] = (),
    vendors: tuple[str, str] = ("canonical", "other"),
) -> Market:
    """One market: sessions around a roll, one or two instruments and vendors (these in their order)."""
    rng = np.random.default_rng(seed)
    sessions = read_sessions()
    roll = int(rng.choice(ROLLS))
    instruments = [str(rng.choice(["ES", "TY", "TU", "USD", "RATE3M"], p=[0.35, 0.25, 0.1, 0.1, 0.2]))]
    if "two_instruments" in oddities or "flat_leg" in oddities:
        instruments = ["ES", str(rng.choice(["TY", "TU", "USD", "RATE3M"]))]
    start = date(roll // 100, roll % 100, 1) - timedelta(days=int(rng.integers(3, 25)))
    days = sessions[sessions["trade_date"] >= start].head(n_sessions)
    sending = vendors if "second_vendor" in oddities else vendors[:1]
    symbols = [VendorSymbol(v, i, i, 1, n + 1) for n, v in enumerate(vendors) for i in instruments]
    frames = []
    for instrument in instruments:
        market = _Instrument(instrument, roll, days, frozenset(oddities), rng)
        frames += [market.bars(vendor, is_first=vendor == vendors[0]) for vendor in sending]
    bars = pd.concat(frames, ignore_index=True)
    bars = bars.sample(frac=1, random_state=seed % 2**31).reset_index(drop=True)
    return Market(bars, sessions, tuple(symbols), f"{seed}, {n_sessions}, {sorted(oddities)}")


class _Instrument:
    """The bars of one instrument: prices are shared by its contracts up to a basis, volumes move from one to
    the next."""

    def __init__(
        self, name: str, roll: int, days: pd.DataFrame, oddities: frozenset[str], rng: np.random.Generator
    ) -> None:
        self.name, self.days, self.oddities, self.rng = name, days, oddities, rng
        self.root = str(rng.choice(ROOTS[name]))
        if name == "RATE3M" and roll >= 202103:
            self.root = str(rng.choice(["SR3", "SFR"]))
        after = 3 if self.root in ("SR3", "SFR") else 0
        step = 1 if "serial_months" in oddities and name == "RATE3M" else 3
        n_contracts = 3 if "third_contract" in oddities else int(rng.choice([1, 2, 2, 2]))
        # From the contract whose last trading month is the roll's; where it has expired its bars are
        # implausible.
        self.contracts = [add_months(roll, n * step - after) for n in range(n_contracts)]
        self.last_months = [add_months(month, after) for month in self.contracts]
        self.level = START[name]

    def bars(self, vendor: str, is_first: bool) -> pd.DataFrame:
        rng, odd = self.rng, self.oddities
        is_continuous_vendor = not is_first and rng.random() < 0.5
        rank = np.arange(len(self.days)) - len(self.days) * rng.uniform(0.3, 0.7)
        frames = []
        special = set(rng.choice(len(self.days), size=min(3, len(self.days)), replace=False).tolist())
        names = [str(n).format(root=self.root) if n is not None else None for n in CONTINUOUS_NAMES]
        spelling = names[int(rng.integers(len(names)))]
        for at, session in enumerate(self.days.itertuples(index=False)):
            whole = self._session(session)
            share = 1 / (1 + np.exp(-rank[at]))
            if "flips" in odd and rng.random() < 0.3:
                share = float(rng.choice([0.02, 0.3, 0.55, 0.97]))
            in_turn = "no_name_in_turns" in odd and rng.random() < 0.3
            before = "continuous_before" in odd and at < len(self.days) // 3
            after = "continuous_after" in odd and at >= 2 * len(self.days) // 3
            if "lost_days" in odd and at in special and rng.random() < 0.5:
                frames.append(self._send(whole, "???", 1.0, vendor))
                continue
            if is_continuous_vendor or in_turn or before or after:
                turn = [None, ""][int(rng.integers(2))]
                frames.append(self._send(whole, turn if in_turn else spelling, 1.0, vendor))
                if "two_continuous_spellings" in odd and spelling != f"{self.root}c1":
                    frames.append(self._send(whole, f"{self.root}c1", 1.0, vendor))
                continue
            shares = [1 - share, share, float(rng.uniform(0, 0.3))]
            live = [n for n, last in enumerate(self.last_months) if last >= _month(session.trade_date)]
            for n in live:
                if "missing_contract_days" in odd and len(live) > 1 and rng.random() < 0.15:
                    continue
                frames.append(self._contract(whole, n, shares[n], vendor))
            if "continuous_beside" in odd:
                frames.append(self._send(whole, spelling, 1.0, vendor))
            if at in special:
                frames += self._strangers(whole, vendor)
        return pd.concat(frames, ignore_index=True)[[*BAR_COLUMNS]]

    def _strangers(self, whole: pd.DataFrame, vendor: str) -> list[pd.DataFrame]:
        """Bars of names that are set aside, each with a volume that would lead."""
        rng, code = self.rng, MONTH_CODES[self.contracts[0] % 100 - 1]
        year = self.contracts[0] // 100
        names = []
        if "implausible" in self.oddities:
            months_out = int(rng.choice([36, 60, 120, -24]))
            names.append(f"{self.root}{code}{(year + months_out // 12) % 100:02d}")
        if "unreadable" in self.oddities:
            names.append(str(rng.choice(UNREADABLE_NAMES)).format(root=self.root))
        if "spreads" in self.oddities:
            names.append(f"{self.root}{code}{year % 10}-{self.root}{code}{(year + 1) % 10}")
        if "second_generics" in self.oddities:
            names.append(str(rng.choice(GENERICS)).format(root=self.root))
        # Half of the file's bars may not be set aside: a stranger is there for a few bars, large as they are.
        return [self._send(whole.head(12), name, 50.0, vendor, may_break=False) for name in names]

    def _contract(self, whole: pd.DataFrame, n: int, share: float, vendor: str) -> pd.DataFrame:
        month = self.contracts[n]
        ways = spellings(self.root, month, self.name)
        if self.root in ("SR3", "SFR"):  # a name of digits has no root: it is of the instrument's first
            ways = {kind: name for kind, name in ways.items() if kind not in DIGITS_ONLY}
        kinds = ["short"]
        if "spellings" in self.oddities:
            kinds = [k for k in ways if k not in (*ONE_DIGIT, *DIGITS_ONLY)]
        if "one_digit_years" in self.oddities:
            kinds = [*ONE_DIGIT, *(kinds if "spellings" in self.oddities else [])]
        if "digits_only" in self.oddities:
            kinds += [k for k in DIGITS_ONLY if k in ways]
        bars = whole.copy()
        basis = 1 + 0.002 * n
        for column in ("open", "high", "low", "close"):
            bars[column] = (bars[column] * basis / TICK[self.name]).round() * TICK[self.name]
        chosen = self.rng.choice(kinds, size=2)
        sent = self._send(bars, ways[chosen[0]], share, vendor)
        # A day may change its spelling half way.
        sent.loc[sent.index >= self.rng.integers(0, 2 * len(sent) + 1), "contract"] = ways[chosen[1]]
        if "copies" in self.oddities and self.rng.random() < 0.1:
            sent = pd.concat([sent, sent.head(5).assign(contract=ways["four_digits"])], ignore_index=True)
        return sent

    def _session(self, session: object) -> pd.DataFrame:
        """Five-minute bars from five minutes before the open to the close, and one after it."""
        minutes = int((session.close_utc - session.open_utc) / timedelta(minutes=1))
        count = minutes // 5 + 2
        steps = self.rng.standard_normal(count) * 0.0008
        if "flat_leg" in self.oddities and self.rng.random() < 0.2:
            steps[:] = 0
        close = np.round(self.level * np.exp(np.cumsum(steps)) / TICK[self.name]) * TICK[self.name]
        opening = np.concatenate([[np.round(self.level / TICK[self.name]) * TICK[self.name]], close[:-1]])
        self.level = float(close[-1])
        start = pd.Timestamp(session.open_utc) - timedelta(minutes=5)
        return pd.DataFrame(
            {
                "bar_start_utc": [start + timedelta(minutes=5 * i) for i in range(count)],
                "bar_minutes": 5,
                "open": opening,
                "high": np.maximum(opening, close),
                "low": np.minimum(opening, close),
                "close": close,
            }
        )

    def _send(
        self, whole: pd.DataFrame, name: str | None, share: float, vendor: str, may_break: bool = True
    ) -> pd.DataFrame:
        """What a vendor sends of a contract-day: bar lengths, gaps, volumes."""
        rng, odd = self.rng, self.oddities
        bars = whole.copy()
        bars["volume"] = np.floor(rng.uniform(800, 1200, len(bars)) * share) + 1
        if not may_break:
            return self._named(bars, name, vendor)
        if "one_minute" in odd and rng.random() < 0.05:
            bars = _finer(bars)
        elif "thirty_minutes" in odd and rng.random() < 0.2:
            longer = _longer(bars)
            bars = longer if rng.random() < 0.5 else pd.concat([bars, longer], ignore_index=True)
        if "no_pre_open" in odd:
            bars = bars[bars["bar_start_utc"] >= whole["bar_start_utc"].iloc[1]]
        if "gaps" in odd:
            bars = bars[rng.random(len(bars)) >= rng.choice([0, 0.05, 0.12, 0.3])]
        if "broken_days" in odd and rng.random() < 0.15:
            bars = bars.iloc[: int(rng.integers(2, 62))]
        fives = bars[bars["bar_minutes"] == 5]
        if "stray_minutes" in odd and len(fives) and rng.random() < 0.5:
            at = int(rng.integers(len(fives)))
            bars = pd.concat([bars, _finer(fives.iloc[at : at + 1]).head(1)], ignore_index=True)
        for oddity, value, shares in (
            ("null_volume", np.nan, [0.02, 0.15, 1.0]),
            ("zero_volume", 0.0, [0.1, 1.0]),
        ):
            if oddity in odd and rng.random() < 0.2:
                lost = rng.random(len(bars)) < rng.choice(shares)
                bars = bars.assign(volume=bars["volume"].mask(lost, value))
        return self._named(bars, name, vendor)

    def _named(self, bars: pd.DataFrame, name: str | None, vendor: str) -> pd.DataFrame:
        contract = pd.Series([name] * len(bars), dtype=object)
        return bars.reset_index(drop=True).assign(vendor=vendor, symbol=self.name, contract=contract)


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _finer(bars: pd.DataFrame) -> pd.DataFrame:
    """Each five-minute bar as five of one minute: the first four at its open, the last ends at its close."""
    rows = []
    for bar in bars.itertuples(index=False):
        for minute in range(5):
            last = minute == 4
            high, low = (bar.high, bar.low) if last else (bar.open, bar.open)
            close = bar.close if last else bar.open
            start = bar.bar_start_utc + timedelta(minutes=minute)
            rows.append((start, 1, bar.open, high, low, close, float(np.floor(bar.volume / 5))))
    columns = ["bar_start_utc", "bar_minutes", "open", "high", "low", "close", "volume"]
    return pd.DataFrame(rows, columns=columns)


def _longer(bars: pd.DataFrame) -> pd.DataFrame:
    """Bars of thirty minutes from the open on, of whole groups of six."""
    body = bars.iloc[1 : 1 + (len(bars) - 2) // 6 * 6]
    group = np.arange(len(body)) // 6
    by = body.groupby(group)
    return by.agg(
        bar_start_utc=("bar_start_utc", "first"),
        open=("open", "first"),
        high=("high", "max"),
        low=("low", "min"),
        close=("close", "last"),
        volume=("volume", "sum"),
    ).assign(bar_minutes=30)
