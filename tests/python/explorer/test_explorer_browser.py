"""The explorer in a real browser: what it shows, answers to a click, gives as files, and fits a phone with."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from browser import PATIENCE
from explorer_files import changed_copy, days_by_label, explored
from serving import free_port, serving

from stockbond.explorer.choices import Choices
from stockbond.explorer.view import Identity, read_view

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHART = "[data-testid=stVegaLiteChart] svg.marks"


@contextmanager
def explorer(published: Path, log: Path) -> Iterator[str]:
    """`stockbond explore` on a published file; gives its address, and ends it as Ctrl-C does."""
    port = free_port()
    environment = {**os.environ, "STOCKBOND_PUBLISHED": str(published)}
    command = [str(Path(sys.executable).with_name("stockbond")), "explore", "--port", str(port)]
    with serving(command, environment, f"http://127.0.0.1:{port}/_stcore/health", log) as server:
        yield f"http://127.0.0.1:{port}/"
    assert server.returncode == 0, log.read_text()


@pytest.fixture(scope="module")
def served(
    browser: Browser, small_published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of an explorer, and the published file that it reads."""
    folder = tmp_path_factory.mktemp("served")
    published = changed_copy(small_published, folder / "published.duckdb")
    with explorer(published, folder / "log") as address:
        yield address, published


def wait_until_drawn(page: Page, charts: int = 4) -> None:
    """Wait for the charts, and for the end of the run that draws them."""
    page.locator(CHART).nth(charts - 1).wait_for()
    page.get_by_text("Parquet").last.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def until_followed(click: Callable[[], None], page: Page, address: str) -> None:
    """Click as a reader does: again, where the page drew itself anew under the first click and lost it."""
    from playwright.sync_api import TimeoutError as NotFollowed

    for _ in range(5):
        click()
        try:
            return page.wait_for_url(re.compile(address), timeout=15_000)
        except NotFollowed:
            continue
    pytest.fail(f"five clicks did not lead to {address}, but to {page.url}")


def chart(page: Page, alt: str) -> Locator:
    """The charts that say this to those who do not see them."""
    return page.locator(f"[data-testid=stVegaLiteChart][aria-label='{alt}']")


def shown_tiles(page: Page) -> list[int]:
    """The numbers of days by label on the page in the browser."""
    values = page.locator("[data-testid=stMetricValue]").all_inner_texts()
    return [int(value.replace(",", "")) for value in values]


def n_marks(page: Page, chart: int) -> int:
    """How many dots, bars and lines a chart has drawn."""
    return (
        page.locator(CHART).nth(chart).locator(".mark-symbol path, .mark-rect path, .mark-line path").count()
    )


def test_browser_shows_recounts_downloads_and_links(served: tuple[str, Path], page: Page) -> None:
    address, published = served
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(address)
    wait_until_drawn(page)
    identity = Identity.of(published)
    assert identity is not None
    assert n_marks(page, 0) > len(read_view(published, identity, Choices()).days.dropna(subset="regime")) - 10
    assert min(n_marks(page, chart) for chart in (1, 2, 3)) >= 2
    page.get_by_text("SIMULATED market").wait_for()
    before = days_by_label(published, Choices())
    assert shown_tiles(page) == before

    # One step of the lower threshold recounts the days and renames the page's address.
    page.get_by_role("slider").first.press("ArrowLeft")
    page.wait_for_url(re.compile("safety=19"))
    fewer = Choices(safety_percentile=19)
    after = days_by_label(published, fewer)
    assert after != before
    page.get_by_text(f"{after[0]}", exact=True).first.wait_for()
    wait_until_drawn(page)
    assert shown_tiles(page) == after

    # What is listed comes down as it is.
    page.get_by_role("radio", name="Bond risky").or_(page.get_by_role("button", name="Bond risky")).click()
    page.wait_for_url(re.compile("days=risky"))
    page.get_by_text(f"{after[2]} days", exact=True).wait_for()
    wait_until_drawn(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").last.click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"stockbond_SIMULATED_.*_days_ust_paper_hindsight_19_80\.csv", name)
    days = read_view(published, identity, fewer).days_listed("risky").reset_index(drop=True)
    read_back = pd.read_csv(download.value.path(), parse_dates=["trade_date"])
    pd.testing.assert_frame_equal(read_back[list(days)], days, check_dtype=False, check_exact=True)
    assert set(read_back["safety_percentile"]) == {19}
    with page.expect_download() as download:
        page.get_by_role("button", name="Parquet").last.click()
    assert len(pd.read_parquet(io.BytesIO(Path(download.value.path()).read_bytes()))) == after[2]

    # The address, opened anew, is the same view.
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    wait_until_drawn(page)
    assert shown_tiles(page) == after
    page.get_by_text(f"{after[2]} days", exact=True).wait_for()
    assert page.url == link
    assert hosts == {address.split("/")[2]}  # nothing is asked of anyone else


def test_explorer_listens_on_this_machine_only(served: tuple[str, Path]) -> None:
    port = int(served[0].rstrip("/").rpartition(":")[2])
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    with pytest.raises(OSError):  # another address of the same machine
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_browser_fits_a_phone(served: tuple[str, Path], page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(served[0])
    wait_until_drawn(page)
    for width in page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    ):
        assert width <= 390
    for chart in page.locator("[data-testid=stVegaLiteChart]").all():
        box = chart.bounding_box()
        assert box is not None
        assert 250 < box["width"] <= 390


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_a_click_on_a_day_opens_its_hours(served: tuple[str, Path], browser: Browser, zone: str) -> None:
    """The day that is clicked, wherever the browser is."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id=zone)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{served[0]}?dates=2009-03-02..2009-03-31")
    wait_until_drawn(page)
    dots = page.locator(CHART).first.locator(".mark-symbol.role-mark path")
    days = read_days(served[1], "2009-03-02", "2009-03-31")
    assert dots.count() == len(days)
    until_followed(lambda: dots.nth(7).click(force=True), page, f"[?&]day={days[7]}")
    page.get_by_role("heading", name=f"{pd.Timestamp(days[7]):%A, %-d %B %Y}").wait_for()
    chart(page, "Correlation since the open and of the last two hours, through the day").locator(
        "svg.marks"
    ).wait_for()
    wait_until_drawn(page)
    prices = chart(page, "Prices of both legs against the open, through the day").first
    assert prices.locator(".mark-line path").count() == 2
    hours = chart(page, "Correlation since the open and of the last two hours, through the day").first
    assert hours.locator(".mark-line path").count() == 2
    # From there to the next session, and to one beside it.
    page.get_by_role("button", name="Session after").click()
    page.wait_for_url(re.compile(f"[?&]day={days[8]}"))
    context.close()


def test_a_row_of_the_list_opens_its_day(served: tuple[str, Path], page: Page) -> None:
    page.goto(f"{served[0]}?dates=2009-03-02..2009-03-31")
    wait_until_drawn(page)
    rows = page.locator("[data-testid=stDataFrame]").last
    rows.scroll_into_view_if_needed()
    # The box before the first row, below the head; the table draws itself where it is seen.
    until_followed(lambda: rows.click(position={"x": 18, "y": 52}), page, "[?&]day=2009-03-31")


def test_two_days_stand_side_by_side_with_their_events(served: tuple[str, Path], page: Page) -> None:
    page.goto(f"{served[0]}?day=2009-03-18&beside_day=2009-03-19")
    wait_until_drawn(page, 16)
    boxes = [
        page.get_by_role("heading", name=day).bounding_box()
        for day in ("Wednesday, 18 March 2009", "Thursday, 19 March 2009")
    ]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    hours = chart(page, "Correlation since the open and of the last two hours, through the day")
    assert hours.first.get_by_text("FOMC announcement").count() == 1
    assert hours.last.get_by_text("FOMC announcement").count() == 0


def test_two_pairs_stand_side_by_side(served: tuple[str, Path], page: Page) -> None:
    page.goto(f"{served[0]}?beside_pair=usd&beside_sample=full")
    wait_until_drawn(page, 14)
    page.get_by_role("heading", name="Side by side").wait_for()
    both = chart(page, "Daily correlation by day")
    assert both.count() == 3
    assert all(series.locator(".mark-symbol.role-mark path").count() > 80 for series in both.all())
    page.get_by_text("days with a label in both").wait_for()


@pytest.mark.parametrize(
    "query", ["zoom=max", "zoom=1y", "dates=2009-03-02..2009-03-31", "dates=2009-03-02..2009-03-04",
              "dates=2009-03-03..2009-03-03"],
)  # fmt: skip
def test_the_axis_names_no_two_dates_alike(served: tuple[str, Path], page: Page, query: str) -> None:
    page.goto(f"{served[0]}?{query}")
    wait_until_drawn(page, 2)
    labels = page.locator(CHART).first.locator(".role-axis-label text").all_text_contents()
    dates = [label for label in labels if re.search("[A-Za-z]|20", label)]
    assert dates
    assert len(set(dates)) == len(dates)


def test_returns_follow_the_asset(served: tuple[str, Path], page: Page) -> None:
    page.goto(f"{served[0]}?sample=full&asset=TY")
    wait_until_drawn(page)
    for name in ("The day itself", "Next session", "Next 5 sessions", "Next 20 sessions"):
        means = chart(page, f"Mean return on each kind of day: {name}")
        assert means.locator(".mark-rule.role-mark line").count() >= 4
    page.get_by_text("These labels look ahead").wait_for()


def test_a_bad_link_is_one_message_without_marks(served: tuple[str, Path], page: Page) -> None:
    page.goto(f"{served[0]}?pair=[x](http://evil.example)&day=**b**&safety={'9' * 5000}&event=<img src=x>")
    wait_until_drawn(page, 2)
    message = page.get_by_role("alert").filter(has_text="The link cannot be followed whole")
    assert message.count() == 1
    assert message.locator("a, strong, img").count() == 0
    for said in ("pair=[x](http://evil.example)", "day=**b**", "event=<img src=x>", "safety=9999"):
        assert said in message.inner_text()


def read_days(published: Path, first: str, last: str) -> list[str]:
    """The days between two that have a correlation."""
    days = read_view(*explored(published), Choices()).days.dropna(subset="realized_correlation")["trade_date"]
    return days[days.between(first, last)].dt.strftime("%Y-%m-%d").to_list()


def test_port_that_is_taken_is_said_in_plain_words(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = subprocess.run(
            [str(Path(sys.executable).with_name("stockbond")), "explore", "--port", str(port)],
            env={**os.environ, "STOCKBOND_PUBLISHED": str(tmp_path / "p.duckdb")},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# These two change the file that is served.


def test_browser_sees_a_new_release_by_itself(served: tuple[str, Path], page: Page, tmp_path: Path) -> None:
    address, published = served
    page.goto(address)
    wait_until_drawn(page)
    before = shown_tiles(page)
    span = "trade_date > date '2009-02-27'"
    changed_copy(
        published,
        tmp_path / "next",
        "update reports.rpt_release set release_id = 'the-next-release'",
        f"delete from marts.fct_realized_correlation_daily where {span}",
        f"delete from marts.fct_regimes_daily where {span}",
    ).replace(published)
    page.get_by_text("SIMULATED release the-next-release").wait_for()
    wait_until_drawn(page)
    assert shown_tiles(page) == days_by_label(published, Choices()) != before


def test_years_shown_are_chosen_by_a_button(served: tuple[str, Path], page: Page, tmp_path: Path) -> None:
    """The small market has five months: the first of them are moved a few years back."""
    address, published = served
    moved = "trade_date - interval 6 year"
    tables = ("marts.fct_realized_correlation_daily", "marts.fct_regimes_daily")
    changed_copy(
        published, tmp_path / "next",
        *(f"update {table} set trade_date = {moved} where trade_date < '2008-12-01'" for table in tables),
    ).replace(published)  # fmt: skip
    page.goto(address)
    wait_until_drawn(page, 2)
    labels = page.locator(CHART).first.locator(".role-axis-label text")
    assert "2005" in labels.all_text_contents()
    page.get_by_role("radio", name="5Y").or_(page.get_by_role("button", name="5Y")).click()
    page.wait_for_url(re.compile("zoom=5y"))
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_function(
        "label => ![...document.querySelector('[data-testid=stVegaLiteChart] svg.marks')"
        ".querySelectorAll('.role-axis-label text')].some(found => found.textContent === label)",
        arg="2003",
    )
