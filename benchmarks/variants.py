"""The market with something else in it: a defect and copies, or one day more. All else is the same file."""

import os
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.market import Size, full_sessions

NEW_DAY = "new_day.parquet"
# Names as long as that of the market's root: the models cut a root off by its length.
WITH_DEFECTS, WITH_NEW_DAY = "flaw", "next"


def linked(root: Path, name: str) -> Path:
    """A data root beside the market's that shares its files."""
    other = root.parent / name
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, copy_function=os.link)
    return other


def rewrite(file: Path, bars: pa.Table) -> None:
    file.unlink()  # a link: the market's own file stays as it is
    pq.write_table(bars, file, compression="zstd")


def with_defects(root: Path) -> Path:
    """
    Two bars that stand twice in a file of the first instrument, and one in a file of the last that is no bar:
    its high lies below its low. It ends on no point of the grid, so the correlations are the same.
    """
    other = linked(root, WITH_DEFECTS)
    folders = sorted((other / "bars" / "canonical").iterdir())
    file = min(folders[0].iterdir())
    bars = pq.read_table(file)
    rewrite(file, pa.concat_tables([bars.slice(0, 102), bars.slice(100)]))

    file = max(folders[-1].iterdir())
    bars = pq.read_table(file)
    row = pc.index(pc.minute(bars["bar_start_utc"]), 51).as_py()
    high = bars["high"].to_numpy().copy()
    high[row] = bars["low"][row].as_py() - 1
    rewrite(file, bars.set_column(bars.schema.get_field_index("high"), "high", pa.array(high)))
    return other


def with_new_day(root: Path, size: Size) -> Path:
    """A file more of each instrument: the bars of its last day once more, on the next session."""
    other = linked(root, WITH_NEW_DAY)
    last, new = full_sessions(size.n_days + 1)[-2:]
    for folder in sorted((other / "bars" / "canonical").iterdir()):
        bars = pq.read_table(max(folder.iterdir()))
        times = bars["bar_start_utc"].to_numpy()
        today = times.astype("datetime64[D]") == times[-1].astype("datetime64[D]")
        moved = pa.array(times[today] + np.timedelta64(int(new - last), "m"))
        bars = bars.filter(pa.array(today))
        column = bars.schema.get_field_index("bar_start_utc")
        pq.write_table(bars.set_column(column, "bar_start_utc", moved), folder / NEW_DAY, compression="zstd")
    return other


def new_files(root: Path) -> tuple[str, ...]:
    return tuple(sorted(map(str, root.rglob(NEW_DAY))))
