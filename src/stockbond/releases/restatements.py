"""Restated days: what changed in the bars since the previous release, and what it did to the correlations.

Bars are licensed and not published, so a release carries a fingerprint of each: 16 bits of a hash of what the
tables use of it, in one list per instrument and day. It is made from the finished working file when the
release is written, so the bar path does not pay for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockbond.sql import rows, text

if TYPE_CHECKING:
    import duckdb

# The bars that an instrument's day was made of: in the session, of its contract, and of copies the one kept.
FINGERPRINTS = """
    with

    copies as (
        select contract_id, bar_date, end_minute, opening_price, close, volume, verdict
        from working.intermediate.int_bar_copies where exclusion is null
    ),

    bars as (
        select contract_id, bar_date, end_minute, opening_price, close, volume
        from working.intermediate.int_bars_session as session_bars
        where
            exclusion is null
            and not exists (
                select 1 from copies
                where
                    copies.contract_id = session_bars.contract_id and copies.bar_date = session_bars.bar_date
                    and copies.end_minute = session_bars.end_minute
            )
        union all
        select contract_id, bar_date, end_minute, opening_price, close, volume
        from copies where verdict = 'kept'
    ),

    marked as (
        select
            days.instrument_id, days.trade_date, bars.end_minute,
            cast(hash(bars.opening_price, bars.close, bars.volume) % 65536 as usmallint) as bar_hash
        from bars
        inner join working.intermediate.int_instrument_days as days
            on bars.contract_id = days.contract_id and bars.bar_date = days.trade_date
    )

    select
        instruments.instrument,
        marked.trade_date,
        cast(count(*) as integer) as n_bars,
        list(marked.end_minute order by marked.end_minute) as end_minutes,
        list(marked.bar_hash order by marked.end_minute) as bar_hashes
    from marked
    inner join working.seeds.instruments using (instrument_id)
    group by all
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
            instrument, trade_date, ours.n_bars as n_bars_after, theirs.n_bars as n_bars_before,
            ours.end_minutes as minutes_after, ours.bar_hashes as hashes_after,
            theirs.end_minutes as minutes_before, theirs.bar_hashes as hashes_before
        from reports.rpt_bar_fingerprints as ours
        full join previous.reports.rpt_bar_fingerprints as theirs using (instrument, trade_date)
        inner join spans using (instrument)
        where
            trade_date between spans.first_date and spans.last_date
            and (minutes_after, hashes_after) is distinct from (minutes_before, hashes_before)
    ),

    bars_before as (
        select instrument, trade_date, unnest(minutes_before) as end_minute, unnest(hashes_before) as bar_hash
        from days
    ),

    bars_after as (
        select instrument, trade_date, unnest(minutes_after) as end_minute, unnest(hashes_after) as bar_hash
        from days
    ),

    changes as (
        select instrument, trade_date, cast(count(*) as integer) as n_bars_changed
        from bars_after full join bars_before using (instrument, trade_date, end_minute)
        where bars_after.bar_hash is distinct from bars_before.bar_hash
        group by all
    )

    select
        days.trade_date, days.instrument, pairs.pair_id,
        case
            when days.n_bars_before is null then 'added' when days.n_bars_after is null then 'withdrawn'
            else 'corrected'
        end as change,
        coalesce(days.n_bars_before, 0) as n_bars_before,
        coalesce(days.n_bars_after, 0) as n_bars_after,
        changes.n_bars_changed,
        earlier.realized_correlation as realized_correlation_before,
        ours.realized_correlation as realized_correlation_after,
        (select release_id from previous.reports.rpt_release) as previous_release_id
    from days
    inner join changes using (instrument, trade_date)
    inner join working.seeds.instrument_pairs as pairs
        on days.instrument in (pairs.instrument_a, pairs.instrument_b)
    left join marts.fct_realized_correlation_daily as ours
        on days.trade_date = ours.trade_date and pairs.pair_id = ours.pair_id
    left join previous.marts.fct_realized_correlation_daily as earlier
        on days.trade_date = earlier.trade_date and pairs.pair_id = earlier.pair_id
    order by all
"""


def restatements(
    connection: duckdb.DuckDBPyConnection, previous: Path | None, is_simulated: bool
) -> str | list[dict[str, Any]]:
    """The query of rpt_restatements, with the previous release attached as `previous`; no rows where the two
    cannot be compared.

    That is: there is none, one is simulated and the other real, another version of DuckDB hashed its bars, or
    it was written before releases carried fingerprints.
    """
    if previous is None:
        return []
    connection.execute(f"attach {text(str(previous))} as previous (read_only)")
    [before] = rows(
        connection,
        "select is_simulated, duckdb_version = version() as is_same_hash from previous.reports.rpt_release",
    )
    tables = rows(connection, "select table_name from duckdb_tables() where database_name = 'previous'")
    is_known = "rpt_bar_fingerprints" in {row["table_name"] for row in tables}
    is_comparable = is_known and before["is_same_hash"] and before["is_simulated"] == is_simulated
    return RESTATEMENTS if is_comparable else []
