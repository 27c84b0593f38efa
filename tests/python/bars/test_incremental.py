"""A build that reads only what changed leaves the tables that a whole build leaves, whatever arrived."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import numpy as np
import pandas as pd
import pytest
from arrivals import CHANGES, CHANGES_OF_DAYS, DAYS, ENDS, LENIENT, PIECES, STEPS, Market, build, touched
from contract_examples import day_of_bars
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from kept_dbt import KeptDbt, differences
from preflighter import Preflight, settle
from support.builds import rewrite_file

from stockbond import landing
from stockbond.dbt_plugin import Plugin
from stockbond.doctor.data_root import altered_files

SEQUENCES = int(os.environ.get("STOCKBOND_SEQUENCES", "10"))  # make torture runs many more
ACTS = (
    "is_killed", "closes_early", "pairs_swap_legs", "has_other_sql", "has_other_sql_of_days", "is_upgraded",
)  # fmt: skip
SEEDED = ["int_sessions", "int_instrument_pairs"]  # tables of seeds that change


class Arrivals(RuleBasedStateMachine):
    """Things happen to a data root; after each, what a build kept and read is what a whole build reads."""

    dbt: ClassVar[KeptDbt]
    root: ClassVar[Path]
    template: ClassVar[Path]  # a working file of the first two days
    tried: ClassVar[set[str]]

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        self.market = Market(self.root, np.random.default_rng(seed))
        for day in DAYS[:2]:
            self.market.day(day)
        self.seeds: list[str] = []
        self.changed: set[str] = set()
        self.sql = {name: self.dbt.models[name].raw_code for name in (*CHANGES, *CHANGES_OF_DAYS)}
        self.version = landing.version
        self.dbt.use(self.template)
        self.checksums = self.checksums_now()

    def teardown(self) -> None:
        for name, sql in getattr(self, "sql", {}).items():
            self.dbt.models[name].raw_code = sql
        landing.version = getattr(self, "version", landing.version)

    @rule(steps=st.lists(st.sampled_from((*STEPS, *ACTS)), min_size=1, max_size=3))
    def happens(self, steps: list[Callable[[Market], None] | str]) -> None:
        before = self.vars_of_files()
        self.reads_all = False
        for step in steps:
            name = step if isinstance(step, str) else step.__name__
            self.market.done.append(name)
            self.tried.add(name)
            if isinstance(step, str):
                getattr(self, step)()
            else:
                step(self.market)
        self.build(self.reads_all or self.vars_of_files() != before)

    def is_killed(self) -> None:
        """A build that reads what came so far never ends: the next one finds what was there before."""
        self.look()
        with self.dbt.killed_before_commit():
            self.dbt.run(PIECES)

    def closes_early(self) -> None:
        """A day of the calendar seed."""
        day = DAYS[len(self.seeds) % len(DAYS)]
        change = (
            "update seeds.nyse_sessions set is_early_close = true,"
            f" session_close_at_utc = session_open_at_utc + interval 210 minute where trade_date = '{day}'"
        )
        self.dbt.connection.execute(change)
        self.reads_all |= change not in self.seeds
        self.seeds.append(change)

    def pairs_swap_legs(self) -> None:
        """Two rows of a seed exchange one value."""
        change = (
            "update seeds.instrument_pairs set instrument_b = case pair_id when 'ust' then 'TU'"
            " when 'ust2y' then 'TY' else instrument_b end"
        )
        self.dbt.connection.execute(change)
        self.seeds.append(change)

    def has_other_sql(self) -> None:
        self.reads_all |= self.changes(CHANGES)

    def has_other_sql_of_days(self) -> None:
        self.changes(CHANGES_OF_DAYS)

    def changes(self, changes: dict[str, tuple[str, str]]) -> bool:
        """The SQL of the first model that still has its own; was there one?"""
        for name, change in changes.items():
            if name not in self.changed:
                self.dbt.models[name].raw_code = self.sql[name].replace(*change)
                assert self.dbt.models[name].raw_code != self.sql[name]
                self.changed.add(name)
                return True
        return False

    def is_upgraded(self) -> None:
        version = landing.version("stockbond")
        landing.version = lambda _: version + "1"
        self.reads_all = True

    def vars_of_files(self) -> dict[str, Any]:
        """Those that what is read of a file depends on."""
        return {name: value for name, value in self.market.variables.items() if name != "as_of"}

    def look(self) -> None:
        """What a build does before it reads."""
        self.dbt.set_vars({**LENIENT, **self.market.variables})
        self.dbt.render("{{ check_files_settled(landing_files()) }}")
        self.dbt.statements(SEEDED).run(self.dbt.connection)
        self.dbt.run(*self.dbt.views_above(PIECES))

    def build(self, reads_all: bool) -> None:
        """Build on, build anew in another file, and compare."""
        self.look()
        self.dbt.run(PIECES)
        ours = self.dbt.connection
        self.check_reading(ours, reads_all)
        below = self.dbt.below(PIECES, ENDS)[1:]
        ours.execute("delete from build.days_read")  # of the run before: all runs have one number here
        made = {name: self.dbt.statements([name]) for name in below}
        for name, statements in made.items():
            if self.dbt.models[name].config.materialized == "by_day":
                self.dbt.run(name)
            else:
                statements.run(ours)
        fresh = shutil.copyfile(self.template, self.template.with_name("fresh") / self.template.name)
        with duckdb.connect(fresh, config={"threads": 1}) as whole:
            whole.execute("set TimeZone = 'UTC'; set enable_external_file_cache = false")
            Plugin.configure_connection(None, whole)  # the functions of our SQL
            landed = ours.execute("from build.landing_files").df()
            whole.execute("create or replace table build.landing_files as from landed")
            assert len(landed)
            for change in self.seeds:
                whole.execute(change)
            self.dbt.statements([*SEEDED, *self.dbt.views_above(PIECES), PIECES]).run(whole)
            for statements in made.values():
                statements.run(whole)
            assert differences(ours, whole, [PIECES, *below]) == [], self.market.done
        assert (
            ours.execute(self.dbt.compiled("assert_every_bar_is_accounted_for").compiled_code).fetchall()
            == []
        ), self.market.done

    def checksums_now(self) -> dict[str, str]:
        return {
            path.relative_to(self.root).as_posix(): landing.sha256(path)
            for path in landing.landing_files(self.root)
        }

    def check_reading(self, ours: Any, reads_all: bool) -> None:
        """A file was read if its content is new, or if all had to be; the ledger says what each one is."""
        known = self.checksums
        had_oanda = any("oanda" in path for path in known)
        self.checksums = self.checksums_now()
        # The first file of a vendor changes the SQL that reads them.
        reads_all |= had_oanda != any("oanda" in path for path in self.checksums)
        new = {p for p, checksum in self.checksums.items() if reads_all or known.get(p) != checksum}
        read = ours.execute("select path from bar_files_now where not is_known").fetchall()
        assert {path for (path,) in read} == new, self.market.done
        assert dict(ours.execute("select path, sha256 from build.bar_files").fetchall()) == self.checksums


def test_any_sequence_of_arrivals_leaves_what_a_whole_build_leaves(kept: tuple[KeptDbt, Path]) -> None:
    Arrivals.dbt, Arrivals.template = kept
    Arrivals.root, Arrivals.tried = Path(os.environ["STOCKBOND_DATA"]), set()
    (Arrivals.template.parent / "fresh").mkdir()
    run_state_machine_as_test(
        Arrivals,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=6 if SEQUENCES >= 100 else 3, deadline=None, derandomize=True,
            phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    if SEQUENCES >= 100:
        wanted = {*ACTS, *(step.__name__ for step in STEPS)}
        assert wanted == Arrivals.tried, wanted - Arrivals.tried


def test_the_order_of_bars_in_a_file_changes_nothing(kept: tuple[KeptDbt, Path]) -> None:
    """How a file's bars lie, and in which order a plan brings them, is no property of what it holds."""
    Arrivals.dbt, Arrivals.template = kept
    Arrivals.root, Arrivals.tried = Path(os.environ["STOCKBOND_DATA"]), set()
    state = Arrivals()
    state.begin(seed=1)
    bars = day_of_bars("ES", "ESM16", DAYS[2], minutes=1)  # a bar on every minute
    state.market.write(bars, "minutes.parquet")
    rows = []
    for _ in range(2):
        state.look()
        state.dbt.run(PIECES)
        held = state.dbt.connection.execute("from intermediate.int_bar_pieces").fetchall()
        rows.append(Counter(map(str, held)))
        minutes = "select n_sound, start_minutes from intermediate.int_bar_pieces where bar_minutes = 1"
        assert state.dbt.connection.execute(minutes).fetchall() == [(len(bars), None)]  # none is missing
        for path in state.market.folder.rglob("*.parquet"):
            rewrite_file(path, "from rows order by hash(bar_start_utc)")
            settle(path)
    state.teardown()
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    "loss",
    [
        "delete from intermediate.int_instrument_days where trade_date = '{day}'",
        "update marts.fct_realized_volatility_daily set null_reason = 'no_data' where trade_date = '{day}'",
        "update intermediate.int_bar_files set n_rows = n_rows + 1",
        "create table lost as from intermediate.int_contract_days where trade_date <> '{day}';"
        "create or replace view intermediate.int_contract_days as from lost",
    ],
)
def test_a_day_or_a_bar_that_is_lost_cannot_pass(kept: tuple[KeptDbt, Path], loss: str) -> None:
    dbt, template = kept
    dbt.use(template)
    dbt.set_vars(LENIENT)
    accounts = dbt.compiled("assert_every_bar_is_accounted_for").compiled_code
    assert dbt.connection.execute(accounts).fetchall() == []
    dbt.connection.execute(loss.format(day=DAYS[0]))
    assert dbt.connection.execute(accounts).fetchall() != []


def said(preflight: Preflight) -> str:
    """What the last build says that it read."""
    [line] = [event for event in preflight.events if event.startswith("bars: read")]
    return line


def test_only_what_changed_is_read(start: Callable[[int], tuple[Market, Preflight]]) -> None:
    market, preflight = start(1)
    build(market, preflight)
    assert said(preflight) == "bars: read 4 of 4 files, 8 contract-days"
    build(market, preflight)
    assert said(preflight) == "bars: read 0 of 4 files, 0 contract-days"
    market.day(DAYS[2])
    touched(market)
    build(market, preflight)
    assert said(preflight) == "bars: read 2 of 6 files, 4 contract-days"
    (market.folder / f"ES-{DAYS[0]}.parquet").unlink()
    build(market, preflight)
    assert said(preflight) == "bars: read 0 of 5 files, 0 contract-days; 1 files are gone"
    build(market, preflight, "--full-refresh")
    assert said(preflight) == "bars: read 5 of 5 files, 10 contract-days"
    market.variables = {"vector_open": "07:00"}
    build(market, preflight)
    assert said(preflight) == "bars: read 5 of 5 files, 10 contract-days"


def test_a_change_under_the_same_size_and_time_is_found_when_asked(
    start: Callable[[int], tuple[Market, Preflight]],
) -> None:
    market, preflight = start(1)
    path = market.folder / f"ES-{DAYS[0]}.parquet"
    frame = pd.read_parquet(path)
    as_bytes = {"compression": "none", "use_dictionary": False}  # one price more or less is as many bytes
    frame.to_parquet(path, index=False, **as_bytes)
    status = settle(path).stat()
    build(market, preflight)
    assert list(altered_files(market.root, Path(os.environ["STOCKBOND_WAREHOUSE"]))) == []
    frame.loc[len(frame) - 1, ["close", "high"]] += 0.25
    with path.open("r+b") as file:
        file.write(frame.to_parquet(index=False, **as_bytes))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    build(market, preflight)
    assert said(preflight) == "bars: read 0 of 4 files, 0 contract-days"
    [finding] = altered_files(market.root, Path(os.environ["STOCKBOND_WAREHOUSE"]))
    assert (finding.status, path.name in finding.found) == ("problem", True)
    market.variables = {"verify_files": True}
    build(market, preflight)
    assert said(preflight) == "bars: read 1 of 4 files, 2 contract-days"
    assert list(altered_files(market.root, Path(os.environ["STOCKBOND_WAREHOUSE"]))) == []


def test_a_linked_folder_is_followed(
    start: Callable[[int], tuple[Market, Preflight]], tmp_path: Path
) -> None:
    market, preflight = start(1)
    (tmp_path / "deep").mkdir()
    for path in market.folder.glob(f"*{DAYS[1]}.parquet"):
        path.rename(tmp_path / "deep" / path.name)
    (market.folder / "elsewhere").symlink_to(tmp_path)
    (market.folder / "elsewhere" / "loop").symlink_to(market.folder)
    build(market, preflight)
    assert said(preflight) == "bars: read 4 of 4 files, 8 contract-days"
    build(market, preflight)
    assert said(preflight) == "bars: read 0 of 4 files, 0 contract-days"
    with duckdb.connect(os.environ["STOCKBOND_WAREHOUSE"], read_only=True) as connection:
        found = connection.execute(
            "select count(*) from marts.fct_realized_correlation_daily where realized_correlation is not null"
            " and pair_id = 'ust'"
        ).fetchall()
    assert found == [(2,)]


def in_utc(new_york: str) -> pd.Timestamp:
    return pd.Timestamp(new_york, tz="America/New_York").tz_convert("UTC").tz_localize(None)


def test_nothing_that_ends_after_the_moment_is_used(
    start: Callable[[int], tuple[Market, Preflight]], tmp_path: Path
) -> None:
    """The tables are those of files that end with the moment; the bars that follow are counted."""
    market, preflight = start(1)
    for day in DAYS[2:4]:  # the volume moves to the next contract on the last of them
        market.day(day)
    restated = day_of_bars("ES", "ESM16", DAYS[3], 20)
    restated[["open", "high", "low", "close"]] += 1
    market.write(restated, "z.parquet")
    market.variables = {"as_of": f"{DAYS[3]} 12:02"}
    daily = (*ENDS[:7], "int_bar_fingerprints")
    build(market, preflight, ends=daily)
    warehouse = Path(os.environ["STOCKBOND_WAREHOUSE"])
    late = Path(shutil.copy(warehouse, tmp_path / "late.duckdb"))
    moment = in_utc(f"{DAYS[3]} 12:02")
    n_late = 0
    for path in market.folder.glob("*.parquet"):
        bars = pd.read_parquet(path)
        is_known = bars["bar_start_utc"] + pd.to_timedelta(bars["bar_minutes"], "min") <= moment
        n_late += (~is_known).sum()
        market.write(bars[is_known], path.name)
    build(market, preflight, ends=daily)
    with duckdb.connect(late, read_only=True) as ours, duckdb.connect(warehouse, read_only=True) as whole:
        assert differences(ours, whole, [end for end in daily if end != "rpt_quarantine_summary"]) == []
        counted = "select sum(n_rows) from reports.rpt_quarantine_summary where reason = 'in_the_future'"
        assert ours.execute(counted).fetchall() == [(n_late,)]
        assert whole.execute(counted).fetchall() == [(None,)]
        last = "select max({}), count(distinct {}) from marts.{}"
        for daily_table in ENDS[:4]:
            found = ours.execute(last.format("trade_date", "trade_date", daily_table)).fetchone()
            assert found == (date.fromisoformat(DAYS[2]), 3)
        assert ours.execute(
            "select max(interval_end_at_utc), any_value(pair_id) from marts.fct_intraday_correlation"
            " where running_correlation is not null"
        ).fetchall() == [(in_utc(f"{DAYS[3]} 12:00"), "ust")]
        assert ours.execute("select count(*) from marts.dim_contract_rolls").fetchall() == [(0,)]
