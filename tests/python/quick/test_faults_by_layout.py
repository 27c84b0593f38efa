"""A clock and a scale that are wrong, planted in every vendor's layout: inspect and doctor see both."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stockbond.doctor.bars import bars as bars_by_doctor
from stockbond.quick.inspection import inspect
from stockbond_simulator.layouts import LAYOUTS

DAYS = ["2008-10-30", "2008-10-31", "2008-11-03", "2008-11-04"]  # around the end of summer time
PRICES = ["open", "high", "low", "close"]
# Quotes of brokers have no bonds.
OTHER_LEG = {"histdata": "USD", "histdata_mt": "USD", "dukascopy": "USD"}


@pytest.fixture(scope="module")
def bars(small_root: Path) -> pd.DataFrame:
    legs = [file for leg in ("ES", "TY", "USD") for file in (small_root / "bars/canonical" / leg).iterdir()]
    table = pd.concat([pd.read_parquet(file) for file in legs], ignore_index=True)
    table = table.astype({"instrument": object, "contract": object})
    return table[table["bar_start_utc"].dt.strftime("%Y-%m-%d").isin(DAYS)].sort_values(
        ["contract", "bar_start_utc"]
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_wrong_clock_and_a_wrong_scale_are_seen(layout: str, bars: pd.DataFrame, tmp_path: Path) -> None:
    """The stamps of stocks are an hour late, the prices of the other leg in hundredths: nothing else is wrong."""
    root, other = tmp_path / "data", OTHER_LEG.get(layout, "TY")
    stocks, others = (bars[bars["instrument"] == leg] for leg in ("ES", other))
    LAYOUTS[layout](
        stocks.assign(bar_start_utc=stocks["bar_start_utc"] + pd.Timedelta(hours=1)), root / "bars"
    )
    LAYOUTS[layout](others.assign(**{name: others[name] * 100 for name in PRICES}), root / "bars")
    found = inspect([root])
    assert found.exit_code == 1
    assert len(found.problems()) == 2
    assert any("are the stamps an hour late?" in problem for problem in found.problems())
    assert any("are the prices in units of 1e-2?" in problem for problem in found.problems())
    problems = [one.found for one in bars_by_doctor(root) if one.status == "problem"]
    assert problems == found.problems()
