"""The calendar seed equals the calendar libraries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from stockbond.calendar import SEED, nyse_sessions, seed_text

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sessions() -> pd.DataFrame:
    return nyse_sessions()


def test_seed_is_what_the_libraries_say(sessions: pd.DataFrame) -> None:
    assert (PROJECT / SEED).read_text(encoding="utf-8") == seed_text(sessions)


def test_paper_sample_counts(sessions: pd.DataFrame) -> None:
    paper = sessions[sessions["trade_date"].between("2004-01-01", "2022-06-30")]
    assert len(paper) == 4656
    assert paper["is_early_close"].sum() == 37
    assert paper["is_sifma_holiday"].sum() == 34
    # A bond holiday is a full day at NYSE: the 34 days are all lost to daily series of the bond market alone.
    assert not (paper["is_early_close"] & paper["is_sifma_holiday"]).any()


def test_sessions_open_at_half_past_nine_in_new_york(sessions: pd.DataFrame) -> None:
    opens = pd.to_datetime(sessions["session_open_at_utc"], utc=True).dt.tz_convert("America/New_York")
    assert set(opens.dt.strftime("%H:%M")) == {"09:30"}
    assert (opens.dt.strftime("%Y-%m-%d") == sessions["trade_date"]).all()
