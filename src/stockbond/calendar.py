"""The trading calendar seed: NYSE sessions with early closes and SIFMA holidays.

The warehouse reads the committed seed, never the library: the library's default span moves with
today's date and its rules with its version. ``make calendar`` rewrites the seed, a test compares.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

CALENDAR_START = "2003-10-01"
CALENDAR_END = "2026-12-31"
SEED = Path("seeds/calendars/nyse_sessions.csv")


def nyse_sessions(start: str = CALENDAR_START, end: str = CALENDAR_END) -> pd.DataFrame:
    """NYSE sessions from `start` to `end` (ISO dates, inclusive), one row each, in date order.

    Columns: trade_date (ISO text), session_open_at_utc and session_close_at_utc ("YYYY-MM-DD HH:MM:SS"),
    is_early_close (closes before 16:00 New York), is_sifma_holiday (the U.S. bond market is closed).
    Source: exchange_calendars (XNYS) and pandas_market_calendars (SIFMA_US).
    """
    import exchange_calendars
    import pandas_market_calendars

    schedule = exchange_calendars.get_calendar("XNYS", start=start, end=end).schedule
    sifma_days = pandas_market_calendars.get_calendar("SIFMA_US").valid_days(start, end).tz_localize(None)
    sessions = pd.DatetimeIndex(schedule.index)
    close_new_york = schedule["close"].dt.tz_convert("America/New_York")
    stamp = "%Y-%m-%d %H:%M:%S"
    return pd.DataFrame(
        {
            "trade_date": sessions.strftime("%Y-%m-%d"),
            "session_open_at_utc": schedule["open"].dt.strftime(stamp).to_numpy(),
            "session_close_at_utc": schedule["close"].dt.strftime(stamp).to_numpy(),
            "is_early_close": (close_new_york.dt.hour < 16).to_numpy(),
            "is_sifma_holiday": ~sessions.isin(sifma_days),
        }
    )


def seed_text(sessions: pd.DataFrame) -> str:
    """The seed file's text: lower-case booleans, Unix line ends."""
    booleans = sessions.select_dtypes("bool").columns
    text = sessions.assign(**{name: sessions[name].map({True: "true", False: "false"}) for name in booleans})
    return text.to_csv(index=False, lineterminator="\n")


if __name__ == "__main__":
    SEED.write_text(seed_text(nyse_sessions()), encoding="utf-8")
