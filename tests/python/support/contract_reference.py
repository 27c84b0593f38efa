"""The contract of every day, in plain Python: METHODOLOGY sections 2 and 2a to the letter, clear rather than
fast.

Written from the texts alone, without a look at the project's SQL, so that the two can be compared.
`reference` takes bars and facts and gives every table. Its parts, in the order of the work:
`contract_name_reference.py`, `contract_candidates_reference.py`, `contract_choice_reference.py`. Where the
texts leave a choice it is marked CHOICE with a number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from contract_candidates_reference import (
    Candidate,
    Instrument,
    Series,
    Session,
    VendorSymbol,
    candidates_of,
    in_session,
    reaches,
    sort_out,
)
from contract_choice_reference import Chosen, Fold
from contract_name_reference import month_of, months_between

NO_DATA, NO_USABLE, EARLY_CLOSE = "no_data", "no_usable_contract", "early_close"
TOO_FEW, FLAT_LEG = "too_few_intervals", "flat_leg"

INSTRUMENTS = (
    Instrument("ES", "third_friday", 6),
    Instrument("TY", "first_day", 3),
    Instrument("TU", "first_day", 3),
    Instrument("USD", "third_wednesday", 6),
    Instrument("RATE3M", "third_wednesday", 6, contract_rule="front"),
)
PAIRS = {"ust": ("ES", "TY"), "usd": ("ES", "USD"), "ust2y": ("ES", "TU"), "ust3m": ("ES", "RATE3M")}


@dataclass
class Reference:
    """What `reference` gives: one frame a table, and the objects behind them.

    contract_days: trade_date, instrument, vendor, kind, contract (`ESH20`; a continuous series' spelling, ''
        without a name), contract_month, last_trade_month (yyyymm, NULL for continuous), chosen_because,
        volume_share, months_to_expiry, n_grid_points, n_returns, serves, bar_minutes, session_volume,
        null_reason (no_data, no_usable_contract); a row for every session from the first to the last with a
        bar, and instrument.
    rolls: instrument, vendor, trade_date, from_contract, to_contract; undone rolls stand twice.
    quarantine: vendor, instrument, contract (the text as it came), reason, n_bars.
    correlations: trade_date, pair_id, realized_correlation, n_intervals, null_reason.
    daily_returns: trade_date, instrument, daily_return, may_cross_roll.
    candidates: (day, instrument) -> candidates; chosen: (day, instrument) -> Chosen.
    """

    contract_days: pd.DataFrame
    rolls: pd.DataFrame
    quarantine: pd.DataFrame
    correlations: pd.DataFrame = field(default_factory=pd.DataFrame)
    daily_returns: pd.DataFrame = field(default_factory=pd.DataFrame)
    candidates: dict[tuple[date, str], list[Candidate]] = field(default_factory=dict)
    chosen: dict[tuple[date, str], Chosen] = field(default_factory=dict)


def reference(
    bars: pd.DataFrame,
    sessions: pd.DataFrame,
    vendor_symbols: Sequence[VendorSymbol],
    instruments: Sequence[Instrument] = INSTRUMENTS,
    pairs: Mapping[str, tuple[str, str]] = PAIRS,
    interval_minutes: int = 5,
    share: tuple[int, int] = (10, 13),
) -> Reference:
    """Every table of METHODOLOGY 2 and 2a, from sound bars.

    `bars`: BAR_COLUMNS; `symbol` the vendor's name of the instrument (canonical: the instrument), `contract`
    text or None, `bar_start_utc` without a zone, `volume` NaN where NULL. All bars are taken as sound; rows
    equal in everything but the spelling of the contract are copies, other rows of one contract, start and
    length an error.
    `sessions`: trade_date, open_utc, close_utc, is_early_close; must reach past the expiries in `bars`, for
    roll days are counted in sessions. Only instruments with a bar have rows.
    """
    calendar = [Session(*row) for row in sessions.itertuples(index=False)]
    usable, set_aside = sort_out(bars, vendor_symbols, instruments)
    seen = {s.trade_date for s in calendar} & {start.date() for start in bars["bar_start_utc"]}
    window = [s for s in calendar if seen and min(seen) <= s.trade_date <= max(seen)]
    rows, rolls = [], []
    result = Reference(pd.DataFrame(), pd.DataFrame(), set_aside)
    for instrument in instruments:
        symbols = [v for v in vendor_symbols if v.instrument == instrument.name]
        own = bars["symbol"].isin([v.symbol for v in symbols])
        if not own.any():
            continue
        starts_of_all = defaultdict(list)
        for start, minutes in zip(bars.loc[own, "bar_start_utc"], bars.loc[own, "bar_minutes"], strict=True):
            starts_of_all[start.date()].append((start, minutes))
        by_day = defaultdict(list)
        for series, bar in usable.get(instrument.name, []):
            by_day[bar.bar_start_utc.date()].append((series, bar))
        fold = Fold(instrument, symbols, calendar)
        for session in window:
            day = session.trade_date
            candidates = candidates_of(session, by_day[day], symbols, interval_minutes, share)
            result.candidates[day, instrument.name] = candidates
            row: dict[str, Any] = {"trade_date": day, "instrument": instrument.name}
            if candidates:
                chosen = fold.choose(day, candidates)
                result.chosen[day, instrument.name] = chosen
                row |= _row_of(chosen, day)
            else:
                arrived = any(in_session(session, *bar) for bar in starts_of_all[day])
                row["null_reason"] = NO_USABLE if arrived else NO_DATA
            rows.append(row)
        rolls += fold.rolls
    result.contract_days = pd.DataFrame(rows, columns=[*CONTRACT_DAY_COLUMNS])
    result.rolls = pd.DataFrame(
        rolls, columns=["instrument", "vendor", "trade_date", "from_contract", "to_contract"]
    )
    result.correlations = correlations(result, window, pairs, share)
    result.daily_returns = daily_returns(result, window)
    return result


CONTRACT_DAY_COLUMNS = (
    *("trade_date", "instrument", "vendor", "kind", "contract", "contract_month", "last_trade_month"),
    *(
        "chosen_because",
        "volume_share",
        "months_to_expiry",
        "n_grid_points",
        "n_returns",
        "serves",
        "bar_minutes",
    ),
    *("session_volume", "null_reason"),
)


def _row_of(chosen: Chosen, day: date) -> dict[str, Any]:
    candidate, contract = chosen.candidate, chosen.candidate.series.contract
    last = contract.last_trade_month
    return {
        "vendor": candidate.series.vendor,
        "kind": contract.kind,
        "contract": contract.code,
        "contract_month": contract.contract_month,
        "last_trade_month": last,
        "chosen_because": chosen.because,
        "volume_share": chosen.volume_share,
        "months_to_expiry": None if last is None else months_between(month_of(day), last),
        "n_grid_points": candidate.n_grid_points,
        "n_returns": int(np.isfinite(candidate.returns).sum()),
        "serves": candidate.serves,
        "bar_minutes": candidate.bar_minutes,
        "session_volume": chosen.session_volume,
    }


def correlations(
    result: Reference, window: Sequence[Session], pairs: Mapping[str, tuple[str, str]], share: tuple[int, int]
) -> pd.DataFrame:
    """Pearson correlation of the five-minute returns of the day's contracts, over the intervals where both
    exist.

    CHOICE 16: of two reasons the first of early_close, no_usable_contract, no_data, too_few_intervals,
    flat_leg.
    """
    rows = []
    loaded = set(result.contract_days["instrument"])
    reasons = result.contract_days.set_index(["trade_date", "instrument"])["null_reason"].to_dict()
    for pair_id, legs in pairs.items():
        if not loaded.issuperset(legs):
            continue
        for session in window:
            day = session.trade_date
            row: dict[str, Any] = {"trade_date": day, "pair_id": pair_id, "realized_correlation": None}
            lost = {reasons[day, leg] for leg in legs}
            if session.is_early_close:
                row |= {"null_reason": EARLY_CLOSE}
            elif NO_USABLE in lost or NO_DATA in lost:
                row |= {"n_intervals": 0, "null_reason": NO_USABLE if NO_USABLE in lost else NO_DATA}
            else:
                a, b = (result.chosen[day, leg].candidate.returns for leg in legs)
                row |= correlation(a, b, share)
            rows.append(row)
    columns = ["trade_date", "pair_id", "realized_correlation", "n_intervals", "null_reason"]
    return pd.DataFrame(rows, columns=columns)


def correlation(a: np.ndarray, b: np.ndarray, share: tuple[int, int] = (10, 13)) -> dict[str, Any]:
    """The correlation of two legs' returns, its number of intervals, and why it is NULL."""
    both = np.isfinite(a) & np.isfinite(b)
    a, b, n = a[both], b[both], int(both.sum())
    if not reaches(n, len(both), share):
        return {"n_intervals": n, "null_reason": TOO_FEW}
    if not a.any() or not b.any():
        return {"n_intervals": n, "null_reason": FLAT_LEG}
    x, y = a - a.mean(), b - b.mean()
    return {"n_intervals": n, "realized_correlation": float((x @ y) / np.sqrt((x @ x) * (y @ y)))}


def daily_returns(result: Reference, window: Sequence[Session]) -> pd.DataFrame:
    """ln(P_t / P_t-1) at the sessions' last grid points, of day t's contract on both days, whether or not it
    was the contract of t-1; NULL across a change of vendor and between dated and continuous.

    CHOICE 17: may_cross_roll is true of every day on which a continuous series is chosen.
    """
    rows = []
    for before, session in zip([None, *window], window, strict=False):
        for instrument in result.contract_days["instrument"].unique():
            today = result.chosen.get((session.trade_date, instrument))
            if today is None:
                continue
            series, price = today.candidate.series, today.candidate.prices[-1]
            value = None
            last = before and result.chosen.get((before.trade_date, instrument))
            if before and last and _goes_on(last.candidate.series, series):
                same = [c for c in result.candidates[before.trade_date, instrument] if c.series == series]
                change = np.log(price / same[0].prices[-1]) if same else np.nan
                value = today.candidate.return_sign * float(change) if np.isfinite(change) else None
            rows.append((session.trade_date, instrument, value, not series.is_dated))
    return pd.DataFrame(rows, columns=["trade_date", "instrument", "daily_return", "may_cross_roll"])


def _goes_on(before: Series, series: Series) -> bool:
    return before.vendor == series.vendor and before.is_dated == series.is_dated
