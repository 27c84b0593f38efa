"""The root of a name, whatever its spelling: the symbol by which a bar finds its instrument."""

from __future__ import annotations

import duckdb
import pytest

from stockbond.formats import known_roots
from stockbond.staging import macros

SPELLINGS = {
    "ES": [
        "ESU4", "ESU24", "ESU2024", "ESZ08", "esu24", "ESU24 ", "ES U4", "ESU8 Index", "ESU8^1", "ES 09-18",
        "ES 2018-09", "ES 201809", "ES 20180921", "ESU24_FUT_CME", "ESU18-CME", "es_minute_trade_201312",
        "ES",
        "ES.v.0", "ES=F", "@ES", "ESc1", "ES1!", "ES1 Index", "ES2 Index", "ES.v.1", "ESU8-ESZ8",
        "CME_MINI_ES1!",
        "ES.FUT", "ES-20180921", "ES_201809", "/ESU24", "ESU24.CME",
    ],
    "TY": ["TYU8 Comdty", "TY1 Comdty", "TYc1", "TYU8^1"],
    "ZN": ["ZN   SEP 18", "CBOT_ZN1!", "ZNU4", "ZN 03-20", "zn_minute_trade_202003"],
    "ZT": ["ZTM-22 Comdty", "ZTH0"],
    "TU": ["TUc2", "TU1 Comdty"],
    "SR3": ["SR3H0", "SR3H0-SR3M0", "SR31!", "SR3"],
    "SFR": ["SFR1 Comdty", "SFRH0 Comdty"],
    "6E": ["6EU4", "6E1!", "6E 03-20"],
    "EC": ["EC1 Curncy", "ECU8 Curncy"],
    "DX": ["DX 03-20", "DX1!", "DX1 Curncy", "DXU24"],
    "GE": ["GEZ1", "GE.c.0"],
    # Roots that nobody told us of, and names that are no contract's.
    "NQ": ["NQU4", "NQ 09-18", "NQ1!"],
    "SPXUSD": ["SPXUSD"],
    "EURUSD": ["EURUSD"],
    "USA500.IDXUSD": ["USA500.IDXUSD"],
    "SPX500_USD": ["SPX500_USD"],
    "SPY": ["SPY"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "root"), [(name, root) for root, names in SPELLINGS.items() for name in names]
)
def test_the_root_of_every_spelling_is_found(name: str, root: str) -> None:
    sql = macros().symbol_of_name("name", known_roots())
    assert duckdb.execute(f"select {sql} from (select $1 as name)", [name]).fetchone() == (root,)
