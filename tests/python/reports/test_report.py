"""The report: one page that stands alone, says what the file says, and has words where data are missing."""

from __future__ import annotations

import re
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import yaml
from builds import PROJECT_ROOT, Build
from click.testing import CliRunner

from stockbond.cli import main
from stockbond.publish import publish
from stockbond.report import write_report
from stockbond.report.charts.theme import PALETTE
from stockbond.report.data import QUERIES, read
from stockbond.report.figures import figures
from stockbond.report.tables import paper_tables
from stockbond.report.wording import label, number, percent
from stockbond.words import shown_probability

MEGABYTES = 1e6


@pytest.fixture(scope="module")
def published(small_published: Path) -> Path:
    """The published file of the small simulated market, not to be changed."""
    return small_published


@pytest.fixture(scope="module")
def page_text(published: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on it, as text."""
    page = write_report(published, tmp_path_factory.mktemp("report") / "report.html").page
    return page.read_text(encoding="utf-8")


def without_scripts(text: str) -> str:
    """What the page says before its script draws anything."""
    return re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)


def changed(published: Path, place: Path, *statements: str) -> Path:
    """A copy of a published file after some SQL."""
    shutil.copy(published, place)
    with duckdb.connect(place) as connection:
        for statement in statements:
            connection.execute(statement)
    return place


def test_page_is_one_small_file_that_names_no_other(page_text: str) -> None:
    assert len(page_text.encode()) < 8 * MEGABYTES
    assert not re.search(r"<(link|img|iframe|script)[^>]+(href|src)=", without_scripts(page_text))
    assert "default-src 'none'" in page_text


def test_rolls_and_stand_in_days_stand_under_the_bars(
    published: Path, page_text: str, tmp_path: Path
) -> None:
    def rows_of(text: str, table: str) -> list[list[str]]:
        found = re.search(f'<table id="{table}".*?</table>', text, re.DOTALL)
        lines = re.findall(r"<tr><td.*?</tr>", found[0]) if found else []
        return [re.findall(r"<td[^>]*>(.*?)</td>", line) for line in lines]

    rolls = rows_of(page_text, "rolls")
    assert [row[:5] for row in rolls if row[1] == "ES"][:1] == [
        ["2009-03-12", "ES", "canonical", "ESH09", "ESM09"]
    ]
    assert "every day was served by the first vendor" in page_text
    stood_in = changed(
        published,
        tmp_path / "stood_in.duckdb",
        "update marts.fct_contract_days set chosen_because = 'stand_in', volume_share = 0.25"
        " where instrument = 'TY' and trade_date = date '2009-02-10'",
    )
    text = write_report(stood_in, tmp_path / "stood_in.html").page.read_text(encoding="utf-8")
    assert rows_of(text, "stand-ins") == [["2009-02-10", "TY", "canonical", "TYH09", "25"]]


def test_simulated_stands_in_title_banner_and_every_source(published: Path, page_text: str) -> None:
    said = without_scripts(page_text)
    assert re.search(r"<title>SIMULATED", said)
    assert 'class="simulated" role="note"><strong>SIMULATED' in said
    sources = re.findall(r'class="source">([^<]+)<', said)
    assert len(sources) == len(figures(read(published))) + 10
    assert [source for source in sources if "SIMULATED" not in source] == []


def test_every_printed_page_has_its_number_and_says_simulated(
    published: Path, page_text: str, tmp_path: Path
) -> None:
    """By the margins of @page, which stand on every page that a browser prints."""
    real = changed(published, tmp_path / "real.duckdb", "update reports.rpt_release set is_simulated = false")
    real_text = write_report(real, tmp_path / "real.html").page.read_text(encoding="utf-8")
    margins = r"@page \{\s*@bottom-right(.*?)\n\} \}"
    [simulated] = re.findall(margins, page_text, re.DOTALL)
    [other] = re.findall(margins, real_text, re.DOTALL)
    assert "counter(page)" in simulated and "counter(page)" in other
    assert "SIMULATED" in simulated and "SIMULATED" not in other


def test_validation_shows_values(published: Path) -> None:
    with duckdb.connect(published, read_only=True) as connection:
        held = connection.execute(
            "select observed from reports.rpt_validation_results where success"
        ).fetchall()
    assert len(held) > 20
    assert [
        seen
        for (seen,) in held
        if not re.match(r"-?[\d.]+(e[+-]?\d+)?( to -?[\d.]+(e[+-]?\d+)?)? in \d+ rows?$", seen)
    ] == []


def test_top_says_what_the_file_says(published: Path, page_text: str) -> None:
    with duckdb.connect(published, read_only=True) as connection:
        value, low, high, regime = connection.execute(
            "select realized_correlation, correlation_ci_low, correlation_ci_high, regime"
            " from reports.rpt_f1_daily_correlation where realized_correlation is not null"
            " order by trade_date desc limit 1"
        ).fetchall()[0]
    top = without_scripts(page_text)
    assert f'<p class="value {regime}">{value:+.2f}</p>'.replace("-", "−") in top.replace("-", "−")
    assert f"interval {low:+.2f} to {high:+.2f}".replace("-", "−") in top


def test_top_says_how_probable_the_label_is(published: Path, page_text: str) -> None:
    with duckdb.connect(published, read_only=True) as connection:
        probability, is_uncertain = connection.execute(
            "select label_probability, is_label_uncertain from marts.fct_regimes_daily"
            " where pair_id = 'ust' and sample = 'full' and realized_correlation is not null"
            " order by trade_date desc limit 1"
        ).fetchall()[0]
    doubt = ": uncertain" if is_uncertain else ""
    assert f"With probability {shown_probability(probability)}{doubt}. Safety at" in without_scripts(
        page_text
    )


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0.8, "0.8"),
        (0.749, "0.7"),
        (0.949, "0.9"),
        (0.953, "0.95"),
        (0.9999, "0.99"),
        (0.02, "0.02"),
        (0.0, "0.01"),
    ],
)
def test_a_probability_is_never_a_certainty(probability: float, shown: str) -> None:
    assert shown_probability(probability) == shown


def test_thresholds_are_percentiles_and_not_the_outermost_days(published: Path, page_text: str) -> None:
    with duckdb.connect(published, read_only=True) as connection:
        values = connection.execute(
            "select realized_correlation from marts.fct_realized_correlation_daily"
            " where pair_id = 'ust' and realized_correlation is not null"
        ).df()["realized_correlation"]
    safety, risky = np.quantile(values, [0.2, 0.8])
    assert not values.isin([safety, risky]).any()
    said = f"Safety at {safety:+.3f} and below, risky at {risky:+.3f} and above".replace("-", "−")
    assert said in page_text


def test_tables_hold_every_cell_of_the_shaped_table_and_of_the_print(published: Path) -> None:
    """T8 against the table shaped as printed and against the seed of printed numbers."""
    table = next(table for table in paper_tables(read(published)) if table.table_id == "T8")
    names = ["n_events", "rho_ust", "vix", "move", "noise", "ust_vol", "spx_vol"]
    with duckdb.connect(published, read_only=True) as connection:
        ours = connection.execute(
            f"select {', '.join(names)} from reports.rpt_t08_interest_rate_risk"
            " where sample = 'paper' order by row_number"
        ).fetchall()
    [panel] = table.panels
    digits = [0, 2, 2, 2, 2, 2, 2]
    shown = [[cell.ours.value for cell in row.cells] for row in panel.rows]
    assert shown == [[number(value, n) for value, n in zip(row, digits, strict=True)] for row in ours]
    first = panel.rows[0].cells
    assert [cell.paper.value for cell in first] == ["147", "0.30", "−0.52", "−2.30", "0.07", "2.19", "2.66"]
    assert [cell.paper.t_stat for cell in first[1:3]] == ["[10.18]", "[−3.26]"]
    assert [cell.paper.stars for cell in first[1:3]] == ["***", "***"]


def test_page_has_the_ten_tables_and_the_whole_scorecard(published: Path, page_text: str) -> None:
    said = without_scripts(page_text)
    assert re.findall(r'<details class="paper" id="(T\d+)"', said) == [f"T{n}" for n in range(1, 11)]
    card = said[said.index('id="scorecard-cells"') :]
    with duckdb.connect(published, read_only=True) as connection:
        n_printed = len(connection.execute("from reports.rpt_replication_scorecard").fetchall())
    assert card[: card.index("</table>")].count("<tr>") == n_printed + 1


def test_release_and_files_are_named(published: Path, page_text: str) -> None:
    with duckdb.connect(published, read_only=True) as connection:
        words = connection.execute(
            "select release_id, manifest_sha256, files from reports.rpt_release, marts.dim_macro_series"
            " where series_id = 'VIX'"
        ).fetchall()[0]
    for word in words:
        assert word in page_text


def test_validation_results_are_shown(published: Path, tmp_path: Path) -> None:
    page = write_report(published, tmp_path / "report.html").page.read_text(encoding="utf-8")
    assert "vix_is_in_percent" in page.replace("<wbr>", "")
    assert "No expectation was checked." not in page


def test_two_real_days_give_a_page_that_says_what_is_missing(real_build: Build, tmp_path: Path) -> None:
    published = tmp_path / "stockbond.duckdb"
    publish(real_build.warehouse, published)
    said = without_scripts(write_report(published, tmp_path / "report.html").page.read_text(encoding="utf-8"))
    assert "SIMULATED" not in said
    assert "Too few days with a correlation." in said
    missing = [figure.number for figure in figures(read(published)) if figure.missing]
    assert {"F2", "F3", "F5"} <= set(missing)
    assert said.count("Not drawn: ") == len(missing)


def test_an_empty_file_gives_a_page_with_reasons(published: Path, tmp_path: Path) -> None:
    """Every public table without a row, but the release: as empty as a data root can make it."""
    with duckdb.connect(published, read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    emptied = [f"delete from {schema}.{table}" for schema, table in tables if table != "rpt_release"]
    path = changed(published, tmp_path / "empty.duckdb", *emptied)
    said = without_scripts(write_report(path, tmp_path / "report.html").page.read_text(encoding="utf-8"))
    assert "No correlation yet" in said
    assert said.count("Not drawn: ") == 7  # F1 to F6 and the printed t; the top says its own words
    assert "No bars were loaded." in said and "No series were loaded." in said


def test_figures_are_written_for_print(published: Path, tmp_path: Path) -> None:
    written = write_report(published, tmp_path / "report.html", tmp_path / "figures").figures
    drawn = [figure for figure in figures(read(published)) if figure.chart]
    names = sorted(f"{figure.figure_id}.{ending}" for figure in drawn for ending in ("png", "svg"))
    assert sorted(path.name for path in written) == names
    for path in written:
        if path.suffix == ".svg":
            text = path.read_text(encoding="utf-8")
            assert "SIMULATED" in text
            assert "var(--" not in text
        else:
            width, height = struct.unpack(">II", path.read_bytes()[16:24])
            assert width > 1200 and height > 600


def test_command_writes_beside_the_published_file(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(shutil.copy(published, tmp_path)))
    done = CliRunner().invoke(main, ["report"])
    assert done.exit_code == 0, done.output
    assert "SIMULATED report" in done.output
    assert done.output.splitlines()[-1].strip() == str(tmp_path / "report.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "stockbond.duckdb"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("drop table reports.rpt_daily", "has no table rpt_daily,"),
        ("alter table reports.rpt_daily drop prob_ust_risk", "has no column prob_ust_risk,"),
    ],
)
def test_a_release_without_a_table_or_a_column_is_named(
    published: Path, tmp_path: Path, statement: str, said: str
) -> None:
    """As another version published it: one line, no page."""
    path = changed(published, tmp_path / "older.duckdb", statement)
    done = CliRunner(env={"STOCKBOND_PUBLISHED": str(path)}).invoke(main, ["report"])
    assert done.exit_code == 2
    assert done.stderr.startswith(
        f"stockbond: The release in {path} {said} which this version of stockbond reads"
    )
    assert done.stderr.endswith("Run `stockbond build --force`.\n")
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("arguments", [[], ["--figures", "figures"]])
def test_no_published_file_is_an_error_in_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(tmp_path / "none.duckdb"))
    done = CliRunner().invoke(main, ["report", *arguments])
    assert done.exit_code == 2
    assert "none.duckdb" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_error_in_one_line(published: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = CliRunner(env={"STOCKBOND_PUBLISHED": str(published)}).invoke(
        main, ["report", "--out", str(tmp_path / "file" / "report.html")]
    )
    assert done.exit_code == 2
    assert "--out" in done.output


def test_exposure_names_what_the_report_reads() -> None:
    described = yaml.safe_load((PROJECT_ROOT / "models/reports/published/_published__report.yml").read_text())
    refs = {re.findall(r"'(\w+)'", ref)[-1] for ref in described["exposures"][0]["depends_on"]}
    assert refs == set(re.findall(r"(?:marts|reports)\.(\w+)", " ".join(QUERIES.values())))


def test_every_colour_of_a_chart_follows_the_theme(published: Path) -> None:
    """A colour outside the palette would stay as it is in the dark."""
    style = (PROJECT_ROOT / "src/stockbond/report/page/report.css").read_text(encoding="utf-8")
    assert [name for name in PALETTE if style.count(f"--{name}:") != 4] == []  # light, dark twice, print
    for figure in figures(read(published)):
        if figure.chart:
            colors = set(re.findall(r"#[0-9A-Fa-f]{6}", str(figure.specification())))
            assert colors <= set(PALETTE.values()), figure.figure_id


@pytest.mark.parametrize(
    ("write", "value", "words"),
    [
        (number, -0.004, "0.00"),
        (number, -1234.5, "−1,234.50"),
        (number, None, "–"),
        (percent, 0.0001, "under 1\N{NO-BREAK SPACE}%"),
        (percent, 0.9999, "over 99\N{NO-BREAK SPACE}%"),
        (percent, 0.5, "50\N{NO-BREAK SPACE}%"),
        (label, "ρ_t^UST", "ρ<sub>t</sub><sup>UST</sup>"),
        (label, "R_{i+1,t}^SPX", "R<sub>i+1,t</sub><sup>SPX</sup>"),
        (label, "Δ(y^FX - (f - s))", "Δ(y<sup>FX</sup> − (f − s))"),
        (label, "a < b", "a &lt; b"),
    ],
)
def test_numbers_and_labels_are_set_as_printed(write: Callable[[Any], str], value: Any, words: str) -> None:
    assert str(write(value)) == words
