"""The guard against a release that lost days: files that are gone make tables empty, and break no test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stockbond.releases.manifest import data_root_id, variables
from stockbond.sql import rows

if TYPE_CHECKING:
    import duckdb

# Pairs with fewer days with a correlation than this share of those in the release before.
LOST = """
    select earlier.pair_id, earlier.n_days as n_days_before, coalesce(latest.n_days, 0) as n_days_now
    from (
        select pair_id, count(realized_correlation) as n_days
        from previous.marts.fct_realized_correlation_daily group by pair_id
    ) as earlier
    left join (
        select pair_id, count(realized_correlation) as n_days
        from working.marts.fct_realized_correlation_daily group by pair_id
    ) as latest using (pair_id)
    where coalesce(latest.n_days, 0) < $share * earlier.n_days
    order by earlier.pair_id
"""


def pairs_that_shrank(connection: duckdb.DuckDBPyConnection, run: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pairs that lost more days than var `min_share_of_days` allows, with the days before and now.

    Compares the working file of this run, attached as `working`, with the release attached as `previous`;
    one of another data root has days of its own, and none is lost.
    """
    [(manifest,)] = connection.execute("select manifest from previous.reports.rpt_release").fetchall()
    if json.loads(manifest).get("data_root_id") != data_root_id(run):
        return []
    share = variables(run)["min_share_of_days"]
    return rows(connection, LOST, {"share": share})


def pairs_in_words(pairs: list[dict[str, Any]]) -> str:
    """Each pair with its days before and now."""
    words = "{pair_id} {n_days_before:,} days before, {n_days_now:,} now"
    return ", ".join(words.format(**pair) for pair in pairs)
