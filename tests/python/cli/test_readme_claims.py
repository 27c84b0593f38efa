"""What the README claims, each claim with the tests that hold it, by name."""

from __future__ import annotations

import re

import pytest
from builds import PROJECT_ROOT

README = " ".join((PROJECT_ROOT / "README.md").read_text(encoding="utf-8").split())
CLAIMS = {
    "**-0.43** on 2008-12-01": ["test_two_real_days_to_nine_digits"],
    "Every table made from it says SIMULATED in its comment": ["test_every_simulated_table_says_so_first"],
    "and `rpt_release.is_simulated` is true": ["test_a_real_release_is_not_compared_with_a_simulated_one"],
    "two commands show the daily correlations": [
        "test_the_command_shows_and_writes", "test_second_set_up_does_nothing",
    ],
    "see the days, their distribution, the event study with its t": ["test_browser_shows_recounts_downloads_and_links"],
    "and what assets earned on and after each kind of day": ["test_returns_follow_the_asset"],
    "click a day for its hours": ["test_a_click_on_a_day_opens_its_hours"],
    "set two pairs, samples or days side by side": [
        "test_two_pairs_stand_side_by_side", "test_two_days_stand_side_by_side_with_their_events",
        "test_two_pairs_and_two_samples_stand_side_by_side",
    ],
    "download what you see": ["test_downloads_say_in_name_and_columns_what_made_them"],
    "Every view has its own address": ["test_address_holds_every_choice_and_a_link_reproduces_them"],
    "a new release shows by itself": ["test_browser_sees_a_new_release_by_itself"],
    "so its numbers are the build's": ["test_the_small_market_gives_the_numbers_of_its_warehouse"],
    "files of twenty vendors are read as shipped": ["test_a_real_sample_is_read_as_its_vendor_means_it"],
    "a `format.yml` declares any other": ["test_a_declared_layout_is_read"],
    "what is not there leaves its rows out, with the reason": [
        "test_files_left_out_empty_their_own_cells_and_no_others",
    ],
    "A file that cannot be read stops the build by its name": ["test_hostile_files_are_named"],
    "goes to `rpt_quarantined_bars`": ["test_every_bar_that_is_not_used_is_in_quarantine"],
    "Every text of a release states its own": [
        "test_comments_state_the_session", "test_report_summary_and_doctor_state_the_session",
        "test_explorer_states_the_session",
    ],
    "exit code 3 when the two-hour correlation passes it": [
        "test_the_command_tells_once_by_exit_code_json_and_webhook",
    ],
    "every table as Parquet (--format csv), with a data dictionary": [
        "test_every_table_has_a_file_with_its_rows",
        "test_a_column_says_what_it_is_in_the_file_and_in_the_dictionary",
    ],
    "One HTML file that needs no network": ["test_every_chart_shows_every_day"],
    "Light, dark, phone and print": [
        "test_theme_button_darkens_page_and_charts", "test_no_horizontal_scroll_and_tables_scroll_in_their_box",
        "test_every_printed_page_has_its_number_and_says_simulated",
    ],
    "Buttons give each figure as CSV, SVG and PNG and each table as CSV": ["test_every_figure_and_table_can_be_taken"],
    "Every table and column is described in the file itself": ["test_every_column_and_table_is_described"],
    "the last five stay in": ["test_the_last_releases_are_kept_and_the_current_one_always"],
    "`stockbond publish --rollback` goes back": ["test_releases_and_rollback_on_the_command_line"],
    "What the vendor restated stands in `rpt_restatements`": ["test_the_restated_day_is_named_with_its_correlations"],
    "queries an analyst would run": ["test_there_are_a_dozen_questions", "test_it_runs"],
    "`make docs` every table, column and its lineage as one page": ["test_page_shows_overview_table_and_lineage"],
}  # fmt: skip


@pytest.fixture(scope="module")
def tests() -> set[str]:
    """The names of all tests, data tests of a file of their own among them."""
    files = (PROJECT_ROOT / "tests/python").rglob("test_*.py")
    python = "\n".join(path.read_text(encoding="utf-8") for path in files)
    singular = {path.stem for path in (PROJECT_ROOT / "tests/singular").rglob("*.sql")}
    return set(re.findall(r"(?m)^def (test_\w+)", python)) | singular


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_has_its_tests(claim: str, tests: set[str]) -> None:
    assert claim in README
    assert CLAIMS[claim]
    assert [name for name in CLAIMS[claim] if name not in tests] == []


def test_every_test_that_the_readme_cites_is_there(tests: set[str]) -> None:
    cited = set(re.findall(r"`((?:test|assert)_\w+)`", README))
    assert len(cited) >= 8
    assert cited - tests == set()


def test_each_reason_to_trust_it_names_a_test_that_is_there(tests: set[str]) -> None:
    section = README[README.index("## Why to trust it") : README.index("## The way of the data")]
    reasons = section.split(" - ")[1:]
    assert len(reasons) >= 5
    for reason in reasons:
        named = re.findall(r"`((?:test|assert)_\w+)`", reason)
        assert named, reason
        assert [name for name in named if name not in tests] == []
