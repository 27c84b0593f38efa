"""Every series and price as files, each in its publisher's own layout, under series/.

========================  ==================================================================================
series/fred               H15.csv (DGS1 to DGS30), DTB3, DSWP1, DSWP5 (over the whole span, though FRED's end
                          in 2016), VIXCLS, DTWEXBGS, DEXUSEU, DEXJPUS, THREEFYTP10
series/custom             MOVE, HPW_NOISE, TYVIX, DXY (ICE dollar index), implied volatilities of
                          currencies DXY_IV, EURUSD_IV, JPYUSD_IV, and UST_OUTSTANDING (month ends)
series/nyfed              acm_10y_term_premium.csv, primary_dealer_positions*.csv
series/fed                feds200628.csv
series/treasury           auctions_query.csv
series/kenneth_french     F-F_Research_Data_Factors_daily.CSV
series/cip                cip_dataset.csv (Du, Im and Schreger), cip_libor.csv (the same keys and sign)
series/etf                SPY.xls, IEF.xls
series/prices             EURUSD, USDJPY, and the other assets of the cross-section (seed assets)
========================  ==================================================================================
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stockbond_simulator.levels import DECIMALS
from stockbond_simulator.macro.assets import ASSETS, FX_COMMODITY
from stockbond_simulator.macro.auction_file import write_auctions
from stockbond_simulator.macro.implied import TYVIX_END
from stockbond_simulator.macro.publisher_files import (
    write_cip,
    write_dealers,
    write_fund,
    write_libor_cip,
    write_zero_curve,
)
from stockbond_simulator.macro.simulation import Macro
from stockbond_simulator.macro.text_files import write_custom, write_fred, write_french, write_prices

BROAD_INDEX_START = np.datetime64("2006-01-02")
# Marketable Treasuries grow steadily, from about $ 3.6 trillion in 2004 to 23.5 in mid-2022.
OUTSTANDING_IN_2004_MUSD, OUTSTANDING_GROWTH = 3.6e6, 0.1014


def write_series(macro: Macro, root: Path) -> list[Path]:
    """Write all of them under `root`/series; returns the files."""
    series = root / "series"
    files = write_fred_files(macro, series / "fred") + write_custom_files(macro, series / "custom")
    days = macro.days
    acm = macro.term_premium["A"].percent
    files.append(
        write_custom(series / "nyfed" / "acm_10y_term_premium.csv", days.dates, acm, days.is_open, 6)
    )
    files += write_dealers(series / "nyfed", days, macro.dealers)
    files.append(write_zero_curve(series / "fed" / "feds200628.csv", days, macro.yields))
    files += write_auctions(series / "treasury" / "auctions_query.csv", days, macro.yields)
    french = series / "kenneth_french" / "F-F_Research_Data_Factors_daily.CSV"
    files.append(write_french(french, days.dates, macro.french))
    files.append(write_cip(series / "cip" / "cip_dataset.csv", days, macro.convenience))
    files.append(write_libor_cip(series / "cip" / "cip_libor.csv", days, macro.convenience))
    for history in macro.funds:
        files.append(write_fund(series / "etf" / f"{history.fund.ticker}.xls", days, history))
    level = macro.currencies.level
    for symbol, close in (("EURUSD", level["eur_usd"]), ("USDJPY", 1 / level["yen_usd"])):
        files.append(write_prices(series / "prices" / f"{symbol}.csv", days.dates, close, None))
    for column, asset in enumerate(ASSETS):
        close = macro.assets.close[:, column]
        if np.isnan(close).all():
            continue
        volume = None if asset.asset_class == FX_COMMODITY else macro.assets.volume[:, column]
        files.append(write_prices(series / "prices" / f"{asset.symbol}.csv", days.dates, close, volume))
    return files


def write_fred_files(macro: Macro, folder: Path) -> list[Path]:
    """FRED's series."""
    days = macro.days
    yields, level = macro.yields, macro.currencies.level
    every_session = np.ones(len(days), dtype=bool)
    files = []

    def write(name: str, columns: dict[str, object], decimals: int, observed: object = None) -> None:
        chosen = days.is_open if observed is None else observed
        values = {key: np.asarray(value, dtype=np.float64) for key, value in columns.items()}
        path = folder / f"{name}.csv"
        files.append(write_fred(path, days.dates, values, np.asarray(chosen, dtype=bool), decimals))

    write("VIXCLS", {"VIXCLS": macro.implied.level["spx"]}, DECIMALS["vix"], every_session)
    write("H15", {f"DGS{tenor}": values for tenor, values in yields.par.items()}, 2)
    write("DTB3", {"DTB3": yields.bill}, 2)
    for tenor, convenience in macro.convenience.items():
        write(f"DSWP{tenor}", {f"DSWP{tenor}": convenience.swap_rate}, 2)
    write("THREEFYTP10", {"THREEFYTP10": macro.term_premium["B"].percent}, 4)
    write("DEXUSEU", {"DEXUSEU": macro.currencies.noon["eur_usd"]}, 4)
    write("DEXJPUS", {"DEXJPUS": 1 / macro.currencies.noon["yen_usd"]}, 2)
    broad = days.dates >= BROAD_INDEX_START
    if broad.any():
        files.append(
            write_fred(
                folder / "DTWEXBGS.csv",
                days.dates[broad],
                {"DTWEXBGS": level["broad"][broad]},
                days.is_open[broad],
                4,
            )
        )
    return files


def write_custom_files(macro: Macro, folder: Path) -> list[Path]:
    """What a user brings as date,value."""
    days, implied = macro.days, macro.implied
    every_session = np.ones(len(days), dtype=bool)
    files = [
        write_custom(folder / f"{name}.csv", days.dates, values, observed, decimals)
        for name, values, observed, decimals in (
            ("MOVE", implied.level["ust"], days.is_open, DECIMALS["move"]),
            ("HPW_NOISE", implied.noise, days.is_open, DECIMALS["noise"]),
            ("DXY", macro.currencies.level["dxy"], every_session, 4),
            ("DXY_IV", implied.level["dxy"], every_session, 2),
            ("EURUSD_IV", implied.level["eur_usd"], every_session, 2),
            ("JPYUSD_IV", implied.level["yen_usd"], every_session, 2),
        )
    ]
    if days.dates[0] <= TYVIX_END:
        lived = days.dates <= TYVIX_END
        files.append(write_custom(folder / "TYVIX.csv", days.dates, implied.tyvix, lived, 2))
    months = days.dates.astype("datetime64[M]")
    is_month_end = np.append(months[1:] != months[:-1], False)
    if is_month_end.any():
        years = (days.dates - np.datetime64("2004-01-01")).astype(np.float64) / 365.25
        outstanding = OUTSTANDING_IN_2004_MUSD * np.exp(OUTSTANDING_GROWTH * years)
        files.append(write_custom(folder / "UST_OUTSTANDING.csv", days.dates, outstanding, is_month_end, 0))
    return files
