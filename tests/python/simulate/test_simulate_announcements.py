"""On days of FOMC announcements the co-movement comes after the announcement; nothing else changes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from stockbond_simulator import market as made
from stockbond_simulator.announcements import move_after_announcements, order_of_intervals
from stockbond_simulator.calendar import Event
from stockbond_simulator.macro.days import grid
from stockbond_simulator.market import Market, rounded_prices, simulate_market
from stockbond_simulator.settings import ES, INSTRUMENTS, SESSION_OPEN, TY

START, END = date(2018, 1, 2), date(2019, 12, 31)


def simulated(bar_minutes: int, seed: int = 3) -> Market:
    return simulate_market(seed, START, END, bar_minutes)


def without_order(monkeypatch: pytest.MonkeyPatch, bar_minutes: int) -> Market:
    """The same market, each day with one correlation from open to close."""
    with monkeypatch.context() as patched:
        patched.setattr(made, "move_after_announcements", lambda *_: None)
        return simulated(bar_minutes)


def announcements(market: Market) -> list[Event]:
    return [event for event in market.events if event.event_type == "fomc_announcement"]


def ticks(market: Market, day: int) -> np.ndarray:
    """Prices of the day's contracts in ticks, shape (K, L)."""
    found = []
    for leg, contracts in enumerate(market.contracts):
        log_open = market.log_open[day, leg] + contracts.log_basis[contracts.day_contract[day]]
        prices = rounded_prices(leg, np.array([log_open]), market.path[[day], :, leg])[0]
        found.append(prices / INSTRUMENTS[leg].tick)
    return np.column_stack(found)


def correlation(market: Market, day: int, intervals: slice) -> float:
    a, b = (grid(market, leg)[day, intervals] for leg in (ES, TY))
    known = ~np.isnan(a) & ~np.isnan(b)
    return float(np.corrcoef(a[known], b[known])[0, 1])


def test_what_a_meeting_adds_comes_after_its_announcement() -> None:
    market = simulated(5)
    events = announcements(market)
    until, after, whole = [], [], []
    for event in events:
        assert event.minute is not None
        n_before = -(-(event.minute - SESSION_OPEN) // 5)
        until.append(correlation(market, event.session, slice(0, n_before)))
        after.append(correlation(market, event.session, slice(n_before, None)))
        whole.append(correlation(market, event.session, slice(None)))
    added = market.outcomes["rho_ust"].shift[[event.session for event in events]]
    assert len(events) == 16 and added.mean() > 0.25
    assert np.abs(np.array(whole) - until - added).max() < 0.15
    assert np.mean(whole) - np.mean(until) == pytest.approx(added.mean(), abs=0.03)
    assert (np.array(after) > whole).all()


@pytest.mark.parametrize("bar_minutes", [1, 5, 15])
def test_the_day_has_the_same_moves_in_another_order(
    bar_minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole intervals of all legs together; other days keep every bit, and the day what it shows."""
    old, new = without_order(monkeypatch, bar_minutes), simulated(bar_minutes)
    days = [event.session for event in announcements(new)]
    others = np.setdiff1d(np.arange(len(new.sessions)), days)
    assert np.array_equal(old.path[others], new.path[others])
    n_bars = max(1, 5 // bar_minutes)
    first = int(np.flatnonzero(new.ends > 0)[0])
    for day in days:
        moves = []
        for market in (old, new):
            steps = np.diff(ticks(market, day)[first - 1 :], axis=0)
            moves.append(sorted(steps.reshape(-1, n_bars * steps.shape[1]).tolist()))
        assert moves[0] == moves[1]
        assert not np.array_equal(old.path[day], new.path[day])
        assert (ticks(old, day)[:first] == ticks(new, day)[:first]).all()
        if bar_minutes <= 5:
            seen = [correlation(market, day, slice(None)) for market in (old, new)]
            assert seen[0] == pytest.approx(seen[1], abs=0.01)


def test_an_interval_that_may_not_move_stays() -> None:
    moves = np.random.default_rng(1).standard_normal((78, 2))
    may_move = np.random.default_rng(2).random(78) < 0.7
    order = order_of_intervals(moves, may_move, 54, 0.4)
    assert (order[~may_move] == np.flatnonzero(~may_move)).all()
    assert sorted(order) == list(range(78)) and (order != np.arange(78)).any()
    none_may = np.zeros(78, dtype=bool)
    assert (order_of_intervals(moves, none_may, 54, 0.4) == np.arange(78)).all()


def test_intervals_beside_a_missing_bar_stay() -> None:
    """With every tenth bar missing in one leg, what ends or begins there has the moves that it had."""
    market = simulated(5)
    before, present = market.path.copy(), market.present.copy()
    present[20, 1::10, TY] = False
    event = Event("fomc_announcement", 20, "all", True, 12 * 60)
    shift = np.full(len(market.sessions), 0.3)
    basis = [contracts.log_basis[contracts.day_contract] for contracts in market.contracts]
    log_open = market.log_open + np.column_stack(basis)
    old = np.diff(ticks(market, 20), axis=0)
    move_after_announcements(market.path, log_open, present, market.ends, 5, market.sessions, [event], shift)
    new = np.diff(ticks(market, 20), axis=0)
    beside = ~(present[20, 1:, TY] & present[20, :-1, TY])
    assert not np.array_equal(before, market.path)
    assert (old[beside] == new[beside]).all() and (old[~beside] != new[~beside]).any()


@pytest.mark.parametrize("minute", [None, 8 * 60 + 30, 9 * 60 + 30, 16 * 60, 17 * 60])
def test_an_event_without_a_time_in_the_session_moves_nothing(minute: int | None) -> None:
    market = simulated(5)
    event = Event("fomc_announcement", 20, "all", True, minute)
    path = market.path.copy()
    arguments = (market.present, market.ends, 5, market.sessions)
    shift = np.full(len(market.sessions), 0.3)
    move_after_announcements(path, market.log_open, *arguments, [event], shift)
    assert np.array_equal(path, market.path)
    at_noon = Event("fomc_announcement", 20, "all", True, 12 * 60)
    move_after_announcements(path, market.log_open, *arguments, [at_noon], shift)
    assert not np.array_equal(path, market.path)
