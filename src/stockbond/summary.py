"""What a newcomer wants to see first: correlations beside the paper's, regimes, and where to look on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from textwrap import wrap
from typing import Any

from stockbond.logs import Entry
from stockbond.paths import project_root, shown
from stockbond.published import open_published, returns_measured
from stockbond.reasons import in_words
from stockbond.sql import rows

PAPER_ESTIMATES = Path("seeds/paper/paper_reported_estimates.csv")
PAPER_SAMPLE = "2004-01-01 to 2022-06-30, as printed"
STATISTICS = ("mean", "std", "min", "p20", "median", "p80", "max")
WIDTH = 100
REGIMES = ("safety", "other", "risky")

CORRELATIONS = """
    select
        pair_id, count(realized_correlation) as days, avg(realized_correlation) as mean,
        stddev_samp(realized_correlation) as std, min(realized_correlation) as min,
        quantile_cont(realized_correlation, 0.2) as p20, median(realized_correlation) as median,
        quantile_cont(realized_correlation, 0.8) as p80, max(realized_correlation) as max
    from marts.fct_realized_correlation_daily
    group by pair_id order by pair_id
"""
REGIME_DAYS = """
    select pair_id, regime, count(*) as days
    from marts.fct_regimes_daily where sample = 'full' and regime is not null
    group by pair_id, regime order by pair_id
"""
# The first that have rows are suggested: a short data root has no kinds of days, one of series alone no correlation.
QUERIES = (
    """
    select trade_date, realized_correlation, correlation_ci_low, correlation_ci_high
    from marts.fct_realized_correlation_daily
    where pair_id = 'ust' and realized_correlation is not null
    order by trade_date desc limit 10;""",
    """
    select trade_date, realized_correlation
    from marts.fct_regimes_daily
    where pair_id = 'ust' and sample = 'full' and regime = 'risky'
    order by realized_correlation desc limit 10;""",
    """
    select event_type, outcome, n_events, mean_change, t_stat
    from reports.rpt_event_study
    where event_subset = 'all' and sample = 'full' and mean_change is not null
    order by outcome, event_type;""",
    """
    select series_id, count(value) as days, max(trade_date) as latest
    from marts.fct_macro_daily where value is not null
    group by series_id order by series_id;""",
    """
    from reports.rpt_release_tables order by all;""",
)
N_SUGGESTED = 2
# For one line of a shell, so without quotes.
SHORT_QUERIES = (
    "from reports.rpt_daily where realized_correlation is not null order by trade_date desc limit 5",
    "from reports.rpt_release_tables",
)
LATEST = ("latest", "states", "last_days", "thresholds")  # queries of the report


@dataclass(frozen=True)
class LatestDay:
    """The latest day with a correlation: its date, what is told of it, and the columns behind that."""

    day: str
    sentence: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Summary:
    """What the published file says: its release, its latest day (None: no day has a correlation), and by pair the
    correlations and the days per regime. `queries` have rows."""

    published: Path
    release: dict[str, Any]
    latest: LatestDay | None
    correlations: list[dict[str, Any]]
    regimes: list[dict[str, Any]]
    paper: dict[str, dict[str, float]]
    queries: list[str]
    short_query: str

    def as_text(self) -> str:
        """For people: our numbers beside the paper's, and where to look on."""
        warning = banner(self.release["is_simulated"])
        lines = [
            *warning,
            "",
            *latest_lines(self.latest),
            *correlation_lines(self.correlations, self.paper, self.release),
        ]
        lines += ["", *regime_lines(self.regimes)]
        lines += ["", *where_to_look(self)]
        return "\n".join([*lines, "", *warning]).rstrip()

    def as_entries(self) -> Iterator[Entry]:
        """For programs: the release, then an object for each pair, and for each of its regimes."""
        facts = {"published": self.published, **self.release}
        del facts["manifest"]  # long, and beside the release as a file
        kind = "SIMULATED release" if self.release["is_simulated"] else "Release"
        yield Entry("release", f"{kind} {self.release['release_id']}", facts)
        if self.latest:
            yield Entry("latest_day", f"{self.latest.day}: {self.latest.sentence}", self.latest.facts)
        for row in self.correlations:
            pair = row["pair_id"]
            yield Entry(
                "correlation",
                f"{pair}: mean {numbers(row, ['mean']).strip()} on {row['days']} days",
                {**row, "paper": self.paper.get(pair)},
            )
        for row in self.regimes:
            yield Entry("regime", f"{row['pair_id']}: {row['days']} days of regime {row['regime']}", row)


def summarize(published: Path) -> Summary:
    """Read what there is to say about the published file."""
    paper = paper_values()
    latest = latest_day(published)
    with open_published(published) as connection:
        return Summary(
            published=published,
            release=rows(connection, "from reports.rpt_release")[0],
            latest=latest,
            correlations=in_order(rows(connection, CORRELATIONS), paper),
            regimes=in_order(rows(connection, REGIME_DAYS), paper),
            paper=paper,
            queries=[query for query in QUERIES if connection.execute(query).fetchone()][:N_SUGGESTED],
            short_query=next(query for query in SHORT_QUERIES if connection.execute(query).fetchone()),
        )


def latest_day(published: Path) -> LatestDay | None:
    """The latest day with a correlation, in the report's own sentence."""
    from stockbond.report.data import read
    from stockbond.report.headline import in_one_sentence
    from stockbond.report.wording import MINUS, SPACE, day

    data = read(published, LATEST)
    facts = data.first("latest")
    if facts is None:
        return None
    plain = in_one_sentence(data, facts).replace(MINUS, "-").replace(SPACE, " ")
    return LatestDay(day(facts["trade_date"]), plain, facts)


def latest_lines(latest: LatestDay | None) -> list[str]:
    """The latest day before all others, in lines of a terminal."""
    if latest is None:
        return ["Latest day  none has a correlation"]
    return wrap(f"Latest day  {latest.day}: {latest.sentence}", WIDTH, subsequent_indent=" " * 12)


def in_order(found: list[dict[str, Any]], paper: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    """The rows of the pairs that the paper prints first, as it prints them; the others as they come."""
    return sorted(found, key=lambda row: [*paper, row["pair_id"]].index(row["pair_id"]))


def banner(is_simulated: bool) -> list[str]:
    """The warning that no simulated figure may go without."""
    if not is_simulated:
        return []
    warning = "SIMULATED market with planted effects: it shows that the code works, not what markets did."
    return ["*" * len(warning), warning, "*" * len(warning)]


def correlation_lines(
    ours: list[dict[str, Any]], paper: dict[str, dict[str, float]], release: dict[str, Any]
) -> list[str]:
    """A table of the daily correlations, each pair's paper row under ours where the paper prints one."""
    lines = [
        "",
        f"Daily realized correlation, {returns_measured(release)}",
        f"(the paper's: {PAPER_SAMPLE})",
        f"  {'pair':6}{'':7}{'days':>6}" + "".join(f"{name:>8}" for name in STATISTICS),
    ]
    for row in ours:
        lines.append(f"  {row['pair_id']:6}{'ours':7}{row['days']:>6}" + numbers(row))
        if row["pair_id"] in paper:
            lines.append(f"  {'':6}{'paper':7}{'':>6}" + numbers(paper[row["pair_id"]]))
    if not ours:
        lines.append("  no bars were loaded")
    return lines


def numbers(row: dict[str, Any], names: Sequence[str] = STATISTICS) -> str:
    """Statistics of a row in fixed columns; a dash where there is none."""
    return "".join(f"{'-' if row[name] is None else format(row[name], '.2f'):>8}" for name in names)


def regime_lines(counts: list[dict[str, Any]]) -> list[str]:
    """Days per regime and pair."""
    days = {(row["pair_id"], row["regime"]): row["days"] for row in counts}
    lines = ["Days per regime (safety: lowest 20 % of the correlation, risky: highest 20 %)"]
    lines.append(f"  {'pair':13}" + "".join(f"{regime:>8}" for regime in REGIMES))
    for pair in dict.fromkeys(row["pair_id"] for row in counts):
        lines.append(f"  {pair:13}" + "".join(f"{days.get((pair, regime), 0):>8}" for regime in REGIMES))
    if not counts:
        lines.append(f"  none: {in_words('too_few_days')}")
    return lines


def where_to_look(found: Summary) -> list[str]:
    """The published file and queries to try on it."""
    python = shown(project_root() / ".venv/bin/python")
    show = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=True).sql(sys.argv[2]).show()"
    return [
        f"Published file  {found.published}",
        f"Release         {found.release['release_id']}",
        "",
        "Queries to try, in any DuckDB 1.5 client that opens the file read-only:",
        *found.queries,
        "",
        "    or from here:",
        f"    {python} -c '{show}' \\",
        f"        {quote(shown(found.published))} '{found.short_query}'",
    ]


def paper_values() -> dict[str, dict[str, float]]:
    """The paper's printed statistics (table T1) by pair."""
    found: dict[str, dict[str, float]] = {}
    with (project_root() / PAPER_ESTIMATES).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["table_id"] == "T1":
                of_pair = found.setdefault(row["term"].removeprefix("rho_"), {})
                of_pair[row["specification"]] = float(row["estimate"])
    return found
