"""Layouts that one publisher alone uses: the Board's zero curve, Du-Im-Schreger, New York Fed, fund files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.macro.convenience import EMERGING, G10, Convenience
from stockbond_simulator.macro.days import Days
from stockbond_simulator.macro.flows import NEW_KEYS, DealerPositions, FundHistory
from stockbond_simulator.macro.text_files import Dates, as_text, on_weekdays, weekdays, write_lines
from stockbond_simulator.macro.yields import Yields
from stockbond_simulator.macro.zero_curve import TAU1, TAU2, fit_curve
from stockbond_simulator.randomness import stream

Array = NDArray[np.float64]

FEDS_PREAMBLE = [
    "Note: this file is SIMULATED, and no statistical release of anybody.",
    "",
    "Layout: nominal yield curve after Gurkaynak, Sack and Wright",
    "Series: Description, Compounding Convention, Key",
    "Zero-coupon yield, Continuously compounded, SVENYXX",
    "Par yield, Coupon-equivalent, SVENPYXX",
    "Instantaneous forward rate, Continuously compounded, SVENFXX",
    "One-year forward rate, Coupon-equivalent, SVEN1FXX",
    "Parameters, N/A, BETA0 to TAU2",
    "",
]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write_zero_curve(path: Path, days: Days, yields: Yields) -> Path:
    """feds200628.csv: text, then one row a weekday, NA on holidays."""
    curve = fit_curve(yields.par)
    years = np.arange(1, 31)
    total = curve.zero * years
    ahead = np.array([1, 4, 9])
    one_year = total[:, ahead] - total[:, ahead - 1]
    taus = np.tile([TAU1, TAU2], (len(days), 1))
    columns = ["BETA0", "BETA1", "BETA2", "BETA3", "SVEN1F01", "SVEN1F04", "SVEN1F09"]
    columns += [f"{key}{year:02d}" for key in ("SVENF", "SVENPY", "SVENY") for year in years]
    columns += ["TAU1", "TAU2"]
    values = np.column_stack([curve.beta, one_year, curve.forward, curve.par, curve.zero, taus])
    full = on_weekdays(days.dates, values, days.is_open)
    pattern = ",".join(["%.4f"] * len(columns))
    missing = ",".join(["NA"] * len(columns))
    rows = [
        f"{day},{missing if row[0] != row[0] else pattern % tuple(row)}"
        for day, row in zip(weekdays(days.dates).astype(str).tolist(), full.tolist(), strict=True)
    ]
    return write_lines(path, [*FEDS_PREAMBLE, ",".join(["Date", *columns]), *rows])


def stata_dates(dates: Dates) -> list[str]:
    """Days as 08feb2007."""
    return [f"{text[8:10]}{MONTHS[int(text[5:7]) - 1]}{text[:4]}" for text in dates.astype(str).tolist()]


def write_cip(path: Path, days: Days, tenors: dict[int, Convenience]) -> Path:
    """Du, Im and Schreger: yield differential and forward premium in percent, deviation in basis points."""
    rng = stream(days.seed, "convenience_yield", 0)  # tenors have the others
    lines = ["date,group,currency,tenor,diff_y,rho,cip_govt"]
    texts = np.array(stata_dates(days.dates))
    for column, currency in enumerate([*G10, EMERGING]):
        for tenor, panel in tenors.items():
            if currency == EMERGING:
                group = "em"
                basis = panel.basis[:, 0] + rng.standard_normal(len(days)) * 15 - 60
                gap = panel.yield_gap[:, 0] - 400 + rng.standard_normal(len(days)) * 10
            else:
                group, basis, gap = "g10", panel.basis[:, column], panel.yield_gap[:, column]
            known = days.is_open & ~np.isnan(basis)
            spread, premium = -gap[known] / 100, (basis - gap)[known] / 100
            rows = zip(
                texts[known].tolist(),
                as_text(spread, 8),
                as_text(premium, 8),
                as_text(-basis[known], 6),
                strict=True,
            )
            key = f"{group},{currency},{tenor}y"
            lines += [f"{day},{key},{diff_y},{rho},{deviation}" for day, diff_y, rho, deviation in rows]
    return write_lines(path, lines)


def write_libor_cip(path: Path, days: Days, tenors: dict[int, Convenience]) -> Path:
    """LIBOR's deviations, with Du, Im and Schreger's keys: foreign rate hedged less the dollar's, bp."""
    lines = ["date,group,currency,tenor,cip_libor"]
    texts = np.array(stata_dates(days.dates))
    for column, currency in enumerate(G10):
        for tenor, panel in tenors.items():
            deviation = -panel.libor_basis[:, column]
            known = days.is_open & ~np.isnan(deviation)
            rows = zip(texts[known].tolist(), as_text(deviation[known], 6), strict=True)
            lines += [f"{day},g10,{currency},{tenor}y,{value}" for day, value in rows]
    return write_lines(path, lines)


OLD_BUCKETS = {"PDPUSGCS36NOP": 0.45, "PDPUSGCS3LNOP": 0.25, "PDPUSGCS611NOP": 0.20, "PDPUSGCSM11NOP": 0.10}
NEW_BUCKETS = {
    "PDPOSGSC-G2L3": 0.10,
    "PDPOSGSC-G3L6": 0.30,
    "PDPOSGSC-G6L7": 0.10,
    "PDPOSGSC-G7L11": 0.20,
    "PDPOSGSC-L2": 0.30,
}
INDEXED = {"PDPOSTIPS-G11": 0.1, "PDPOSTIPS-G2": 0.4, "PDPOSTIPS-G6L11": 0.3, "PDPOSTIPS-L2": 0.2}


def write_dealers(folder: Path, days: Days, dealers: DealerPositions) -> list[Path]:
    """Two files, one for each set of definitions: $ million, then $ billion. The net position is
    PDPUSGTNOP less PDPUSGTIISNOP, then PDPOSGST-TOT; the buckets are beside it."""
    rng = stream(days.seed, "dealer_positions", 1)
    files = []
    names = {False: "primary_dealer_positions_to_2013.csv", True: "primary_dealer_positions.csv"}
    for new, name in names.items():
        chosen = (dealers.wednesdays >= NEW_KEYS) == new
        if not chosen.any():
            continue
        lines = ["asofdate,keyid,value"]
        for day, position in zip(
            dealers.wednesdays[chosen].astype(str).tolist(), dealers.position[chosen].tolist(), strict=True
        ):
            values = new_values(position, rng) if new else old_values(position, rng)
            lines += [f"{day},{key},{values[key]}" for key in sorted(values)]
        files.append(write_lines(folder / name, lines))
    return files


def old_values(position: float, rng: np.random.Generator) -> dict[str, str]:
    """One week by the old definitions, $ million."""
    bills, indexed = 20_000 + 5_000 * rng.standard_normal(), 6_000 + 1_200 * rng.standard_normal()
    values = {key: (position - bills) * share for key, share in OLD_BUCKETS.items()}
    values |= {"PDPUSGTBNOP": bills, "PDPUSGTIISNOP": round(indexed)}
    values["PDPUSGTNOP"] = position + round(indexed)
    return {key: f"{value:.0f}" for key, value in values.items()}


def new_values(position: float, rng: np.random.Generator) -> dict[str, str]:
    """One week by the new definitions, $ billion."""
    bills, indexed = 25 + 6 * rng.standard_normal(), 9 + 2 * rng.standard_normal()
    total = position / 1000
    values = {key: (total - bills - indexed) * share for key, share in NEW_BUCKETS.items()}
    values |= {key: indexed * share for key, share in INDEXED.items()}
    values |= {"PDPOSGS-B": bills, "PDPOSGST-TOT": total}
    return {key: f"{value:.3f}" for key, value in values.items()}


SPREADSHEET_HEAD = (
    '\ufeff<?xml version="1.0"?>\n<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n'
    '<ss:Styles><ss:Style ss:ID="Default"/></ss:Styles>'
)


def cell(value: str, kind: str = "String") -> str:
    """One cell of SpreadsheetML."""
    return f'<ss:Cell><ss:Data ss:Type="{kind}">{value}</ss:Data></ss:Cell>'


def sheet(name: str, rows: list[str]) -> str:
    """One worksheet from its rows' cells."""
    body = "\n".join(f"<ss:Row>{row}</ss:Row>" for row in rows)
    return f'<ss:Worksheet ss:Name="{name}">\n<ss:Table>\n{body}\n</ss:Table>\n</ss:Worksheet>'


def write_fund(path: Path, days: Days, history: FundHistory) -> Path:
    """A fund file: SpreadsheetML 2003 with the sheets Holdings and Historical, newest day first."""
    header = "".join(cell(name) for name in ("As Of", "NAV per Share", "Ex-Dividends", "Shares Outstanding"))
    rows = [header]
    for position in range(len(days) - 1, -1, -1):
        text = str(days.dates[position])
        day = f"{MONTHS[int(text[5:7]) - 1].capitalize()} {text[8:10]}, {text[:4]}"
        dividend = history.dividend[position]
        rows.append(
            cell(day)
            + cell(f"{history.nav[position]:.6f}", "Number")
            + (cell(f"{dividend:.6f}", "Number") if dividend else cell("--"))
            + cell(f"{history.shares[position]:.0f}", "Number")
        )
    holdings = [cell(f"{history.fund.name.replace('&', '&amp;')} ({history.fund.ticker}), SIMULATED")]
    sheets = [sheet("Holdings", holdings), sheet("Historical", rows)]
    return write_lines(path, [SPREADSHEET_HEAD, *sheets, "</ss:Workbook>"])
