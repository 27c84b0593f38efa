"""The calendar seed equals the calendar libraries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from calendar_seed import PROJECT as PROJECT_FILE
from calendar_seed import SEED, CalendarVars, nyse_sessions, seed_text

PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def sessions() -> pd.DataFrame:
    return nyse_sessions(CalendarVars.read(PROJECT / PROJECT_FILE))


def test_seed_is_what_vars_and_libraries_say(sessions: pd.DataFrame) -> None:
    assert (PROJECT / SEED).read_text(encoding="utf-8") == seed_text(sessions)


def test_paper_sample_counts(sessions: pd.DataFrame) -> None:
    paper = sessions[sessions["trade_date"].between("2004-01-01", "2022-06-30")]
    assert len(paper) == 4656
    assert paper["is_early_close"].sum() == 37
    assert paper["is_sifma_holiday"].sum() == 34
    # A bond holiday is a full day at NYSE: the 34 days are all lost to daily series of the bond market alone.
    assert not (paper["is_early_close"] & paper["is_sifma_holiday"]).any()


def test_sessions_span_the_vars(sessions: pd.DataFrame) -> None:
    assert sessions["trade_date"].iloc[[0, -1]].to_list() == ["1997-01-02", "2030-12-31"]


def in_new_york(stamps: pd.Series) -> pd.Series:
    """UTC texts as New York's time of day."""
    return pd.to_datetime(stamps, utc=True).dt.tz_convert("America/New_York").dt.strftime("%H:%M")


def test_another_session_moves_open_and_close_and_keeps_earlier_closes(sessions: pd.DataFrame) -> None:
    """08:20 to 15:00: days are the same, NYSE's early closes stay, and all other days close at 15:00."""
    other = nyse_sessions(CalendarVars("1997-01-01", "2030-12-31", "08:20", "15:00"))
    assert set(in_new_york(other["session_open_at_utc"])) == {"08:20"}
    early = other["is_early_close"]
    assert set(in_new_york(other.loc[~early, "session_close_at_utc"])) == {"15:00"}
    same = ["trade_date", "is_early_close", "is_sifma_holiday"]
    assert other[same].equals(sessions[same])
    assert other.loc[early, "session_close_at_utc"].equals(sessions.loc[early, "session_close_at_utc"])


def test_a_later_session_ends_early_on_half_days_alone(sessions: pd.DataFrame) -> None:
    late = nyse_sessions(CalendarVars("1997-01-01", "2030-12-31", "09:30", "17:00"))
    assert late["is_early_close"].equals(sessions["is_early_close"])
    assert set(in_new_york(late["session_close_at_utc"])) == {"13:00", "17:00"}


def test_a_day_is_early_where_nyse_closes_before_the_session_does() -> None:
    noon = nyse_sessions(CalendarVars("2004-01-01", "2022-06-30", "09:30", "12:00"))
    assert not noon["is_early_close"].any()
    assert set(in_new_york(noon["session_close_at_utc"])) == {"12:00"}


@pytest.mark.parametrize(("opens", "closes"), [("13:30", "16:00"), ("09:30", "19:00")])
def test_a_session_that_leaves_its_day_is_refused(opens: str, closes: str) -> None:
    """It opens after an early close, or closes after midnight in UTC."""
    with pytest.raises(ValueError, match="session_open"):
        nyse_sessions(CalendarVars("2004-01-01", "2022-06-30", opens, closes))


def test_sessions_open_at_half_past_nine_in_new_york(sessions: pd.DataFrame) -> None:
    opens = pd.to_datetime(sessions["session_open_at_utc"], utc=True).dt.tz_convert("America/New_York")
    assert set(opens.dt.strftime("%H:%M")) == {"09:30"}
    assert (opens.dt.strftime("%Y-%m-%d") == sessions["trade_date"]).all()
