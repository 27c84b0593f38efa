"""The explorer as people see it: the page in Streamlit's own harness, then in a real browser."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from builds import PROJECT_ROOT, Build
from explorer_files import changed_copy, keep_days
from serving import free_port, serving

from stockbond.explorer.choices import Choices
from stockbond.explorer.view import Identity, read_view
from stockbond.publish import publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from streamlit.testing.v1 import AppTest

    OpenPage = Callable[..., AppTest]

PAGE = PROJECT_ROOT / "src/stockbond/explorer/page.py"
CHART = "[data-testid=stVegaLiteChart] svg.marks"
TILES = ("Bond safety days", "Other days", "Bond risky days", "Days without label")


def days_by_label(path: Path, choices: Choices) -> list[int]:
    """What the four tiles must say."""
    identity = Identity.of(path)
    assert identity is not None
    counts = read_view(path, identity, choices).days["regime"].value_counts()
    return [int(counts.get(regime, 0)) for regime in ("safety", "other", "risky", "none")]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> OpenPage:
    """Run the page on a published file, with the query string of a link."""
    from streamlit.testing.v1 import AppTest

    # The page must never open the working file: here it is one that no reader could.
    working = tmp_path / "working.duckdb"
    working.write_text("not a database")
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(working))

    def opened(path: Path, **query: str) -> AppTest:
        monkeypatch.setenv("STOCKBOND_PUBLISHED", str(path))
        page = AppTest.from_file(str(PAGE), default_timeout=60)
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception, page.exception
        return page

    return opened


def tiles(page: AppTest) -> list[int]:
    """The numbers of days by label."""
    assert tuple(metric.label for metric in page.metric) == TILES
    return [int(metric.value.replace(",", "")) for metric in page.metric]


def test_page_shows_what_the_functions_compute(open_page: OpenPage, small_published: Path) -> None:
    page = open_page(small_published)
    assert "SIMULATED" in page.warning[0].value
    assert tiles(page) == days_by_label(small_published, Choices())
    page.slider(key="percentiles").set_value((10, 70)).run()
    assert tiles(page) == days_by_label(small_published, Choices(safety_percentile=10, risky_percentile=70))
    page.selectbox(key="pair").set_value("usd").run()
    page.radio(key="basis").set_value("point_in_time").run()
    assert tiles(page)[3] == sum(tiles(page)) > 100
    assert "Too few days for labels: it takes 252" in page.info[0].value
    assert not page.exception


def test_address_holds_every_choice_and_a_link_reproduces_them(
    open_page: OpenPage, small_published: Path
) -> None:
    page = open_page(small_published)
    page.selectbox(key="pair").set_value("usd").run()
    page.selectbox(key="sample").set_value("full").run()
    page.slider(key="percentiles").set_value((15, 60)).run()
    page.selectbox(key="event_type").set_value("auction_5y").run()
    page.selectbox(key="outcome").set_value("vix").run()
    page.toggle(key="some_dates").set_value(True).run()
    page.date_input(key="first").set_value(date(2008, 11, 3)).run()
    page.segmented_control(key="shown").set_value("risky").run()
    span = (date(2008, 11, 3), date(2009, 3, 31))
    expected = Choices(
        "usd", "full", 15, 60, event_type="auction_5y", outcome="vix", dates=span, shown="risky"
    )
    query = dict(page.query_params)
    assert query == expected.to_query()
    linked = open_page(small_published, **query)
    assert dict(linked.query_params) == query
    assert tiles(linked) == tiles(page) == days_by_label(small_published, expected)
    assert [line.value for line in linked.markdown] == [line.value for line in page.markdown]
    assert len(linked.warning) == 1  # the banner


def test_a_link_that_cannot_be_followed_says_so(open_page: OpenPage, small_published: Path) -> None:
    page = open_page(small_published, pair="gold", safety="30", risky="60")
    assert any("pair=gold is not known here" in warning.value for warning in page.warning)
    assert page.selectbox(key="pair").value == "ust"
    assert page.slider(key="percentiles").value == (30, 60)


def test_another_event_starts_with_all_its_events(open_page: OpenPage, small_published: Path) -> None:
    page = open_page(small_published, event="fomc_announcement", subset="rate_cut")
    page.selectbox(key="event_type").set_value("quarter_end").run()
    assert not page.exception
    assert page.selectbox(key="event_subset").value == "all"
    assert len(page.warning) == 1


def test_page_without_a_file_waits_for_the_release(
    open_page: OpenPage, small_published: Path, tmp_path: Path
) -> None:
    path = tmp_path / "published.duckdb"
    page = open_page(path)
    assert "Nothing is published yet" in page.info[0].value
    assert "make demo" in page.info[0].value
    assert not page.metric
    changed_copy(small_published, path)
    page.run()
    assert tiles(page) == days_by_label(path, Choices())


def test_a_new_release_shows_at_the_next_request(
    open_page: OpenPage, small_published: Path, tmp_path: Path
) -> None:
    path = changed_copy(small_published, tmp_path / "published.duckdb")
    page = open_page(path)
    page.selectbox(key="pair").set_value("usd").run()
    # The new release has no USD: the choice falls back, nothing breaks.
    changed_copy(
        path,
        tmp_path / "next",
        "update reports.rpt_release set release_id = 'another', is_simulated = false",
        "delete from marts.fct_realized_correlation_daily where pair_id = 'usd'",
    ).replace(path)
    page.run()
    assert not page.exception
    assert page.selectbox(key="pair").value == "ust"
    assert any("Release another" in caption.value for caption in page.caption)
    assert not page.warning  # it is not simulated


def test_two_days_show_without_labels(open_page: OpenPage, small_published: Path, tmp_path: Path) -> None:
    path = changed_copy(small_published, tmp_path / "two_days.duckdb", *keep_days("2008-12-01", "2008-12-02"))
    page = open_page(path)
    assert "Too few days for labels: it takes 60 days" in page.info[0].value
    assert re.search(r"They are 2008-12-01 \(-?0\.\d\d\), 2008-12-02", page.info[0].value)
    days = days_by_label(path, Choices())
    assert tiles(page) == days
    assert days[:3] == [0, 0, 0]
    assert any(caption.value.startswith("Last day 2008-12-02: correlation") for caption in page.caption)


def test_two_real_days(open_page: OpenPage, real_build: Build, tmp_path: Path) -> None:
    publish(real_build.warehouse, tmp_path / "published.duckdb")
    page = open_page(tmp_path / "published.duckdb", outcome="vix")
    assert not page.warning  # nothing is simulated
    assert "They are 2008-12-01 (-0.43), 2019-08-01 (-0.67)." in page.info[0].value
    # VIX is real and whole: the event study stands, and is the paper's but for a few quotes.
    assert any("mean change **-0.526**, t **-3.29**" in line.value for line in page.markdown)


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["delete from marts.fct_realized_correlation_daily", "delete from marts.fct_regimes_daily"], "bars"),
        (["drop table marts.fct_regimes_daily"], "stockbond build"),
        (["delete from reports.rpt_release"], "stockbond publish"),
    ],
)  # fmt: skip
def test_files_that_lack_something_get_a_clear_page(
    open_page: OpenPage, small_published: Path, tmp_path: Path, statements: list[str], words: str
) -> None:  # fmt: skip
    page = open_page(changed_copy(small_published, tmp_path / "published.duckdb", *statements))
    said = [box.value for box in [*page.info, *page.error]]
    assert len(said) == 1
    assert words in said[0]


def test_a_file_that_is_none_gets_a_clear_page(open_page: OpenPage, tmp_path: Path) -> None:
    path = tmp_path / "published.duckdb"
    path.write_text("not a database")
    page = open_page(path)
    assert "cannot be read" in page.error[0].value


# In a real browser.


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
    page.locator(CHART).nth(charts - 1).wait_for(timeout=30_000)
    page.get_by_text("Parquet").last.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


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
    assert re.fullmatch(r"stockbond_SIMULATED_.*_days\.csv", download.value.suggested_filename)
    days = read_view(published, identity, fewer).days_listed("risky").reset_index(drop=True)
    read_back = pd.read_csv(download.value.path(), parse_dates=["trade_date"])
    pd.testing.assert_frame_equal(read_back, days, check_dtype=False, check_exact=True)
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
    page.get_by_text("SIMULATED release the-next-release").wait_for(timeout=30_000)
    wait_until_drawn(page)
    assert shown_tiles(page) == days_by_label(published, Choices()) != before


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
