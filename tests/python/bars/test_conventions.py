"""Each convention of the daily correlation, by numpy on the prices of a day, apart from the SQL."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from rendering import model

Array = NDArray[np.float64]
DAY = date(2015, 6, 10)
FIRST, OPEN, MINUTES = 120, 210, 390  # of the vector from 06:00: prices begin at 08:00, the session at 09:30
FIVE = 5
GAP = slice(OPEN + 96, OPEN + 105)  # minutes after 11:05 to 11:14, so that the point of 11:10 has no price


@pytest.fixture(scope="module")
def prices() -> dict[str, Array]:
    """One-minute prices of two legs from 06:00 to 17:00; the second has a gap and a later contract."""
    rng = np.random.default_rng(6)
    moves = rng.multivariate_normal([0, 0], [[1, -0.4], [-0.4, 1]], 661) * 1e-4
    made = {name: 100 * np.exp(np.cumsum(moves[:, leg])) for leg, name in enumerate(("ES", "TY"))}
    made["TY"][GAP] = np.nan
    for series in made.values():
        series[:FIRST] = np.nan
    made["nearer"] = made["TY"] * np.exp(rng.normal(0, 2e-4, 661))
    return made


def on_grid(series: Array, at: int, n: int) -> Array:
    """The last price of the five minutes up to each point."""
    points = [series[at + FIVE * i - 4 : at + FIVE * i + 1] for i in range(n + 1)]
    return np.array([part[~np.isnan(part)][-1] if (~np.isnan(part)).any() else np.nan for part in points])


def correlation(x: Array, y: Array) -> float:
    a, b = np.diff(np.log(x)), np.diff(np.log(y))
    both = ~np.isnan(a) & ~np.isnan(b)
    return float(np.corrcoef(a[both], b[both])[0, 1])


@pytest.fixture(scope="module")
def found(prices: dict[str, Array]) -> dict[str, float]:
    """Correlations by convention, of the models."""

    def as_list(series: Array) -> list[float | None]:
        return [None if np.isnan(price) else float(price) for price in series]

    legs = [("ES", 1, "ES", 201509), ("TY", 2, "TY", 201509), ("TY", 2, "nearer", 201506)]
    contract = [
        {
            "instrument_id": number, "instrument": name, "vendor": "v", "series": series, "trade_date": DAY,
            "bar_minutes": 1.0, "return_sign": 1, "prices": as_list(prices[series][FIRST:]), "prices_at": FIRST,
            "first_open": 1.0, "first_open_minute": 0, "grid_prices": as_list(on_grid(prices[series], OPEN, 78)),
            "is_dated": True, "is_serving": True, "expiry_month": expiry, "contract_month": expiry,
        }
        for name, number, series, expiry in legs
    ]  # fmt: skip
    connection = duckdb.connect()
    tables = {
        "int_contract_days": contract,
        "int_contract_candidates": contract,
        "int_instrument_days": contract[:2],
        "int_sessions": [
            {"trade_date": DAY, "is_early_close": False, "n_intervals": 78, "open_minute_utc": 600 + OPEN,
             "vector_open_minute_utc": 600}
        ],
        "int_instrument_pairs": [{"pair_id": "ust", "instrument_a_id": 1, "instrument_b_id": 2}],
    }  # fmt: skip
    for name, rows in tables.items():
        frame = pd.DataFrame(rows)
        frame["trade_date"] = DAY if "trade_date" in frame else None
        connection.register("frame", frame)
        connection.execute(f"create table {name} as from frame")
    connection.execute(
        "create table int_pair_days as select 'ust' as pair_id, trade_date, false as is_early_close,"
        " 78 as n_session_intervals, false as is_without_contract, [0.1, -0.2, 0.3, 0.2]::double[] as returns_a,"
        " [0.2, -0.1, 0.3, 0.1]::double[] as returns_b from int_sessions"
    )
    connection.execute(f"create table int_convention_returns as {model('int_convention_returns')}")
    rows = connection.execute(f"select convention, correlation from ({model('int_convention_correlations')})")
    return dict(rows.fetchall())


def test_each_convention_is_that_of_numpy(prices: dict[str, Array], found: dict[str, float]) -> None:
    spx, ust = (on_grid(prices[leg], OPEN, 78) for leg in ("ES", "TY"))
    filled = pd.Series(ust).ffill().to_numpy()
    before = [on_grid(prices[leg], OPEN - 1, 78) for leg in ("ES", "TY")]
    earlier = [on_grid(prices[leg], OPEN - 70, 80) for leg in ("ES", "TY")]
    expected = {
        "grid_closed_before": correlation(*before),
        "gaps_filled": correlation(spx, filled),
        "without_first_return": correlation(spx[1:], ust[1:]),
        "nearest_contract": correlation(spx, on_grid(prices["nearer"], OPEN, 78)),
        "bond_session": correlation(*earlier),
    }
    assert np.isnan(ust).sum() == 1
    assert found == pytest.approx(expected, abs=1e-10)
    assert len({round(value, 6) for value in expected.values()}) == len(expected)


def test_four_returns_serve_no_convention_of_days(found: dict[str, float]) -> None:
    """Neither half of the intervals nor all of them."""
    assert not {"early_closes_in", "half_of_the_intervals", "all_intervals"} & set(found)
