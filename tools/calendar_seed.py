"""The trading calendar seed: NYSE sessions with early closes and SIFMA holidays.

The warehouse reads the committed seed, never the library: the library's default span moves with
today's date and its rules with its version. ``make calendar`` rewrites the seed, a test compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

import pandas as pd
import yaml

PROJECT = Path("dbt_project.yml")
SEED = Path("seeds/calendar/nyse_sessions.csv")
NEW_YORK = "America/New_York"


@dataclass(frozen=True)
class CalendarVars:
    """The four vars of dbt_project.yml that the seed follows: ISO dates, and times in New York as HH:MM."""

    calendar_start: str
    calendar_end: str
    session_open: str
    session_close: str

    @classmethod
    def read(cls, project: Path) -> CalendarVars:
        """The vars of the project file `project`."""
        found = yaml.safe_load(project.read_text(encoding="utf-8"))["vars"]
        return cls(**{name: str(found[name]) for name in cls.__annotations__})


def nyse_sessions(of: CalendarVars) -> pd.DataFrame:
    """NYSE sessions from calendar_start to calendar_end, both included, one row each, in date order.

    Columns: trade_date (ISO text), session_open_at_utc and session_close_at_utc ("YYYY-MM-DD HH:MM:SS"; the
    close is session_close, on half days of NYSE no later than NYSE's), is_early_close (a half day of NYSE
    that ends before session_close), is_sifma_holiday (the U.S. bond market is closed). Source:
    exchange_calendars (XNYS) and pandas_market_calendars (SIFMA_US). Raises ValueError where the session
    leaves its day, in UTC too.
    """
    import exchange_calendars
    import pandas_market_calendars

    start, end = of.calendar_start, of.calendar_end
    nyse = exchange_calendars.get_calendar("XNYS", start=start, end=end)
    sifma_days = pandas_market_calendars.get_calendar("SIFMA_US").valid_days(start, end).tz_localize(None)
    sessions = pd.DatetimeIndex(nyse.schedule.index)
    opens, usual_close = in_utc(sessions, of.session_open), in_utc(sessions, of.session_close)
    nyse_close = pd.DatetimeIndex(nyse.schedule["close"].array).as_unit("ns")
    is_early_close = sessions.isin(nyse.early_closes) & (nyse_close < usual_close)
    closes = usual_close.where(~is_early_close, nyse_close)
    if not (opens < closes).all() or not (closes.tz_localize(None).normalize() == sessions).all():
        raise ValueError(
            f"session_open {of.session_open} and session_close {of.session_close} (dbt_project.yml): expected"
            " an open before every close, early closes included, and a close before 19:00 New York, which is"
            " midnight UTC in winter."
        )
    stamp = "%Y-%m-%d %H:%M:%S"
    return pd.DataFrame(
        {
            "trade_date": sessions.strftime("%Y-%m-%d"),
            "session_open_at_utc": opens.strftime(stamp),
            "session_close_at_utc": closes.strftime(stamp),
            "is_early_close": is_early_close,
            "is_sifma_holiday": ~sessions.isin(sifma_days),
        }
    )


def in_utc(days: pd.DatetimeIndex, clock: str) -> pd.DatetimeIndex:
    """A time of day in New York on each of the days, in UTC."""
    moment = time.fromisoformat(clock)
    local = days + pd.Timedelta(hours=moment.hour, minutes=moment.minute)
    return local.tz_localize(NEW_YORK).tz_convert("UTC").as_unit("ns")


def seed_text(sessions: pd.DataFrame) -> str:
    """The seed file's text: lower-case booleans, Unix line ends."""
    booleans = sessions.select_dtypes("bool").columns
    text = sessions.assign(**{name: sessions[name].map({True: "true", False: "false"}) for name in booleans})
    return text.to_csv(index=False, lineterminator="\n")


if __name__ == "__main__":
    SEED.write_text(seed_text(nyse_sessions(CalendarVars.read(PROJECT))), encoding="utf-8")
