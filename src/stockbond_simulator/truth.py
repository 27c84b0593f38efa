"""truth.parquet: what was planted, so that tests can say whether the warehouse finds it.

One long table; `record` says what a row is, and columns that do not apply are null.

=============  ==========================================================================================
record         columns
=============  ==========================================================================================
event_study    event_type, event_subset, outcome, sample, n_events (that enter the cell), n_events_in_set,
               value: mean over the events of (planted shift on the event day less that on the day compared
               with), every overlap and all clipping included
day            trade_date, state (safe_haven, neutral, ust_risk), regime (realised, over the span), value:
               the ust correlation the day was made for
day_shift      trade_date, outcome, value: the shift of that outcome on that day, where it is not zero
mean_return    regime, instrument, n_days, value: mean planted return of the regime's days, bp
lead_lag       regime, instrument (the later return), predictor (the earlier return), n_days, value:
               mean planted loading; here regime is risky or not_risky
table          table_id (T2 to T7), panel, specification (the table's column), term (its row), n_days that
               enter (months for dealer positions), value: what the estimate is to find, in the table's
               unit; role: planted (the paper's number), null (insignificant in the paper, planted as zero)
               or implied (follows from what is planted elsewhere); see `macro.truth_tables`
=============  ==========================================================================================

Nothing in the warehouse may read this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from stockbond_simulator.event_cells import event_cells
from stockbond_simulator.macro.simulation import Macro
from stockbond_simulator.macro.truth_tables import table_rows
from stockbond_simulator.market import Market
from stockbond_simulator.settings import (
    INSTRUMENTS,
    LEAD_LAG,
    MEAN_RETURN_BP,
    OUTCOMES,
    REGIMES,
    STATES,
)

SCHEMA = pa.schema(
    [
        ("record", pa.string()),
        ("trade_date", pa.date32()),
        ("event_type", pa.string()),
        ("event_subset", pa.string()),
        ("outcome", pa.string()),
        ("sample", pa.string()),
        ("n_events", pa.int32()),
        ("n_events_in_set", pa.int32()),
        ("state", pa.string()),
        ("regime", pa.string()),
        ("instrument", pa.string()),
        ("predictor", pa.string()),
        ("n_days", pa.int32()),
        ("table_id", pa.string()),
        ("panel", pa.string()),
        ("specification", pa.string()),
        ("term", pa.string()),
        ("role", pa.string()),
        ("value", pa.float64()),
    ]
)

Row = dict[str, Any]


def write_truth(market: Market, macro: Macro, path: Path) -> Path:
    """Write the truth of one simulated market."""
    rows = event_study_rows(market) + day_rows(market) + shift_rows(market)
    rows += mean_return_rows(market) + lead_lag_rows(market) + table_rows(market, macro)
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    pq.write_table(table, path, compression="zstd", compression_level=1, store_schema=False)
    return path


def event_study_rows(market: Market) -> list[Row]:
    """The planted mean change of each cell of the event study."""
    return [
        {
            "record": "event_study",
            "event_type": cell.event_type,
            "event_subset": cell.event_subset,
            "outcome": cell.outcome,
            "sample": cell.sample,
            "n_events": len(cell.now),
            "n_events_in_set": cell.n_events_in_set,
            "value": cell.mean_change(market.outcomes[cell.outcome].shift),
        }
        for cell in event_cells(market)
    ]


def day_rows(market: Market) -> list[Row]:
    """The latent state, the realised regime and the planted correlation of each day."""
    has_correlation = ~np.isnan(market.realized["rho_ust"])
    return [
        {
            "record": "day",
            "trade_date": day.item(),
            "state": STATES[state].name,
            "regime": str(regime) if known else None,
            "value": float(rho),
        }
        for day, state, regime, known, rho in zip(
            market.sessions.dates,
            market.states,
            market.regimes,
            has_correlation,
            market.outcomes["rho_ust"].value,
            strict=True,
        )
    ]


def shift_rows(market: Market) -> list[Row]:
    """Every shift that is not zero."""
    return [
        {
            "record": "day_shift",
            "trade_date": market.sessions.dates[day].item(),
            "outcome": outcome,
            "value": float(market.outcomes[outcome].shift[day]),
        }
        for outcome in OUTCOMES
        for day in np.flatnonzero(market.outcomes[outcome].shift)
    ]


def mean_return_rows(market: Market) -> list[Row]:
    """Mean planted return by realised regime. A day whose prices settled on another regime than the one
    it was planted for counts with what it carries."""
    known = ~np.isnan(market.realized["rho_ust"])
    rows: list[Row] = []
    for regime in REGIMES:
        days = (market.regimes == regime) & known
        if not days.any():
            continue
        planted = np.array([MEAN_RETURN_BP[carried] for carried in market.planted_regimes[days]])
        for leg, instrument in enumerate(INSTRUMENTS):
            rows.append(
                {
                    "record": "mean_return",
                    "regime": regime,
                    "instrument": instrument.name,
                    "n_days": int(days.sum()),
                    "value": float(planted[:, leg].mean()),
                }
            )
    return rows


def lead_lag_rows(market: Market) -> list[Row]:
    """Mean planted loadings on risky days and on all others."""
    known = ~np.isnan(market.realized["rho_ust"])
    is_risky = market.regimes == "risky"
    rows: list[Row] = []
    for regime, days in (("risky", is_risky & known), ("not_risky", ~is_risky & known)):
        if not days.any():
            continue
        planted = np.array([LEAD_LAG[carried] for carried in market.planted_regimes[days]]).mean(axis=0)
        pairs = (("ES", "ES"), ("ES", "TY"), ("TY", "ES"), ("TY", "TY"))
        for (later, earlier), value in zip(pairs, planted, strict=True):
            rows.append(
                {
                    "record": "lead_lag",
                    "regime": regime,
                    "instrument": later,
                    "predictor": earlier,
                    "n_days": int(days.sum()),
                    "value": float(value),
                }
            )
    return rows
