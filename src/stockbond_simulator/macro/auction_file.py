"""Treasury auctions in the layout of Fiscal Data's auctions_query: the seed's new issues, with reopenings and
inflation-protected notes of the same terms between them, which are not new issues."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from stockbond_simulator.macro.days import Days
from stockbond_simulator.macro.text_files import write_lines
from stockbond_simulator.macro.yields import Yields
from stockbond_simulator.randomness import stream
from stockbond_simulator.seeds import AUCTIONS_SEED, read_seed

COLUMNS = (
    "record_date",
    "cusip",
    "security_type",
    "security_term",
    "auction_date",
    "issue_date",
    "maturity_date",
    "price_per100",
    "bid_to_cover_ratio",
    "high_yield",
    "inflation_index_security",
    "offering_amt",
    "original_security_term",
    "reopening",
)
TERMS = {"10-Year": 10, "5-Year": 5}
REOPENED_AS = ((28, "9-Year 11-Month"), (56, "9-Year 10-Month"))  # days after the new issue, and its term
INDEXED_MONTHS = {"01": "10-Year", "07": "10-Year", "04": "5-Year"}

Auction = dict[str, str]


def write_auctions(path: Path, days: Days, yields: Yields) -> list[Path]:
    """The span's auctions, and the last of each term before it, so that a larger offering can be told. No
    file where the span has none."""
    start, end = str(days.dates[0]), str(days.dates[-1])
    seed = [row for row in with_amounts(read_seed(AUCTIONS_SEED)) if row["auction_date"] <= end]
    if not any(row["auction_date"] >= start for row in seed):
        return []
    auctions: list[Auction] = []
    for term in TERMS:
        of_term = [row for row in seed if row["security_term"] == term]
        earlier = [row for row in of_term if row["auction_date"] < start]
        for row in [*earlier[-1:], *(row for row in of_term if row["auction_date"] >= start)]:
            auctions += [new_issue(row), *(reopenings(row, end) if term == "10-Year" else [])]
    auctions += inflation_protected(start, end)
    auctions.sort(key=lambda row: (row["auction_date"], row["cusip"]))
    rng = stream(days.seed, "yields", 1)
    for row in auctions:
        add_result(row, days, yields, rng)
    lines = [",".join(row.get(column, "null") or "null" for column in COLUMNS) for row in auctions]
    return [write_lines(path, [",".join(COLUMNS), *lines])]


def with_amounts(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The seed with its blank amounts filled. It leaves them out where they only fell or stayed: there the
    amount is held at what makes the next one known larger, or equal, as the seed says."""
    filled = []
    upcoming: dict[str, tuple[float, bool]] = {}
    for row in reversed(rows):
        term, amount = row["security_term"], row["offering_amount_bn"]
        if not amount and term in upcoming:
            next_amount, is_larger = upcoming[term]
            amount = str(next_amount - 1.0 if is_larger else next_amount)
        if amount:
            upcoming[term] = (float(amount), row["is_offering_increased"] == "true")
        filled.append({**row, "offering_amount_bn": amount})
    return filled[::-1]


def auction(
    day: str, cusip: str, term: str, original: str, issue: str, maturity: str, **rest: str
) -> Auction:
    """One row before its result."""
    return {
        "record_date": day,
        "cusip": cusip,
        "security_type": "Note",
        "security_term": term,
        "auction_date": day,
        "issue_date": issue,
        "maturity_date": maturity,
        "original_security_term": original,
        "inflation_index_security": "No",
        "reopening": "No",
        **rest,
    }


def new_issue(row: dict[str, str]) -> Auction:
    """A new issue of the seed; its amount in dollars."""
    amount = row["offering_amount_bn"]
    return auction(
        row["auction_date"],
        row["cusip"],
        row["security_term"],
        row["security_term"],
        row["issue_date"],
        row["maturity_date"],
        offering_amt=f"{float(amount) * 1e9:.0f}" if amount else "null",
    )


def reopenings(row: dict[str, str], end: str) -> list[Auction]:
    """The same note sold again one and two months later."""
    found = []
    for days_later, term in REOPENED_AS:
        day = date.fromisoformat(row["auction_date"]) + timedelta(days_later)
        if day.isoformat() <= end:
            issue = (day + timedelta(3)).isoformat()
            found.append(
                auction(
                    day.isoformat(),
                    row["cusip"],
                    term,
                    "10-Year",
                    issue,
                    row["maturity_date"],
                    reopening="Yes",
                    offering_amt="null",
                )
            )
    return found


def inflation_protected(start: str, end: str) -> list[Auction]:
    """Inflation-protected notes, with the term of a nominal one."""
    found = []
    for year in range(int(start[:4]), int(end[:4]) + 1):
        for month, term in INDEXED_MONTHS.items():
            day = date(year, int(month), 22)
            day -= timedelta(max(0, day.weekday() - 4))
            if start <= day.isoformat() <= end:
                cusip = f"91282{year % 100:02d}X{int(month) % 10}"
                maturity = date(year + TERMS[term], int(month), 15).isoformat()
                issue = (day + timedelta(7)).isoformat()
                found.append(
                    auction(
                        day.isoformat(),
                        cusip,
                        term,
                        term,
                        issue,
                        maturity,
                        inflation_index_security="Yes",
                        offering_amt="15000000000",
                    )
                )
    return found


def add_result(row: Auction, days: Days, yields: Yields, rng: np.random.Generator) -> None:
    """High yield and bid-to-cover of auctions in the span."""
    cover, surprise = 2.5 + 0.15 * rng.standard_normal(), 0.01 * rng.standard_normal()
    position = int(np.searchsorted(days.dates, np.datetime64(row["auction_date"])))
    if row["auction_date"] < str(days.dates[0]) or position >= len(days):
        return
    quote = yields.par[TERMS[row["original_security_term"]]][position]
    row["bid_to_cover_ratio"] = f"{cover:.2f}"
    row["high_yield"] = f"{max(quote + surprise, 0.01):.3f}"
