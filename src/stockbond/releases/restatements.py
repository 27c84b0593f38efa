"""Restated days: where the bars are not those of the previous release, and what that did to the correlations.

Bars are licensed and not published, so a release carries a fingerprint of each instrument's day: one hash of
what the tables use of its bars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stockbond.sql import rows

if TYPE_CHECKING:
    import duckdb

FINGERPRINTS = """
    select instrument, trade_date, n_bars, day_hash
    from working.intermediate.int_bar_fingerprints
    order by all
"""

# A day counts if the previous release could have had it: new days and new instruments are no changes.
RESTATEMENTS = """
    with

    spans as (
        select instrument, min(trade_date) as first_date, max(trade_date) as last_date
        from previous.reports.rpt_bar_fingerprints group by instrument
    ),

    days as (
        select
            instrument, trade_date, ours.n_bars as n_bars_after, theirs.n_bars as n_bars_before
        from reports.rpt_bar_fingerprints as ours
        full join previous.reports.rpt_bar_fingerprints as theirs using (instrument, trade_date)
        inner join spans using (instrument)
        where
            trade_date between spans.first_date and spans.last_date
            and (ours.n_bars, ours.day_hash) is distinct from (theirs.n_bars, theirs.day_hash)
    )

    select
        days.trade_date, days.instrument, pairs.pair_id,
        case
            when days.n_bars_before is null then 'added' when days.n_bars_after is null then 'withdrawn'
            else 'corrected'
        end as change,
        coalesce(days.n_bars_before, 0) as n_bars_before,
        coalesce(days.n_bars_after, 0) as n_bars_after,
        earlier.realized_correlation as realized_correlation_before,
        ours.realized_correlation as realized_correlation_after,
        (select release_id from previous.reports.rpt_release) as previous_release_id
    from days
    inner join working.seeds.instrument_pairs as pairs
        on days.instrument in (pairs.instrument_a, pairs.instrument_b)
    left join marts.fct_realized_correlation_daily as ours
        on days.trade_date = ours.trade_date and pairs.pair_id = ours.pair_id
    left join previous.marts.fct_realized_correlation_daily as earlier
        on days.trade_date = earlier.trade_date and pairs.pair_id = earlier.pair_id
    order by all
"""


def restatements(
    connection: duckdb.DuckDBPyConnection, has_previous: bool, is_simulated: bool
) -> str | list[dict[str, Any]]:
    """The query of rpt_restatements on the release attached as `previous`; no rows where the two cannot be
    compared.

    That is: there is none, one is simulated and the other real, another version of DuckDB hashed its bars, or
    it was written before releases carried a hash of each day.
    """
    if not has_previous:
        return []
    [before] = rows(
        connection,
        "select is_simulated, duckdb_version = version() as is_same_hash from previous.reports.rpt_release",
    )
    is_known = rows(
        connection,
        "from duckdb_columns() where database_name = 'previous'"
        " and table_name = 'rpt_bar_fingerprints' and column_name = 'day_hash'",
    )
    is_comparable = is_known and before["is_same_hash"] and before["is_simulated"] == is_simulated
    return RESTATEMENTS if is_comparable else []
