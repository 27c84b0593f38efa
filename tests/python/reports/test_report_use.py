"""The report in the hands of people: files from the page, the zoom by keyboard, words in tooltips, axe-core."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import duckdb
import pytest
from accessibility import require_axe, serious_findings
from long_history import with_long_history

from stockbond.report import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def report(small_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the small market; its published file is the shared one."""
    return write_report(small_published, tmp_path_factory.mktemp("use") / "report.html").page


@pytest.fixture(scope="module")
def long_report(small_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the small market with a long history in its figures."""
    folder = tmp_path_factory.mktemp("long_use")
    return write_report(with_long_history(small_published, folder), folder / "report.html").page


def drawn(page: Page, report: Path) -> Page:
    """The page with every chart drawn."""
    page.goto(report.as_uri())
    page.wait_for_selector("html[data-ready]")
    return page


@pytest.fixture
def opened(page: Page, report: Path) -> Page:
    """The report on the small market, drawn."""
    return drawn(page, report)


@pytest.fixture
def opened_long(page: Page, long_report: Path) -> Page:
    """The one with a long history."""
    return drawn(page, long_report)


def taken(page: Page, of: str, kind: str) -> tuple[str, bytes]:
    """Name and content of the file that a button gives."""
    with page.expect_download() as waiting:
        page.locator(f"[data-of='{of}'] [data-take={kind}]").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_figures_csv_has_its_days_and_says_simulated(opened: Page, small_published: Path) -> None:
    name, content = taken(opened, "f1_daily_correlation", "csv")
    with duckdb.connect(small_published, read_only=True) as connection:
        days = connection.execute(
            "select strftime(trade_date, '%Y-%m-%d'), round(realized_correlation, 3)"
            " from reports.rpt_f1_daily_correlation order by trade_date"
        ).fetchall()
        [release] = connection.execute("select release_id from reports.rpt_release").fetchall()[0]
    assert name == f"stockbond_SIMULATED_{release}_f1_daily_correlation.csv"
    rows = rows_of(content)
    assert [row["trade_date"] for row in rows] == [day for day, _ in days]
    assert [row["realized_correlation"] for row in rows] == [
        "" if rho is None else f"{rho:g}" for _, rho in days
    ]
    assert {row["release"] for row in rows} == {f"{release} SIMULATED"}


def test_the_shares_of_each_year_are_taken_too(opened: Page, small_published: Path) -> None:
    name, content = taken(opened, "f2_ust_against_usd", "'csv by year'")
    assert name.endswith("_f2_ust_against_usd_by_year.csv")
    with duckdb.connect(small_published, read_only=True) as connection:
        days = connection.execute(
            "select year(trade_date) as year, safe_havens from reports.rpt_f2_ust_against_usd_safety"
            " where sample = 'full' and safe_havens is not null"
        ).df()
    shares = 100 * days.groupby("year")["safe_havens"].value_counts(normalize=True)
    expected = {(str(year), of): share for (year, of), share in shares.items() if of != "neither"}
    found = {(row["year"], row["safe_havens"]): float(row["share_pct"]) for row in rows_of(content)}
    assert found == pytest.approx(expected, abs=0.1)
    assert {year for year, _ in found} == {"2008", "2009"}


def test_a_figure_is_taken_as_svg_and_png_titled_and_in_colours_of_its_own(opened: Page) -> None:
    name, content = taken(opened, "f1_daily_correlation", "svg")
    text = content.decode("utf-8")
    assert name.startswith("stockbond_SIMULATED_") and name.endswith("_f1_daily_correlation.svg")
    ElementTree.fromstring(text)
    assert "High-frequency stock–bond correlation" in text and "SIMULATED" in text
    assert "var(--" not in text and "Drag here" not in text
    name, content = taken(opened, "f1_daily_correlation", "png")
    assert name.endswith(".png") and content.startswith(b"\x89PNG") and len(content) > 20_000


def test_every_figure_and_table_can_be_taken(opened: Page) -> None:
    for id_ in opened.evaluate("[...document.querySelectorAll('.chart')].map(chart => chart.dataset.chart)"):
        kinds = ["CSV", *(["CSV by year"] if id_ == "f2_ust_against_usd" else []), "SVG", "PNG"]
        assert opened.locator(f"[data-of='{id_}'] [data-take]").all_inner_texts() == kinds, id_
    for id_ in opened.evaluate("[...document.querySelectorAll('main table')].map(table => table.id)"):
        assert opened.locator(f"[data-of='{id_}'] [data-take=csv]").count() == 1, id_


def test_a_tables_csv_has_value_stars_t_and_unit_in_columns_of_their_own(
    opened: Page, small_published: Path
) -> None:
    rows = rows_of(taken(opened, "T5-panel-1", "csv")[1])
    assert len(rows) == 5  # without the head over the matched days
    first = next(iter(rows[0]))
    assert [row[first] for row in rows][:2] == ["UST Safety Days", "(1) by Δy^UST"]
    paper = next(name for name in rows[0] if name.endswith("ΔUST Basis, paper"))
    assert [(row[paper], row[f"{paper} (stars)"], row[f"{paper} (t)"]) for row in rows][:2] == [
        ("-0.51", "***", "-3.16"), ("-0.14", "", "-0.93"),
    ]  # fmt: skip
    distance = "Mean distance of the matched days, ours"
    with duckdb.connect(small_published, read_only=True) as connection:
        units = connection.execute(
            "select unit from reports.rpt_table_cells where table_id = 'T5' and sample = 'paper'"
            " and specification = 'match_distance' and value is not null order by row_number"
        ).fetchall()
    assert [row[f"{distance} (unit)"] for row in rows][1:] == [unit for (unit,) in units]
    assert units[-1] == ("index points",) and set(units[:-1]) == {("bp",)}


def test_matched_days_stand_under_their_head(opened: Page) -> None:
    labels = opened.locator("#T5 tbody th").all_inner_texts()
    assert labels[:3] == ["UST Safety Days", "Matched days", "(1) by ΔyUST"]


AXIS = "#f1_daily_correlation svg .concat_0_group .role-axis-label text"
LABELS = f"JSON.stringify([...document.querySelectorAll('{AXIS}')].map(text => text.textContent))"


def pressed(page: Page, button: str) -> str:
    """The days under the first panel of F1 after a key on one of its buttons, once they are others."""
    before: str = page.evaluate(LABELS)
    page.locator(f"#f1_daily_correlation .zoom [{button}]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"({LABELS}) !== '[]' && ({LABELS}) !== {json.dumps(before)}")
    shown: str = page.evaluate(LABELS)
    return shown


def test_the_keyboard_zooms(opened_long: Page) -> None:
    everything: str = opened_long.evaluate(LABELS)
    last_year = pressed(opened_long, "data-span='1'")
    assert pressed(opened_long, "data-step='-0.5'") not in (everything, last_year)
    assert pressed(opened_long, "data-step='0.5'") == last_year
    assert pressed(opened_long, "data-span=all") == everything


def told(page: Page, selector: str) -> str:
    """What the tooltip of the first such mark says."""
    page.locator(selector).first.hover(force=True)
    return page.locator("#vg-tooltip-element.visible").inner_text()


def test_tooltips_say_words_and_legends_only_what_is_drawn(opened_long: Page) -> None:
    said = told(opened_long, "#f2_ust_against_usd .concat_2_marks path")
    assert "Only Treasuries safe" in said and "_only" not in said
    legend = opened_long.locator("#f2_ust_against_usd .role-legend-label text").all_text_contents()
    assert legend == ["Treasuries and stocks", "Dollar and stocks", "Only Treasuries safe"]
    said = told(opened_long, "#f5_performance_by_day_type .mark-symbol.role-mark path")
    assert re.search(r"Kind of day\s+(Bond|Other)", said) and re.search(r"95 % from\s+[+−]", said)


@pytest.mark.parametrize(("now", "words", "is_stale"), [
    ("2009-04-04T10:00:00", "The latest day was 4 days ago.", False),
    ("2009-04-05T10:00:00", "The latest day was 5 days ago.", True),
])  # fmt: skip
def test_the_page_tells_the_age_of_real_data_when_it_is_read(
    page: Page, small_published: Path, tmp_path: Path, now: str, words: str, is_stale: bool
) -> None:
    published = tmp_path / "stockbond.duckdb"
    shutil.copy(small_published, published)
    with duckdb.connect(published) as connection:
        connection.execute("update reports.rpt_release set is_simulated = false")
    page.clock.set_fixed_time(now)
    page.goto(write_report(published, tmp_path / "report.html").page.as_uri())
    age = page.locator("#age")
    assert words in age.inner_text()
    assert age.inner_text().startswith("Stale. ") == is_stale
    assert ("stale" in (age.get_attribute("class") or "").split()) == is_stale


def test_simulated_data_have_no_age(opened: Page) -> None:
    assert "ago" not in opened.locator("#age").inner_text()


@pytest.fixture
def painted(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The report in a scheme of colours and a width."""
    scheme, width = request.param
    opened = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    yield drawn(opened, report)
    opened.close()


@pytest.mark.parametrize("painted", [("light", 1280), ("dark", 1280), ("light", 390)], indirect=True, ids=str)
def test_axe_finds_nothing_serious(painted: Page) -> None:
    require_axe()
    assert serious_findings(painted) == []


def test_the_validation_fits_paper_and_breaks_no_word(opened: Page) -> None:
    """A4 between its margins: names go on after an underscore, words stay whole."""
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": 703, "height": 1000})
    opened.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    table = opened.locator("#validation")
    assert table.evaluate("table => table.offsetWidth <= document.querySelector('main').clientWidth")
    broken = table.evaluate(
        """table => [...table.querySelectorAll('th, td')].filter(cell => /^[a-z]+$/i.test(cell.textContent)
            && (range => (range.selectNodeContents(cell), range.getClientRects().length > 1))(document.createRange()))
            .map(cell => cell.textContent)"""
    )
    assert broken == []
    assert len(table.locator("tbody tr").all()) > 50
