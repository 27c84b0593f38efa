"""Builds of the macro tables alone, small files for them, and what they loaded."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from builds import Build, run_dbt

MACRO = [
    "+fct_macro_daily",
    "+fct_treasury_auctions",
    "+int_currency_bases",
    "+int_fund_readings",
    "+int_fomc_meetings",
]
TESTS = ["warn_series_not_listed", "warn_auctions_differ_from_facts", "warn_basis_parts_do_not_add_up"]
Observations = dict[str, tuple[int, str, float, str, float]]


def build_macro(root: Path) -> Build:
    """Build every macro table, with their data tests, from the data root."""
    selection = ["--select", *MACRO, *TESTS, "resource_type:seed"]
    return run_dbt(
        ["build", *selection, "--exclude-resource-type", "unit_test", "--indirect-selection", "cautious"],
        root,
        root.parent / "warehouse.duckdb",
    )


def write(root: Path, path: str, text: str) -> None:
    target = root / "series" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="")


def loaded(done: Build) -> Observations:
    """Of each series: number of observations, first day and value, last day and value."""
    rows = done.rows(
        """
        select
            series_id, count(*), cast(min(observation_date) as varchar), arg_min(value, observation_date),
            cast(max(observation_date) as varchar), arg_max(value, observation_date)
        from intermediate.int_macro_observations group by series_id
        """
    )
    return {series_id: tuple(values) for series_id, *values in rows}


def ends(series: pd.Series) -> tuple[int, str, float, str, float]:
    """The same of a series that pandas read."""
    known = series.dropna().sort_index()
    first, last = (str(day)[:10] for day in known.index[[0, -1]])
    return len(known), first, float(known.iloc[0]), last, float(known.iloc[-1])
