"""The explorer's SQL, all of it: labels, events, single days and returns, and what there is to choose from."""

from stockbond.explorer.queries.catalogue import read_catalogue
from stockbond.explorer.queries.days import (
    HORIZONS,
    read_contracts,
    read_events_of_day,
    read_returns,
    read_times,
)
from stockbond.explorer.queries.events import (
    read_calendar,
    read_events,
    read_intraday,
    read_outcome,
    read_paths,
    read_printed,
    read_robust,
    read_upcoming,
)
from stockbond.explorer.queries.labels import (
    BIN_WIDTH,
    ProjectSettings,
    label_days,
    read_by_regime,
    read_by_year,
    read_days,
    read_histogram,
    read_labelled,
)

__all__ = [
    "BIN_WIDTH", "HORIZONS", "ProjectSettings", "label_days", "read_by_regime", "read_by_year", "read_calendar",
    "read_catalogue", "read_contracts", "read_days", "read_events", "read_events_of_day", "read_histogram",
    "read_intraday", "read_labelled", "read_outcome", "read_paths", "read_printed", "read_returns", "read_robust",
    "read_times", "read_upcoming",
]  # fmt: skip
