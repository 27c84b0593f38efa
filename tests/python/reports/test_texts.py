"""Rules of the texts that people read, a case for each: last message, p-values, labels, names of files."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builds import PROJECT_ROOT
from click.testing import CliRunner
from explorer_files import explored

from stockbond.cli import main
from stockbond.explorer import exports, words
from stockbond.explorer.choices import Choices
from stockbond.explorer.elements import label_in_words, p_values
from stockbond.explorer.event_section import study_sentence
from stockbond.explorer.view import read_view
from stockbond.reasons import vocabulary
from stockbond.words import EVENT_TYPES, event_name, shown_p, shown_probability

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

CODE = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


@pytest.mark.parametrize("command", ["summary", "report", "watch", "export /tmp/x", "releases"])
def test_the_last_message_is_the_one_that_matters(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is published: one line says so, the last one, and no stack stands anywhere."""
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(tmp_path / "none.duckdb"))
    done = CliRunner().invoke(main, [part.replace("/tmp/x", str(tmp_path / "x")) for part in command.split()])
    said = done.output.strip().splitlines()
    assert "none.duckdb" in said[-1] or "none.releases" in said[-1]
    assert not any("Traceback" in line or line.startswith("  File ") for line in said)
    assert len(said) == 1


@pytest.mark.parametrize(
    ("p", "shown"),
    [(0.0, "under 0.001"), (1e-12, "under 0.001"), (0.00049, "under 0.001"), (0.0005, "0.001"), (0.0496, "0.050"),
     (1.0, "1.000")],
)  # fmt: skip
def test_a_p_value_is_never_zero(p: float, shown: str) -> None:
    assert shown_p(p) == shown


@pytest.mark.parametrize(
    ("probability", "shown"), [(0.0, "0.01"), (0.04, "0.04"), (0.44, "0.4"), (0.97, "0.97"), (1.0, "0.99")]
)
def test_a_probability_is_never_certain(probability: float, shown: str) -> None:
    assert shown_probability(probability) == shown


def test_a_p_value_that_is_not_there_is_a_dash() -> None:
    import pandas as pd

    assert p_values(pd.Series([0.0001, None, 0.25])) == ["under 0.001", "\N{EN DASH}", "0.250"]


@pytest.mark.parametrize(
    ("pair", "safety", "said"),
    [
        ("ust", "Bond safety", ", a bond safety day with probability 0.8"),
        ("usd", "Dollar safety", ", a dollar safety day with probability 0.8"),
        ("ust2y", "2-year note safety", ", a 2-year note safety day with probability 0.8"),
        ("ust3m", "Three-month rate safety", ", a three-month rate safety day with probability 0.8"),
        ("of_mine", "Of_mine safety", ", a of_mine safety day with probability 0.8"),
    ],
)
def test_a_label_is_named_by_its_pair(pair: str, safety: str, said: str) -> None:
    names = words.regime_names(pair)
    assert names["safety"] == safety
    assert label_in_words("safety", 0.83, names) == said
    assert label_in_words("other", float("nan"), names) == ", an other day"
    assert label_in_words("none", float("nan"), names) == ""


@pytest.mark.parametrize(
    "names",
    [words.SAMPLES, words.BASES, words.EVENT_SUBTYPES, words.OUTCOMES, words.CHOSEN, words.HAVENS,
     words.HORIZON_NAMES, words.entering_names("usd"), words.pair_names(), words.asset_names(), EVENT_TYPES,
     vocabulary()],
)  # fmt: skip
def test_names_for_people_hold_no_code(names: dict[Any, str]) -> None:
    assert [name for name in names.values() if CODE.search(name)] == []


def test_every_code_that_a_release_may_hold_has_a_name() -> None:
    """Reasons why a contract stands for its leg, as the model writes them."""
    model = (PROJECT_ROOT / "models/marts/core/_core__models.yml").read_text(encoding="utf-8")
    told = model[model.index("- name: chosen_because") :]
    values = re.search(r"values: \[([^\]]*)\]", told)
    assert values
    assert set(re.findall(r"\w+", values[1])) == set(words.CHOSEN)


def test_one_event_is_one_event(small_published: Path) -> None:
    """March 2009 has one announcement."""
    choices = Choices(sample="full", dates=(date(2009, 3, 1), date(2009, 3, 31)))
    view = read_view(*explored(small_published), choices)
    whole = view.study[view.study["entering_regime"] == "all"].iloc[0]
    assert study_sentence(whole, view, choices) == "1 event: too few for a standard error."


def test_an_event_of_a_users_set_has_the_name_of_its_file() -> None:
    assert event_name("my_own_set") == "my own set"


@pytest.mark.parametrize(
    ("table", "choices", "name"),
    [
        ("days", Choices(), "stockbond_SIMULATED_R_days_ust_paper_hindsight_20_80.csv"),
        ("days", Choices("usd", "full", 5, 95, "point_in_time"),
         "stockbond_SIMULATED_R_days_usd_full_point_in_time_5_95.csv"),
        ("events", Choices(outcome="vix"),
         "stockbond_SIMULATED_R_events_ust_paper_hindsight_20_80_fomc_announcement_all_vix.csv"),
        ("returns", Choices(asset="GOLD"), "stockbond_SIMULATED_R_returns_ust_paper_hindsight_20_80_GOLD.csv"),
        ("days", Choices(pair="../../x y"), "stockbond_SIMULATED_R_days_..-..-x-y_paper_hindsight_20_80.csv"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_says_what_made_it(table: str, choices: Choices, name: str) -> None:
    release = {"release_id": "R", "is_simulated": True}
    assert exports.file_name(release, table, "csv", choices) == name
    assert exports.file_name(release | {"is_simulated": False}, table, "csv", choices) == name.replace(
        "SIMULATED_", ""
    )


def test_report_and_explorer_begin_the_names_of_files_alike() -> None:
    code = (PROJECT_ROOT / "src/stockbond/report/page/report.js").read_text(encoding="utf-8")
    assert '`stockbond_${content.isSimulated ? "SIMULATED_" : ""}${content.release}_${name}.${kind}`' in code


@pytest.fixture(scope="module")
def page(small_published: Path) -> AppTest:
    """The explorer with all of it open."""
    from streamlit.testing.v1 import AppTest

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STOCKBOND_PUBLISHED", str(small_published))
        opened = AppTest.from_file(str(PROJECT_ROOT / "src/stockbond/explorer/page.py"), default_timeout=120)
        chosen = {"pair": "usd", "day": "2009-03-18", "beside_pair": "ust", "sample": "full"}
        for name, value in chosen.items():
            opened.query_params[name] = value
        opened.run()
    assert not opened.exception, opened.exception
    return opened


def test_the_explorer_shows_no_code(page: AppTest) -> None:
    """In its sentences, its boxes and its tables as far as columns are shown."""
    said = [
        text.value for kind in (page.markdown, page.caption, page.header, page.subheader) for text in kind
    ]
    said += [
        option for box in [*page.selectbox, *page.segmented_control, *page.radio] for option in box.options
    ]
    said += [f"{metric.label} {metric.delta}" for metric in page.metric]
    for table in page.dataframe:
        columns = list(table.proto.column_order) or list(table.value)
        said += [str(value) for column in columns for value in table.value[column] if isinstance(value, str)]
    assert len(said) > 500
    assert [text for text in said if CODE.search(text)] == []


def test_the_explorer_shows_no_p_of_zero(page: AppTest) -> None:
    tables = [table.value["p_value"] for table in page.dataframe if "p_value" in table.value]
    assert len(tables) == 2
    assert all(isinstance(p, str) and p != "0.000" for table in tables for p in table)
