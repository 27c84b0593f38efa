"""The daily series as CSV files: VIX in FRED's layout, MOVE and noise as plain date,value files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stockbond.simulate.levels import DECIMALS
from stockbond.simulate.market import Market


def write_series(market: Market, root: Path) -> list[Path]:
    """Write the three series under `root`/series; returns the files.

    VIX has every weekday, blank where the exchange was closed. MOVE and noise have the days on which
    the bond market was open.
    """
    sessions = market.sessions
    dates = [str(day) for day in sessions.dates]
    text = {
        outcome: [f"{level:.{DECIMALS[outcome]}f}" for level in market.outcomes[outcome].value]
        for outcome in DECIMALS
    }
    weekdays = np.arange(sessions.dates[0], sessions.dates[-1] + 1)
    weekdays = weekdays[np.is_busday(weekdays)]
    vix = dict(zip(dates, text["vix"], strict=True))
    vix_lines = [f"{day},{vix.get(str(day), '')}" for day in weekdays]
    files = [write_lines(root / "series" / "fred" / "VIXCLS.csv", "observation_date,VIXCLS", vix_lines)]
    for outcome, name in (("move", "MOVE"), ("noise", "HPW_NOISE")):
        lines = [
            f"{day},{level}"
            for day, level, is_holiday in zip(dates, text[outcome], sessions.is_sifma_holiday, strict=True)
            if not is_holiday
        ]
        files.append(write_lines(root / "series" / "custom" / f"{name}.csv", "date,value", lines))
    return files


def write_lines(path: Path, header: str, lines: list[str]) -> Path:
    """Write a text file with Unix line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8", newline="\n")
    return path
