"""What a release holds, from which one chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockbond.explorer.choices import Catalogue
from stockbond.explorer.words import (
    EVENT_SUBSETS,
    OUTCOMES,
    SAMPLES,
    asset_names,
    in_order,
    named,
    pair_names,
)
from stockbond.words import EVENT_TYPES

if TYPE_CHECKING:
    import duckdb

PAIRS = """
select pair_id from marts.fct_realized_correlation_daily
where realized_correlation is not null group by pair_id
"""
EVENT_SETS = "select event_type, event_subset from marts.fct_event_set_members group by all"
STUDIED = "select distinct outcome from reports.rpt_event_study_availability"
WITH_CORRELATIONS = """
select sample from marts.fct_regimes_daily where realized_correlation is not null group by sample
"""
SPAN = "select min(trade_date), max(trade_date) from marts.fct_regimes_daily"
ASSETS = """
select instrument as asset from marts.fct_daily_returns where log_return is not null
union
select symbol as asset from marts.fct_asset_returns_daily where log_return_bp is not null
"""


def read_catalogue(connection: duckdb.DuckDBPyConnection) -> Catalogue | None:
    """What there is to choose from; None where no day of any pair has a correlation."""

    def values(query: str) -> list[str]:
        return [value for (value,) in connection.execute(query).fetchall()]

    pairs = values(PAIRS)
    if not pairs:
        return None
    names = asset_names()
    event_sets = connection.execute(EVENT_SETS).fetchall()
    first, last = connection.execute(SPAN).fetchall()[0]
    return Catalogue(
        pairs=tuple(in_order(pair_names(), pairs)),
        samples=tuple(in_order(SAMPLES, values(WITH_CORRELATIONS))),
        event_sets=tuple(
            (event_type, subset)
            for event_type in in_order(EVENT_TYPES, {event_type for event_type, _ in event_sets})
            for subset in in_order(EVENT_SUBSETS, [of for of_type, of in event_sets if of_type == event_type])
        ),
        outcomes=tuple(in_order(OUTCOMES, values(STUDIED))),
        assets=tuple((asset, named(names, asset)) for asset in in_order(names, values(ASSETS))),
        first_date=first,
        last_date=last,
    )
