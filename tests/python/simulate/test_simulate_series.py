"""The series files of the simulated root: each in its publisher's layout, and consistent with one another."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import simulate_series_files as files
from calibration_measures import PROJECT, Root, read_csv

from stockbond_simulator import simulate
from stockbond_simulator.macro.assets import ASSETS
from stockbond_simulator.macro.zero_curve import TAU1, TAU2

# Storm closures, SIFMA holidays, the fund's split, and no change of the dealers' definitions.
START, END = date(2012, 10, 1), date(2013, 3, 28)
NOT_SIMULATED = {"SPY", "IEF", "BRENT"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("small") / "simulated"
    simulate(out, START, END, bar_minutes=30)
    return out


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("long") / "simulated"
    simulate(out, bar_minutes=30)
    return out


def series_files(root: Path) -> set[str]:
    return {p.relative_to(root / "series").as_posix() for p in (root / "series").rglob("*") if p.is_file()}


def sessions(root: Path) -> pd.DataFrame:
    rows = pd.read_csv(PROJECT / "seeds/calendar/nyse_sessions.csv", index_col=0, parse_dates=True)
    dates = Root(root).dates
    return rows.loc[dates[0] : dates[-1]]


def test_all_files_are_there_and_listed(small: Path) -> None:
    found = series_files(small)
    prices = {f"prices/{asset.symbol}.csv" for asset in ASSETS} | {"prices/EURUSD.csv", "prices/USDJPY.csv"}
    fred = ("VIXCLS", "H15", "DTB3", "DSWP1", "DSWP5", "THREEFYTP10", "DEXUSEU", "DEXJPUS", "DTWEXBGS")
    custom = ("MOVE", "HPW_NOISE", "DXY", "DXY_IV", "EURUSD_IV", "JPYUSD_IV", "TYVIX", "UST_OUTSTANDING")
    assert found == prices | {
        *(f"fred/{name}.csv" for name in fred),
        *(f"custom/{name}.csv" for name in custom),
        "nyfed/acm_10y_term_premium.csv",
        "nyfed/primary_dealer_positions_to_2013.csv",
        "fed/feds200628.csv",
        "treasury/auctions_query.csv",
        "kenneth_french/F-F_Research_Data_Factors_daily.CSV",
        "cip/cip_dataset.csv",
        "cip/cip_libor.csv",
        "etf/SPY.xls",
        "etf/IEF.xls",
    }
    listed = {entry["path"] for entry in json.loads((small / "manifest.json").read_text())["files"]}
    assert {f"series/{name}" for name in found} <= listed


@pytest.mark.parametrize("name", ["H15", "DTB3", "DSWP1", "DSWP5", "THREEFYTP10", "DEXUSEU", "DEXJPUS"])
def test_freds_files_have_every_weekday_and_blanks_on_holidays(small: Path, name: str) -> None:
    path = small / f"series/fred/{name}.csv"
    assert path.read_text().startswith("observation_date,")
    frame = pd.read_csv(path, index_col=0, parse_dates=True)
    days = sessions(small)
    assert list(frame.index) == list(pd.bdate_range(days.index[0], days.index[-1]))
    open_days = days.index[~days["is_sifma_holiday"]]
    for column in frame:
        assert list(frame[column].dropna().index) == list(open_days), column
    assert pd.Timestamp("2012-10-30") not in days.index  # a storm
    assert pd.Timestamp("2012-11-12") in days.index  # Veterans Day: stocks trade, bonds do not
    assert frame.loc["2012-11-12"].isna().all()


def test_yield_curve_has_the_tenors_and_rises(long: Path) -> None:
    frame = pd.read_csv(long / "series/fred/H15.csv", index_col=0)
    assert list(frame) == ["DGS1", "DGS2", "DGS3", "DGS5", "DGS7", "DGS10", "DGS20", "DGS30"]
    mean = frame.mean()
    assert mean.is_monotonic_increasing
    assert frame.min().min() >= 0.01 and frame.max().max() < 8
    change = 100 * frame["DGS10"].dropna().diff()
    assert 4 < change.std() < 7.5  # bp a day


def test_ten_year_yield_answers_to_the_future(long: Path) -> None:
    root = Root(long)
    returns = pd.Series(root.leg("TY").log_return * 1e4, pd.DatetimeIndex(root.dates))
    change = 100 * files.fred(long, "DGS10", "H15").diff()
    both = pd.concat([returns, change], axis=1).dropna()
    assert both.corr().iloc[0, 1] < -0.75


def test_zero_curve_is_that_of_the_par_yields(long: Path) -> None:
    curve = files.zero_curve(long)
    par = pd.read_csv(long / "series/fred/H15.csv", index_col=0, parse_dates=True).dropna()
    assert list(curve.index) == list(par.index)
    halves = np.arange(1, 61) / 2
    zero = np.array(
        [np.interp(halves, np.arange(1, 31), row) for row in curve.filter(like="SVENY").to_numpy()]
    )
    discount = np.exp(-zero * halves / 100)
    for tenor in (2, 5, 10, 30):
        price = par[f"DGS{tenor}"] / 200 * discount[:, : 2 * tenor].sum(axis=1) + discount[:, 2 * tenor - 1]
        error_bp = 1e4 * (price - 1) / discount[:, : 2 * tenor].sum(axis=1) * 2
        assert np.abs(error_bp).mean() < 6 and np.abs(error_bp).max() < 30, tenor


def test_zero_curve_has_the_boards_layout(small: Path) -> None:
    text = (small / "series/fed/feds200628.csv").read_text(encoding="utf-8")
    lines = text.split("\n")
    header = next(i for i, line in enumerate(lines) if line.startswith("Date,BETA0"))
    assert 8 <= header <= 12 and lines[header - 1] == ""
    names = lines[header].split(",")
    years = [f"{year:02d}" for year in range(1, 31)]
    assert names[:8] == ["Date", "BETA0", "BETA1", "BETA2", "BETA3", "SVEN1F01", "SVEN1F04", "SVEN1F09"]
    assert names[8:98] == [key + year for key in ("SVENF", "SVENPY", "SVENY") for year in years]
    assert names[98:] == ["TAU1", "TAU2"]
    holiday = next(line for line in lines if line.startswith("2012-11-12,"))
    assert set(holiday.split(",")[1:]) == {"NA"}
    curve = files.zero_curve(small)
    m = 10.0
    slope = {tau: (1 - np.exp(-m / tau)) / (m / tau) for tau in (TAU1, TAU2)}
    ten_year = curve["BETA0"] + curve["BETA1"] * slope[TAU1]
    ten_year += curve["BETA2"] * (slope[TAU1] - np.exp(-m / TAU1))
    ten_year += curve["BETA3"] * (slope[TAU2] - np.exp(-m / TAU2))
    assert np.abs(ten_year - curve["SVENY10"]).max() < 5e-4


def test_parity_deviations_add_up(long: Path) -> None:
    text = (long / "series/cip/cip_dataset.csv").read_text()
    assert text.startswith("date,group,currency,tenor,diff_y,rho,cip_govt\n02jan2004,g10,AUD,1y,")
    frame = files.parity(long)
    assert np.abs(frame["cip_govt"] - 100 * (frame["diff_y"] - frame["rho"])).max() < 1e-5
    assert set(frame["tenor"]) == {"1y", "5y"}
    assert frame.groupby("group")["currency"].nunique().to_dict() == {"em": 1, "g10": 10}
    first = frame.groupby("currency")["date"].min()
    assert first["NZD"] > pd.Timestamp("2005-01-01") > first["EUR"]
    libor = files.parity(long, "cip_libor")
    keys = ["date", "group", "currency", "tenor"]
    g10 = frame[frame["group"] == "g10"]
    assert len(g10[keys].merge(libor[keys])) == len(g10) == len(libor)


def test_dealer_positions_change_their_definitions(long: Path) -> None:
    positions = files.dealer_positions(long)
    assert positions["old"].index[-1] < pd.Timestamp("2013-04-01") <= positions["new"].index[0]
    for series in positions.values():
        assert set(series.index.day_of_week) == {2}
        assert series.index.to_series().diff().dropna().eq(pd.Timedelta(days=7)).all()
    old = pd.read_csv(long / "series/nyfed/primary_dealer_positions_to_2013.csv")
    assert list(old) == ["asofdate", "keyid", "value"]
    assert (old["value"] % 1 == 0).all()  # $ million
    new = pd.read_csv(long / "series/nyfed/primary_dealer_positions.csv")
    assert new["value"].abs().max() < 1000  # $ billion
    # The later total is the sum of its buckets: whoever adds all keys counts everything twice.
    wide = new.set_index(["asofdate", "keyid"])["value"].unstack()  # noqa: PD010
    assert np.abs(wide.drop(columns="PDPOSGST-TOT").sum(axis=1) - wide["PDPOSGST-TOT"]).max() < 0.01


def test_a_split_shows_in_shares_and_value_but_is_no_flow(small: Path) -> None:
    history = files.fund(small, "IEF")
    split = history.index.get_loc(pd.Timestamp("2013-02-19"))
    before, after = history.iloc[split - 1], history.iloc[split]
    assert after["shares"] / before["shares"] == pytest.approx(2, rel=0.2)
    assert after["nav"] / before["nav"] == pytest.approx(0.5, rel=0.02)
    flow = files.fund_flow(history)
    assert abs(flow.iloc[split]) < 5 * flow.drop(flow.index[split]).std()
    assert (history["dividend"] > 0).sum() == 5  # once a month, from the second on
    text = (small / "series/etf/IEF.xls").read_bytes()
    assert text.startswith(b'\xef\xbb\xbf<?xml version="1.0"?>')
    assert text.index(b"Mar 28, 2013") < text.index(b"Oct 01, 2012")  # newest first


def test_shares_stay_positive_and_come_in_units(long: Path) -> None:
    for ticker, unit in (("SPY", 50_000), ("IEF", 100_000)):
        history = files.fund(long, ticker)
        assert (history["shares"] > 10_000_000).all()
        assert (history["shares"] % unit == 0).all()
        assert history["nav"].min() > 1


def test_auctions_are_those_of_the_seed(long: Path) -> None:
    auctions = pd.read_csv(long / "series/treasury/auctions_query.csv", na_values="null")
    issues = auctions[(auctions["reopening"] == "No") & (auctions["inflation_index_security"] == "No")]
    seed = pd.read_csv(PROJECT / "seeds/events/treasury_note_auctions.csv")
    for term, count, increased in (("10-Year", 74, 14), ("5-Year", 222, 37)):
        mine = issues[issues["security_term"] == term].sort_values("auction_date", ignore_index=True)
        theirs = seed[seed["security_term"] == term].reset_index(drop=True)
        assert len(mine) == count
        for column in ("auction_date", "cusip", "issue_date", "maturity_date"):
            assert (mine[column] == theirs[column]).all()
        known = theirs["offering_amount_bn"].notna()
        amount = mine["offering_amt"] / 1e9
        assert np.allclose(amount[known], theirs["offering_amount_bn"][known])
        rose = amount.diff() > 0
        assert (rose[1:] == theirs["is_offering_increased"][1:]).all()
        assert theirs["is_offering_increased"].sum() == increased
    # Notes that are no new issues are there to be left out.
    assert (auctions["reopening"] == "Yes").sum() > 100
    assert (auctions["inflation_index_security"] == "Yes").sum() > 40


def test_french_factors_have_their_layout(small: Path) -> None:
    raw = (small / "series/kenneth_french/F-F_Research_Data_Factors_daily.CSV").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert b"\r\n\r\n,Mkt-RF,SMB,HML,RF\r\n20121001," in raw
    factors = files.french(small)
    assert list(factors.index) == list(sessions(small).index)
    riskless = factors["RF"].groupby(factors.index.to_period("M"))
    assert (riskless.min() == riskless.max()).all()


def test_assets_are_those_of_the_seed(long: Path) -> None:
    seed = {row["symbol"]: row for row in read_csv(PROJECT / "seeds/series/assets.csv")}
    for asset in ASSETS:
        row = seed[asset.symbol]
        assert (row["asset_class"], int(row["return_sign"])) == (asset.asset_class, asset.quote)
    written = {Path(name).stem for name in series_files(long) if name.startswith("prices/")}
    assert written == set(seed) - NOT_SIMULATED
    by_class = pd.Series([seed[symbol]["asset_class"] for symbol in written]).value_counts()
    assert by_class.sum() >= 30 and by_class.min() >= 10
    for symbol in written:
        close = files.dated(long / f"series/prices/{symbol}.csv", "close")
        assert (close > 0).all() and close.index.is_unique
        assert np.log(close).diff().std() < 0.03
    assert files.dated(long / "series/prices/HYG.csv", "close").index[0] == pd.Timestamp("2007-04-11")


def test_currencies_have_their_signs(long: Path) -> None:
    """Dollars per euro fall when the dollar rises; yen and francs per dollar are inverse quotes."""
    root = Root(long)
    dollar = np.log(files.custom(long, "DXY")).diff()
    euro = np.log(files.dated(long / "series/prices/EURUSD.csv", "close")).diff()
    yen = np.log(files.dated(long / "series/prices/USDJPY.csv", "close")).diff()
    noon = np.log(files.fred(long, "DEXJPUS")).diff()
    future = pd.Series(root.leg("USD").log_return, pd.DatetimeIndex(root.dates))
    assert dollar.corr(euro) < -0.8
    assert dollar.corr(yen) > 0.3
    assert yen.corr(noon) > 0.8
    assert 0.5 < dollar.corr(future) < 0.95
    assert files.dated(long / "series/prices/USDJPY.csv", "close").mean() > 50
    assert files.dated(long / "series/prices/USDCHF.csv", "close").iloc[0] > 1


def test_daily_levels_are_plausible(long: Path) -> None:
    ranges = {
        "VIXCLS": (7, 90),
        "MOVE": (20, 300),
        "HPW_NOISE": (0.4, 25),
        "TYVIX": (1, 25),
        "DXY": (50, 150),
        "DXY_IV": (2, 30),
        "EURUSD_IV": (2, 35),
        "JPYUSD_IV": (2, 40),
        "THREEFYTP10": (-3, 4),
        "DEXUSEU": (0.7, 2.5),
        "DTWEXBGS": (50, 200),
    }
    for name, (low, high) in ranges.items():
        is_fred = (long / f"series/fred/{name}.csv").exists()
        values = files.fred(long, name) if is_fred else files.custom(long, name)
        assert low < values.min() and values.max() < high, name
    assert files.custom(long, "TYVIX").index[-1] == pd.Timestamp("2020-05-15")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (
            date(2013, 3, 29),
            date(2013, 4, 5),
        ),  # begins on a day without a session, crosses the dealers' break
        (date(2012, 11, 12), date(2012, 11, 13)),  # begins on a SIFMA holiday
        (date(2020, 5, 1), date(2020, 9, 30)),  # TYVIX ends
        (date(2023, 1, 3), date(2023, 6, 30)),  # after the auction seed
        (date(2004, 1, 2), date(2004, 1, 2)),  # one day, before some currencies begin
        (date(2004, 1, 2), date(2004, 1, 5)),
    ],
)
def test_short_spans_have_all_series(tmp_path: Path, start: date, end: date) -> None:
    simulate(tmp_path / "out", start, end, bar_minutes=30)
    found = series_files(tmp_path / "out")
    assert len(found) > 50
    for name in found:
        text = (tmp_path / "out/series" / name).read_text(encoding="utf-8")
        assert "nan" not in text.lower().replace("finan", "") and "inf," not in text, name
    for row in Root(tmp_path / "out").truth("table"):
        assert np.isfinite(row["value"])
