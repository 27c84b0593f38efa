"""The project's seeds, as the simulation reads them: they lie in the project's folder, beside the sources."""

from __future__ import annotations

import csv
from pathlib import Path

from stockbond_simulator.errors import SimulationError

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SESSIONS_SEED = SEEDS / "calendar" / "nyse_sessions.csv"
MEETINGS_SEED = SEEDS / "events" / "fomc_meetings.csv"
AUCTIONS_SEED = SEEDS / "events" / "treasury_note_auctions.csv"
PRINTED_SEED = SEEDS / "paper" / "paper_reported_estimates.csv"


def read_seed(path: Path) -> list[dict[str, str]]:
    """A seed's rows."""
    if not path.is_file():
        raise SimulationError(
            f"{path} is missing: the simulation reads the project's seeds, "
            "so run it from a full checkout (pip install -e .)."
        )
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
