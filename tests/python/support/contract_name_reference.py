"""Names of futures contracts, read in plain Python: METHODOLOGY 2a ("Contracts") and VENDORS ("How contracts
are named").

This file and `contract_reference.py` are written from the two texts alone, without a look at the project's
SQL, so that the two can be compared. Choices where the texts leave one are marked CHOICE with a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import pandas as pd

DATED, CONTINUOUS, SPREAD = "dated", "continuous", "calendar_spread"
NOT_THE_FRONT, UNREADABLE = "not_the_front", "unreadable"

MONTH_CODES = "FGHJKMNQUVXZ"
MONTH_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# Every spelling of a root, and the one name that stands for it here.
ROOTS = {
    "ES": "ES",
    "TY": "TY",
    "ZN": "TY",
    "TU": "TU",
    "ZT": "TU",
    "DX": "DX",
    "6E": "6E",
    "EC": "6E",
    "GE": "GE",
    "ED": "GE",
    "SR3": "SR3",
    "SFR": "SR3",
}
ROOTS_OF = {"ES": ("ES",), "TY": ("TY",), "TU": ("TU",), "USD": ("DX", "6E"), "RATE3M": ("GE", "SR3")}
LAST_TRADE_MONTHS_AFTER = {"SR3": 3}  # the seed: 0 for every other root

# CHOICE 1: a name without a root (`20180921`, `201809`, `SEP 18`) is of the root that its symbol names; where
# the symbol is an instrument of several roots it is the first one above, whose last_trade_months_after is 0.
_ROOT = "(" + "|".join(sorted(ROOTS, key=len, reverse=True)) + "|[A-Z]{1,3})"
_CODE = re.compile(rf"^{_ROOT}[ -]*([{MONTH_CODES}])[ -]*(\d\d?|\d{{4}})$")
_CODE_TOKEN = re.compile(rf"^[A-Z0-9]{{0,3}}[{MONTH_CODES}](\d\d?|\d{{4}})$")
_NAMED_MONTH = re.compile(rf"^(?:{_ROOT} )?({'|'.join(MONTH_NAMES)})[ -]*(\d\d|\d{{4}})$")
_MONTH_YEAR = re.compile(rf"^(?:{_ROOT} )?(\d\d)-(\d\d|\d{{4}})$")  # ES 09-18
_YEAR_MONTH = re.compile(rf"^(?:{_ROOT} ?)?(\d{{4}})-?(\d\d)$")  # ES 2018-09, ES 201809, 201809
_LAST_DAY = re.compile(rf"^(?:{_ROOT} )?(\d{{4}})(-?)(\d\d)\3(\d\d)$")  # 20180921
_LEAN = re.compile(rf"^{_ROOT} (?:(?:MINUTE|SECOND|TRADE|QUOTE) )+(\d{{4}})(\d\d)$")  # es_minute_trade_201809
_SUFFIX = re.compile(r"( (COMDTY|INDEX|CURNCY)| FUT [A-Z]+|[-:][A-Z]{2,6})$")
_EXCHANGE = re.compile(r"^(CME|CBOT|XCME|XCBT|ICE|ICEUS)[ :]")


@dataclass(frozen=True)
class Contract:
    """What a name says: months are integers yyyymm, None where the name is not a dated contract's.

    `spelling` tells continuous series apart: '' is no name; case and blanks make no difference.
    """

    kind: str
    root: str | None = None
    contract_month: int | None = None
    last_trade_month: int | None = None
    spelling: str | None = None

    @property
    def code(self) -> str:
        """`ESH20`, or the spelling of a continuous series."""
        if self.contract_month is None:
            return self.spelling or ""
        year, month = divmod(self.contract_month, 100)
        return f"{self.root}{MONTH_CODES[month - 1]}{year % 100:02d}"


@dataclass(frozen=True)
class _Written:
    """A name before its year is resolved; `year` is as written, `year_digits` 1, 2 or 4."""

    kind: str
    root: str | None = None
    year: int = 0
    year_digits: int = 4
    month: int = 0
    is_last_day: bool = False
    spelling: str | None = None


def add_months(yyyymm: int, months: int) -> int:
    year, month = divmod(yyyymm // 100 * 12 + yyyymm % 100 - 1 + months, 12)
    return year * 100 + month + 1


def months_between(earlier: int, later: int) -> int:
    """Months from one yyyymm to another."""
    return (later // 100 - earlier // 100) * 12 + later % 100 - earlier % 100


def month_of(moment: date | datetime | pd.Timestamp) -> int:
    return moment.year * 100 + moment.month


def parse_contract(name: object, symbol: str, bar_start: datetime | pd.Timestamp) -> Contract:
    """Read `name`, the contract text of a bar of vendor symbol (or instrument) `symbol` that starts at
    `bar_start`, UTC.

    A one-digit year is the first whose last trading month is not before the month of the bar's start. Whether
    the expiry is plausible is asked apart (`is_plausible`).
    """
    missing = name is None or name is pd.NA or (isinstance(name, float) and name != name)
    return _resolve(None if missing else str(name), symbol, month_of(bar_start))


def is_plausible(
    contract: Contract, bar_start: datetime | pd.Timestamp, max_months_to_expiry: int = 12
) -> bool:
    """The last trading month is the bar's month or up to `max_months_to_expiry` after it, both ends
    allowed."""
    if contract.last_trade_month is None:
        return contract.kind == CONTINUOUS
    return 0 <= months_between(month_of(bar_start), contract.last_trade_month) <= max_months_to_expiry


@cache
def _resolve(name: str | None, symbol: str, bar_month: int) -> Contract:
    written = _read(name, symbol)
    if written.kind != DATED:
        return Contract(written.kind, written.root, spelling=written.spelling)
    after = LAST_TRADE_MONTHS_AFTER.get(written.root or "", 0)
    if written.is_last_day:
        last = written.year * 100 + written.month
        return Contract(DATED, written.root, add_months(last, -after), last)
    year = written.year
    if written.year_digits == 1:
        # The first year from far enough below whose last trading month is not before the bar's month.
        year = bar_month // 100 - 11
        while year % 10 != written.year or add_months(year * 100 + written.month, after) < bar_month:
            year += 1
    month = year * 100 + written.month
    return Contract(DATED, written.root, month, add_months(month, after))


def _read(name: str | None, symbol: str) -> _Written:
    """The kind of a name and its parts. The order of the questions matters: `TU2` is a generic, not a
    September."""
    text = " ".join(re.sub(r"[\s/_]+", " ", (name or "").upper()).split())
    if not text:
        return _Written(CONTINUOUS, spelling="")
    text = _EXCHANGE.sub("", text)
    without_decade = re.sub(r"\^\d", "", text)
    if sum(bool(_CODE_TOKEN.match(token)) for token in re.split(r"[ :+-]", without_decade)) >= 2:
        return _Written(SPREAD)
    stripped = _SUFFIX.sub("", text)
    return _generic(stripped, text, symbol) or _dated(stripped, symbol) or _Written(UNREADABLE)


def _generic(text: str, spelling: str, symbol: str) -> _Written | None:
    """The root alone, `ES=F`, `@ES`, and generics: `ES1`, `ESc1`, `ES1!` and `ES.v.0` are the first."""
    own = {symbol.upper()} | {root for root in ROOTS if _is_root_of(root, symbol)}
    for root in sorted(own, key=len, reverse=True):
        here = re.escape(root)
        if re.fullmatch(rf"@?{here}|{here}=F", text):
            return _Written(CONTINUOUS, spelling=spelling)
        ranked = re.fullmatch(rf"{here} ?(?:C?([1-9]\d?)!?|\.[VCN]\.(\d+))", text)
        if ranked:
            is_first = ranked[1] == "1" if ranked[1] else int(ranked[2]) == 0
            return _Written(CONTINUOUS if is_first else NOT_THE_FRONT, spelling=spelling)
    return None


def _dated(text: str, symbol: str) -> _Written | None:
    decade = re.fullmatch(r"(.*\d)\^(\d)", text)  # ESU8^1: the digit is the decade, 1 for 2010 to 2019
    text = (decade[1] if decade else text).removeprefix("@")
    if found := _CODE.match(text):
        root, code, year = found.groups()
        month = MONTH_CODES.index(code) + 1
        if decade and len(year) == 1:
            return _of(root, symbol, str(int(decade[2]) * 10 + int(year)).zfill(2), month)
        return _of(root, symbol, year, month)
    if decade:
        return None
    if found := _NAMED_MONTH.match(text):
        return _of(found[1], symbol, found[3], MONTH_NAMES.index(found[2]) + 1)
    if found := _LAST_DAY.match(text):
        root, year, _, month, day = found.groups()
        try:
            date(int(year), int(month), int(day))
        except ValueError:
            return None
        return _of(root, symbol, year, int(month), is_last_day=True)
    if found := _MONTH_YEAR.match(text):
        return _of(found[1], symbol, found[3], int(found[2]))
    if found := (_YEAR_MONTH.match(text) or _LEAN.match(text)):
        return _of(found[1], symbol, found[2], int(found[3]))
    return None


def _of(root: str | None, symbol: str, year: str, month: int, is_last_day: bool = False) -> _Written | None:
    """CHOICE 2: a root of another instrument is unreadable (its prices are not this one's); a root nobody
    knows is one of its own. Two-digit years are 1980 to 2079; a year of four digits outside them is no
    year."""
    if root is not None and root in ROOTS and not _is_root_of(root, symbol):
        return None
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 80 else 1900
    if not 1 <= month <= 12 or (len(year) > 1 and not 1980 <= number < 2080):
        return None
    return _Written(DATED, _root_of(root, symbol), number, len(year), month, is_last_day)


def _root_of(root: str | None, symbol: str) -> str:
    if root is not None:
        return ROOTS.get(root, root)
    symbol = symbol.upper()
    return ROOTS_OF[symbol][0] if symbol in ROOTS_OF else ROOTS.get(symbol, symbol)


def _is_root_of(root: str, symbol: str) -> bool:
    """Whether a known root is one of the symbol's instrument; of a symbol nobody knows every root may be."""
    symbol = symbol.upper()
    if symbol in ROOTS_OF:
        return ROOTS[root] in ROOTS_OF[symbol]
    if symbol in ROOTS:
        return ROOTS[root] == ROOTS[symbol]
    return True
