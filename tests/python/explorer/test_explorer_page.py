"""The explorer as people see it: the page in Streamlit's own harness."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from builds import PROJECT_ROOT, Build
from explorer_files import changed_copy, days_by_label, keep_days

from stockbond.explorer import elements
from stockbond.explorer.choices import Choices
from stockbond.explorer.words import regime_names
from stockbond.publish import publish

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    OpenPage = Callable[..., AppTest]

PAGE = PROJECT_ROOT / "src/stockbond/explorer/page.py"


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
    """The numbers of days by label, which are named by the pair."""
    names = regime_names(page.selectbox(key="pair").value)
    safety, other, risky = (f"{names[regime]} days" for regime in ("safety", "other", "risky"))
    assert [metric.label for metric in page.metric] == [safety, other, risky, "Days without label"]
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
    assert [warning.value.split(".")[0] for warning in page.warning][1:] == [
        "The link cannot be followed whole: `pair=gold` is not known here; shown is ust"
    ]
    assert page.selectbox(key="pair").value == "ust"
    assert page.slider(key="percentiles").value == (30, 60)


def test_all_that_is_wrong_with_a_link_is_one_message(open_page: OpenPage, small_published: Path) -> None:
    page = open_page(small_published, safety="9" * 5000, pair="**gold**", day="<b>")
    assert len(page.warning) == 2  # the banner, and the message
    said = page.warning[1].value
    assert said.count("The link cannot be followed whole") == 1
    for part in ("`pair=**gold**`", "`day=<b>`", "`safety=999"):
        assert part in said
    assert len(said) < 1000


def test_a_day_opens_with_its_neighbours_and_another_beside_it(
    open_page: OpenPage, small_published: Path
) -> None:
    page = open_page(small_published)
    assert any("opens it" in caption.value for caption in page.caption)
    page.date_input(key="day").set_value(date(2009, 3, 18)).run()
    assert [line.value for line in page.subheader][:1] == ["Wednesday, 18 March 2009"]
    assert any("FOMC announcement, rate unchanged, 14:15" in line.value for line in page.markdown)
    around = next(table.value for table in page.dataframe if "correlation_mean_20d" in table.value)
    assert around["trade_date"].dt.strftime("%m-%d").to_list() == [
        "03-11", "03-12", "03-13", "03-16", "03-17", "03-18", "03-19", "03-20", "03-23", "03-24", "03-25",
    ]  # fmt: skip
    page.date_input(key="beside_day").set_value(date(2009, 3, 7)).run()
    assert any(line.value == "No session of this sample." for line in page.markdown)
    page.button(key="Session after").click().run()
    assert page.query_params["day"] == ["2009-03-19"] or page.query_params["day"] == "2009-03-19"
    assert not page.exception


def test_two_pairs_and_two_samples_stand_side_by_side(open_page: OpenPage, small_published: Path) -> None:
    page = open_page(small_published, beside_pair="usd")
    assert "Side by side" in [header.value for header in page.header]
    assert any(
        caption.value.startswith("Of ") and "label in both" in caption.value for caption in page.caption
    )
    page.selectbox(key="beside_sample").set_value("full").run()
    assert any(line.value == "**US dollar** · All days loaded" for line in page.markdown)
    # What stands beside cannot be what is chosen already.
    page.selectbox(key="pair").set_value("usd").run()
    assert page.selectbox(key="beside_pair").value == "none"
    assert not page.exception


def test_kinds_of_days_are_named_by_the_pair(open_page: OpenPage, small_published: Path) -> None:
    page = open_page(small_published, pair="usd")
    assert [metric.label for metric in page.metric][:3] == [
        "Dollar safety days",
        "Other days",
        "Dollar risky days",
    ]
    assert page.segmented_control(key="shown").options == [
        "All", "Dollar safety", "Other", "Dollar risky", "No label",
    ]  # fmt: skip


def test_calendar_has_events_ahead_and_past(open_page: OpenPage, small_published: Path) -> None:
    page = open_page(small_published, dates="2009-03-01..2009-03-31")
    ahead, past = (table.value for table in page.dataframe if "is_upcoming" in table.value)
    assert ahead["is_upcoming"].all()
    assert list(ahead["event_date"]) == sorted(ahead["event_date"])
    assert past["event_date"].dt.strftime("%Y-%m").unique().tolist() == ["2009-03"]
    assert "FOMC announcement" in set(past["event_type"])
    assert set(past["regime"]) <= {"Bond safety", "Other", "Bond risky", "No label"}


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


def test_a_chart_is_made_again_where_its_figures_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept goes by the figures: those of another release are drawn, the same ones are not drawn anew."""
    shown: list[Any] = []
    monkeypatch.setattr(elements.st, "altair_chart", lambda chart, **_: shown.append(chart))

    def last(frame: pd.DataFrame, name: str) -> tuple[str, float]:
        return name, float(frame["value"].iloc[-1])

    days = pd.DataFrame({"value": [0.25] * 5000})
    revised = days.assign(value=[*days["value"][:-1], 0.5])
    for frame, name in [(days, "ours"), (days.copy(), "ours"), (revised, "ours"), (days, "theirs")]:
        elements.draw("series", "Daily correlation", last, frame, name)
    assert shown == [("ours", 0.25), ("ours", 0.5), ("theirs", 0.25)]
