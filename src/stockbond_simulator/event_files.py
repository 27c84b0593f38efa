"""An example of the user's own event sets: days like those of CPI releases. Nothing is planted on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stockbond_simulator.calendar import Sessions
from stockbond_simulator.macro.text_files import write_lines

CPI_TIME = "08:30"
CPI_DAY = np.timedelta64(11, "D")  # of the month, from 0: releases come about the twelfth


def write_event_sets(sessions: Sessions, root: Path) -> list[Path]:
    """events/cpi.csv: the first session from the twelfth on of each month; no file without any."""
    dates = sessions.dates
    months = np.arange(dates[0].astype("datetime64[M]"), dates[-1].astype("datetime64[M]") + 1)
    calendar = sessions.calendar_dates
    released = calendar[np.searchsorted(calendar, months.astype("datetime64[D]") + CPI_DAY)]
    released = released[(released >= dates[0]) & (released <= dates[-1])]
    if not len(released):
        return []
    lines = [f"{day},{CPI_TIME}" for day in released.astype("datetime64[D]").astype(str)]
    return [write_lines(root / "events" / "cpi.csv", ["event_date,event_time_et", *lines])]
