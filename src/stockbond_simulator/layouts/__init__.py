"""The simulated bars in the layouts of vendors, with what is odd about each: what goes where.

Written from the vendors' own descriptions, not from the table by which the warehouse reads them: the two
check each other. A writer gets the bars of one instrument and gives the files that it wrote below `bars/`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from stockbond_simulator.bars import SCHEMA
from stockbond_simulator.errors import SimulationError
from stockbond_simulator.layouts.brokers import (
    dukascopy,
    histdata,
    histdata_mt,
    oanda,
)
from stockbond_simulator.layouts.exchanges import (
    databento,
    databento_parquet,
    databento_parquet_fixed,
    databento_raw,
    lean_future,
    lseg,
    lseg_older,
    lseg_older_local,
    massive,
)
from stockbond_simulator.layouts.market import Writer, instrument_of
from stockbond_simulator.layouts.shops import (
    barchart,
    bloomberg,
    bloomberg_excel,
    firstrate,
    firstrate_sample,
    ib,
    kibot,
    ninjatrader,
    sierra,
    tradestation,
    tradingview,
)


def check_layout(layout: str) -> None:
    """Stop at a name that is no layout's."""
    if layout not in LAYOUTS:
        raise SimulationError(f"no layout {layout}; expected one of {', '.join(LAYOUTS)}.")


def rewrite(files: list[Path], root: Path, layout: str) -> list[Path]:
    """One instrument's canonical files in another layout, in their place; the new files."""
    if layout == "canonical" or not files:
        return files
    bars = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    for file in files:
        file.unlink()
    folder = files[0].parent
    for empty in (folder, folder.parent):
        if not any(empty.iterdir()):
            empty.rmdir()
    return LAYOUTS[layout](bars, root / "bars")


def canonical(bars: pd.DataFrame, root: Path) -> list[Path]:
    """What the simulation writes of itself; `rewrite` leaves it where it is."""
    file = root / "canonical" / f"{instrument_of(bars)}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    bars[SCHEMA.names].to_parquet(file, index=False)
    return [file]


LAYOUTS: dict[str, Writer] = {
    writer.__name__: writer
    for writer in (
        canonical, oanda, databento, databento_raw, databento_parquet, databento_parquet_fixed, firstrate,
        firstrate_sample, lseg, lseg_older, lseg_older_local, kibot, barchart, ib, bloomberg, bloomberg_excel,
        massive, lean_future, sierra, tradestation, ninjatrader, tradingview, histdata, histdata_mt,
        dukascopy,
    )
}  # fmt: skip
