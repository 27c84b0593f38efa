"""Changed copies of a published file, for the explorer's tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from stockbond.explorer.choices import Choices
from stockbond.explorer.view import Identity, read_view


def changed_copy(published: Path, copy: Path, *statements: str) -> Path:
    """A copy of the published file after some SQL."""
    shutil.copy(published, copy)
    with duckdb.connect(copy) as connection:
        for statement in statements:
            connection.execute(statement)
    return copy


def keep_days(*days: str) -> tuple[str, str]:
    """SQL that leaves correlations on these days alone: the other days stay, without a value."""
    others = "trade_date not in (" + ", ".join(f"date '{day}'" for day in days) + ")"
    return (
        "update marts.fct_realized_correlation_daily set realized_correlation = null,"
        " correlation_ci_low = null, correlation_ci_high = null, n_intervals = 0,"
        f" null_reason = 'no_data' where {others}",
        f"update marts.fct_regimes_daily set realized_correlation = null, regime = null where {others}",
    )


def explored(published: Path) -> tuple[Path, Identity]:
    """The first arguments of what reads a published file for the explorer."""
    identity = Identity.of(published)
    assert identity is not None
    return published, identity


def days_by_label(path: Path, choices: Choices) -> list[int]:
    """What the four tiles of a page must say."""
    counts = read_view(*explored(path), choices).days["regime"].value_counts()
    return [int(counts.get(regime, 0)) for regime in ("safety", "other", "risky", "none")]
