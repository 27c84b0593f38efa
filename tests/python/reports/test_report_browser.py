"""The report in a real browser: drawn, the first chart soon, answering to the pointer, never wider than the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from builds import PROJECT_ROOT
from long_history import with_long_history

from stockbond.report import write_report
from stockbond.report.data import read
from stockbond.report.figures import figures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

N_DAYS = len((PROJECT_ROOT / "seeds/calendar/nyse_sessions.csv").read_text().splitlines()) - 1
DARK = "rgb(16, 21, 28)"


@pytest.fixture(scope="module")
def report(small_published: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the small market with a long history in its figures; its published file lies beside."""
    folder = tmp_path_factory.mktemp("long")
    return write_report(with_long_history(small_published, folder), folder / "report.html").page


@pytest.fixture
def opened(page: Page, report: Path) -> Iterator[Page]:
    """The report, every chart drawn; fails at an error on the console or a request for anything else."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.wait_for_selector("html[data-ready]")
    yield page
    assert [url for url in asked if not url.startswith(("data:", "blob:")) and url != report.as_uri()] == []


def marks(page: Page, figure_id: str, selector: str) -> int:
    """How many elements of a chart fit a CSS selector."""
    return page.locator(f"#{figure_id} svg {selector}").count()


def years_with_safety(report: Path) -> int:
    """In how many years Treasuries were safe: the bars of F2."""
    with duckdb.connect(report.with_name("stockbond.duckdb"), read_only=True) as connection:
        query = (
            "select distinct year(trade_date) from reports.rpt_f1_daily_correlation where regime = 'safety'"
        )
        return len(connection.execute(query).fetchall())


def test_every_chart_shows_every_day(opened: Page, report: Path) -> None:
    drawn = [
        figure.figure_id for figure in figures(read(report.with_name("stockbond.duckdb"))) if figure.chart
    ]
    assert len(drawn) == 14
    assert opened.locator("[data-drawn]").count() == len(drawn)
    assert marks(opened, "f1_daily_correlation", ".mark-symbol.role-mark path") == N_DAYS
    assert marks(opened, "f2_ust_against_usd", ".hover_0_marks line") == N_DAYS
    assert marks(opened, "f2_ust_against_usd", ".concat_2_marks path") == years_with_safety(report)
    assert marks(opened, "f3_state_probabilities", ".mark-area.role-mark path") == 3
    assert marks(opened, "f3_state_probabilities", ".hover_0_marks line") == N_DAYS
    assert marks(opened, "f4_inflation_surge_2021", ".mark-symbol.role-mark path") > 300
    assert marks(opened, "f5_performance_by_day_type", ".mark-symbol.role-mark path") > 30
    for figure_id in drawn:
        box = opened.locator(f"#{figure_id} svg").bounding_box()
        assert box and box["width"] > 300 and box["height"] > 100, figure_id


def test_charts_come_one_by_one_and_the_first_waits_for_no_other(opened: Page, report: Path) -> None:
    """In shares of one load, for that holds on any machine: the reader sees the first chart early on."""
    moments = "[...document.querySelectorAll('[data-chart]')].map(chart => +chart.dataset.drawn)"
    drawn: list[int] = opened.evaluate(moments)
    assert drawn == sorted(drawn)
    assert drawn[0] < drawn[-1] / 2
    assert report.stat().st_size < 8e6


@pytest.mark.parametrize("width", [1280, 390])
def test_no_horizontal_scroll_and_tables_scroll_in_their_box(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 900})
    opened.wait_for_timeout(600)  # the page draws charts anew after a change of width
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    boxes: list[dict[str, Any]] = opened.evaluate(
        "[...document.querySelectorAll('.paper .scroll')].map("
        "box => ({right: box.getBoundingClientRect().right, inside: box.scrollWidth - box.clientWidth}))"
    )
    assert len(boxes) == 12
    assert max(box["right"] for box in boxes) <= width
    if width == 390:
        assert min(box["inside"] for box in boxes) > 0  # wider than the phone: reached by scrolling
    ends = "[...document.querySelectorAll('.chart svg')].map(svg => svg.getBoundingClientRect().right)"
    assert max(opened.evaluate(ends)) <= width


def test_tables_are_shown_with_their_numbers(opened: Page) -> None:
    shown = opened.locator("#T8 tbody tr").first.inner_text()
    assert "FOMC Announcement Days" in shown
    assert "[10.18]" in shown
    assert opened.locator("details.paper").count() == 10
    assert opened.locator("#meant tbody tr").count() >= 5


def test_pointer_on_a_day_tells_its_numbers(opened: Page) -> None:
    dot = opened.locator("#f1_daily_correlation .mark-symbol.role-mark path").nth(40)
    dot.hover(force=True)
    told = opened.locator("#vg-tooltip-element.visible").inner_text()
    assert re.search(r"Correlation\s+[+−]\d\.\d\d", told)
    assert "95 % from" in told


def test_dragging_over_the_strip_zooms(opened: Page) -> None:
    labels = "#f1_daily_correlation svg .concat_0_group .role-axis-label text"
    before = opened.locator(labels).all_text_contents()
    strip = opened.locator(
        "#f1_daily_correlation svg .overview_group, #f1_daily_correlation svg .concat_1_group"
    )
    strip.first.scroll_into_view_if_needed()
    box = strip.first.bounding_box()
    assert box
    y = box["y"] + box["height"] * 0.5
    opened.mouse.move(box["x"] + box["width"] * 0.5, y)
    opened.mouse.down()
    opened.mouse.move(box["x"] + box["width"] * 0.6, y, steps=5)
    opened.mouse.up()
    opened.wait_for_timeout(300)
    assert opened.locator(labels).all_text_contents() != before


def test_theme_button_darkens_page_and_charts(opened: Page) -> None:
    color = (
        "getComputedStyle(document.querySelector('#f1_daily_correlation .mark-symbol.role-mark path')).fill"
    )
    ground = "getComputedStyle(document.body).backgroundColor"
    light = opened.evaluate(color)
    assert opened.evaluate(ground) != DARK
    opened.click("#theme")
    assert opened.evaluate(ground) == DARK
    assert opened.evaluate(color) != light
    opened.emulate_media(media="print")
    assert opened.evaluate(ground) == "rgb(255, 255, 255)"
    assert opened.evaluate(color) == light


def test_dark_by_the_systems_wish(browser: Browser, report: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK
    page.close()
