"""A simulated market with the paper's effects planted.

It exists to show that the warehouse finds what is there. It says nothing about what markets did: see
`settings` for everything that is planted and `truth` for the file that records it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stockbond_simulator.errors import SimulationError
from stockbond_simulator.settings import (
    DEFAULT_END,
    DEFAULT_SEED,
    DEFAULT_START,
    GENERATOR_VERSION,
    INSTRUMENTS,
)

__all__ = [
    "DEFAULT_END",
    "DEFAULT_SEED",
    "DEFAULT_START",
    "SimulationError",
    "SimulationSummary",
    "simulate",
]


@dataclass(frozen=True)
class SimulationSummary:
    """What a run wrote."""

    out: Path
    seed: int
    first_session: date
    last_session: date
    n_sessions: int
    bar_minutes: int
    n_files: int
    n_bytes: int
    n_unsettled_days: int  # days at the border of a regime that carry the neighbouring regime's means


def simulate(
    out: Path,
    start: date = DEFAULT_START,
    end: date = DEFAULT_END,
    bar_minutes: int = 1,
    seed: int = DEFAULT_SEED,
    progress: Callable[[str, float], None] | None = None,
    hours: str | None = None,
    layout: str = "canonical",
    effects_on: str = "measured",
) -> SimulationSummary:
    """Simulate the market from `start` to `end` and write it as a data root at `out`.

    `hours`, like 06:00-17:00 in New York, adds bars around the paper's session, and news within the day.
    `layout` is the vendor's layout in which the bars are written (`layouts.LAYOUTS`).
    `effects_on` is the correlation that the effects of a day's type go by, "measured" or "true" (`simulate_market`).
    `progress` is called with what is being done and the share of the work finished, from 0 to 1.
    Raises SimulationError, before anything is written, at arguments that make no market, or if `out` holds
    anything but an earlier simulation. The same arguments give the same bytes.
    """
    # Imported here: the command line must start quickly.
    from stockbond_simulator.bars import write_bars
    from stockbond_simulator.data_root import (
        TRUTH,
        check_writable,
        move_into_place,
        staging_folder,
        write_manifest,
    )
    from stockbond_simulator.event_files import write_event_sets
    from stockbond_simulator.hours import Hours
    from stockbond_simulator.layouts import check_layout, rewrite
    from stockbond_simulator.macro.files import write_series
    from stockbond_simulator.macro.simulation import simulate_macro
    from stockbond_simulator.market import simulate_market
    from stockbond_simulator.truth import write_truth

    report = progress or (lambda step, done: None)
    out = Path(out).resolve()
    check_writable(out)
    check_layout(layout)
    report("prices of all days", 0.0)
    longer = None if hours is None else Hours.parse(hours)
    market = simulate_market(seed, start, end, bar_minutes, hours=longer, effects_on=effects_on)
    report("series of all days", 0.3)
    macro = simulate_macro(market)
    with staging_folder(out) as staging:
        files = write_series(macro, staging) + write_event_sets(market.sessions, staging)
        # Two at a time: the legs are independent, and each has its own random streams.
        with ThreadPoolExecutor(max_workers=2) as pool:
            written = pool.map(lambda leg: write_bars(market, leg, staging), range(len(INSTRUMENTS)))
            for leg, leg_files in enumerate(written):
                files += rewrite(leg_files, staging, layout)
                report(f"bars of {INSTRUMENTS[leg].name}", 0.4 + 0.1 * (leg + 1))
        report("truth and manifest", 0.95)
        write_truth(market, macro, staging / TRUTH)
        facts = {
            "seed": seed,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "bar_minutes": bar_minutes,
            **({} if longer is None else {"hours": str(longer)}),
            **({} if layout == "canonical" else {"layout": layout}),
            **({} if effects_on == "measured" else {"effects_on": effects_on}),
            "generator_version": GENERATOR_VERSION,
        }
        write_manifest(staging, facts, files)
        n_bytes = sum(path.stat().st_size for path in files)
        move_into_place(staging, out)
    report("done", 1.0)
    return SimulationSummary(
        out=out,
        seed=seed,
        first_session=market.sessions.dates[0].item(),
        last_session=market.sessions.dates[-1].item(),
        n_sessions=len(market.sessions),
        bar_minutes=bar_minutes,
        n_files=len(files),
        n_bytes=n_bytes,
        n_unsettled_days=int((market.regimes != market.planted_regimes).sum()),
    )
