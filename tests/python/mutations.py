"""The faults that the critical expectations of gx/ are meant to catch, each as changes of a built warehouse.

Keys are the names of the expectations. ES is instrument 1, TY instrument 2 (seed instruments).
"""

from __future__ import annotations

VECTORS = "intermediate.int_day_vectors"
AN_HOUR_LATE = "list_concat(list_transform(range(12), lambda i: cast(null as double)), returns[:66])"
OF = "where instrument_id = (select instrument_id from seeds.instruments where instrument = '{}')"
ES, TY = OF.format("ES"), OF.format("TY")

MUTATIONS: dict[str, tuple[str, str]] = {
    "trades_at_both_ends_of_the_session": (
        "the S&P 500's bars of a year are marked an hour late",
        f"update {VECTORS} set returns = {AN_HOUR_LATE} {ES} and year(trade_date) = 2010",
    ),
    "notes_trade_at_both_ends_of_the_session": (
        "the note's bars of a year are marked an hour late",
        f"update {VECTORS} set returns = {AN_HOUR_LATE} {TY} and year(trade_date) = 2011",
    ),
    "the_open_is_livelier_than_noon": (
        "a source that trades round the clock is three hours off",
        f"update {VECTORS} set returns = list_concat(returns[37:], returns[:36])"
        f" {ES} and year(trade_date) = 2012 and len(returns) = 78",
    ),
    "stocks_move_every_day": (
        "the S&P 500's feed is dead for two weeks",
        f"update {VECTORS} set returns = list_transform(returns, lambda r: 0.0)"
        f" {ES} and trade_date between date '2013-05-06' and date '2013-05-17'",
    ),
    "notes_move_every_day": (
        "the note's feed is dead for two weeks",
        f"update {VECTORS} set returns = list_transform(returns, lambda r: 0.0)"
        f" {TY} and trade_date between date '2013-05-06' and date '2013-05-17'",
    ),
    "no_quarter_is_missing": (
        "a quarter was not delivered",
        f"delete from {VECTORS} {ES} and trade_date between date '2010-04-01' and date '2010-06-30'",
    ),
    "no_return_beyond_the_circuit_breakers": (
        "a price in cents, one bar long",
        f"update {VECTORS} set returns = list_concat([returns[1] + ln(100)], returns[2:])"
        f" {TY} and trade_date = date '2015-03-04'",
    ),
    "no_day_stands_twice": (
        "a day is delivered under the date of the next, too",
        f"update {VECTORS} set returns ="
        f" (select returns from {VECTORS} {ES} and trade_date = date '2015-03-04')"
        f" {ES} and trade_date = date '2015-03-05'",
    ),
    "stocks_fall_when_vix_rises": (
        "the S&P 500 with the wrong sign",
        "update marts.fct_daily_returns set log_return = -log_return where instrument = 'ES'",
    ),
    "notes_fall_when_yields_rise": (
        "the 10-year note with the wrong sign",
        "update marts.fct_daily_returns set log_return = -log_return where instrument = 'TY'",
    ),
    "notes_of_two_maturities_move_together": (
        "the 2-year note with the wrong sign",
        "update marts.fct_daily_returns set log_return = -log_return where instrument = 'TU'",
    ),
    "most_days_have_a_correlation": (
        "every third day of a year lacks a leg",
        "update marts.fct_realized_correlation_daily set realized_correlation = null"
        " where pair_id = 'ust' and year(trade_date) = 2015 and day(trade_date) % 3 = 0",
    ),
    "days_differ": (
        "one day's correlation stands for a year",
        "update marts.fct_realized_correlation_daily set realized_correlation = -0.3"
        " where pair_id = 'ust' and year(trade_date) = 2016 and realized_correlation is not null",
    ),
    "eight_fomc_meetings_a_year": (
        "two meetings are missing",
        "delete from marts.dim_events where event_type = 'fomc_announcement' and year(event_date) = 2015"
        " and month(event_date) >= 10",
    ),
    "announcements_are_history": (
        "a decision of next month",
        "update marts.dim_events"
        " set event_date = (select max(started_at_utc) from build.runs) + interval 30 day"
        " where event_id = (select max_by(event_id, event_date) from marts.dim_events"
        " where event_type = 'fomc_announcement')",
    ),
    "four_quarter_ends_a_year": (
        "a quarter end is missing",
        "delete from marts.dim_events where event_type = 'quarter_end' and event_date = date '2013-06-28'",
    ),
    "eight_other_month_ends_a_year": (
        "a month end is missing",
        "delete from marts.dim_events where event_type = 'month_end_ex_quarter_end'"
        " and event_date = date '2013-07-31'",
    ),
    "vix_is_not_stale": (
        "VIX stands still for two months",
        "update marts.fct_macro_daily set value = 14.5 where series_id = 'VIX'"
        " and trade_date between date '2014-03-03' and date '2014-04-30'",
    ),
    "vix_is_in_percent": (
        "VIX as a fraction, for a day",
        "update marts.fct_macro_daily set value = value / 100"
        " where series_id = 'VIX' and trade_date = date '2014-03-03'",
    ),
    "vix_has_a_ceiling": (
        "VIX a hundredfold, for a day",
        "update marts.fct_macro_daily set value = value * 100"
        " where series_id = 'VIX' and trade_date = date '2014-03-03'",
    ),
}
