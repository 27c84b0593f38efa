"""The contracts of the published release: the latest roll of each instrument, and the days on which another
vendor or contract stood in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from stockbond.doctor.findings import Finding
from stockbond.errors import StockbondError
from stockbond.published import open_published
from stockbond.sql import rows

SHOWN = 5  # stand-in days
ROLLS = """
    from marts.dim_contract_rolls
    qualify row_number() over (partition by instrument order by trade_date desc, vendor) = 1
    order by instrument
"""
STAND_INS = """
    select trade_date, instrument, vendor, contract, volume_share from marts.fct_contract_days
    where chosen_because = 'stand_in' order by trade_date desc, instrument
"""


def contracts(path: Path) -> Iterator[Finding]:
    """Rolls and stand-in days; silent where no release tells of them."""
    import duckdb

    try:
        with open_published(path) as connection:
            rolls = rows(connection, ROLLS)
            stand_ins = rows(connection, STAND_INS)
    except (StockbondError, duckdb.Error):
        return
    for roll in rolls:
        found = f"latest roll: {roll_in_words(**roll)}"
        yield Finding("contracts", "ok", found, facts=roll)
    if stand_ins:
        days = "; ".join(stand_in_in_words(**day) for day in stand_ins[:SHOWN])
        more = "; ..." if len(stand_ins) > SHOWN else ""
        yield Finding(
            "contracts", "note", f"{len(stand_ins)} stand-in days, the latest first: {days}{more}",
            "marts.fct_contract_days has them all: look why the first vendor did not serve",
            facts={"stand_in_days": stand_ins},
        )  # fmt: skip


def roll_in_words(
    instrument: str,
    trade_date: date,
    vendor: str,
    from_contract: str,
    to_contract: str,
    volume_share: float | None,
) -> str:
    """ES 2020-03-12 ESH20 to ESM20, 54 % of the volume; the vendor is in the facts."""
    return f"{instrument} {trade_date} {from_contract} to {to_contract}{share_in_words(volume_share)}"


def stand_in_in_words(
    trade_date: date, instrument: str, vendor: str, contract: str | None, volume_share: float | None
) -> str:
    """ES 2020-03-12 ESM20 of oanda, 54 % of the volume."""
    served = f"{contract or 'a continuous series'} of {vendor}"
    return f"{instrument} {trade_date} {served}{share_in_words(volume_share)}"


def share_in_words(volume_share: float | None) -> str:
    """Nothing where the volume is unknown."""
    return "" if volume_share is None else f", {volume_share:.0%} of the volume".replace("%", " %")
