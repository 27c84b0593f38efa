"""The simulated market in memory: from states and events to the price path of every leg.

The order matters: day returns first (VIX answers to them), then levels and volatilities, then price
levels and contracts (a tick weighs more at a low price), then five-minute returns, then the regimes that
these show, on which mean returns and lead-lag are planted, and last the order of announcement days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.announcements import move_after_announcements
from stockbond_simulator.calendar import Event, Sessions, read_events, read_sessions
from stockbond_simulator.contracts import Contracts, list_contracts
from stockbond_simulator.errors import SimulationError
from stockbond_simulator.hours import Hours
from stockbond_simulator.intraday import (
    BarPath,
    five_minute_returns,
    five_minute_shocks,
    heavy_tailed,
    last_bars,
)
from stockbond_simulator.levels import (
    Shifted,
    event_shifts,
    leg_volatilities,
    market_levels,
    shifted_correlation,
)
from stockbond_simulator.randomness import stream
from stockbond_simulator.realized import grid_returns, realized_correlation, realized_volatility, regimes_of
from stockbond_simulator.regime_lifts import event_days, regime_lift
from stockbond_simulator.settings import (
    ES,
    INSTRUMENTS,
    INTERVAL_MINUTES,
    INTERVALS_FULL_DAY,
    MEAN_RETURN_BP,
    TRADING_DAYS_A_YEAR,
    TY,
    VOLATILITY_CHANGE,
    VOLATILITY_LIFT_PERSISTENCE,
)
from stockbond_simulator.states import (
    base_ust_correlation,
    correlation_factor,
    correlations_with_stock,
    latent_states,
)
from stockbond_simulator.volume import volume_lifts

Array = NDArray[np.float64]

DAY_RETURN_DEGREES_OF_FREEDOM = 6.0
OVERNIGHT_SHARE = 0.5  # standard deviation of the overnight return over that of the session's
LARGEST_TARGET = 0.97  # of a correlation after it is raised to make up for rounding
MOST_ROUNDING = 0.5  # of a leg's variance
MEASURED, TRUE = "measured", "true"
EFFECTS_ON = (MEASURED, TRUE)  # which correlation the effects of a day's type go by
PASSES = 20  # over the regimes, at most
PASSES_WITH_SAME_SHOCKS = 3

MISSING_DAY_PROBABILITY = 0.025
MISSING_BAR_PROBABILITY = 0.05  # on such a day
EMPTY_INTERVAL_PROBABILITY = 0.3  # on such a day


@dataclass(frozen=True)
class Market:
    """All that was simulated. D days, L legs, K bars a day."""

    seed: int
    bar_minutes: int
    hours: Hours | None
    ends: NDArray[np.int64]  # (K,), minutes from the session's open to each bar's end
    sessions: Sessions
    events: list[Event]
    states: NDArray[np.int64]  # (D,)
    correlation_targets: Array  # (D, 4): ES with TY, TU, RATE3M, USD
    outcomes: dict[str, Shifted]  # as OUTCOMES: what was planted on each day
    regimes: NDArray[np.str_]  # (D,), of the final prices, or of the true correlations (effects_on)
    planted_regimes: NDArray[np.str_]  # (D,), whose mean returns and lead-lag the final prices carry
    realized: dict[str, Array]  # rho_ust, ust_vol, spx_vol of the final prices, (D,)
    volatilities: Array  # (D, L), percent a year
    volatility_lift: dict[str, Array]  # by instrument: what the type of day adds to its volatility, (D,)
    volume_lift: dict[str, Array]  # the same for volume, as a share of it
    log_open: Array  # (D, L), log price at the open before the contract's basis
    path: Array  # (D, K, L), log price at each bar's end over that at the open
    first_step: Array  # (D, L), the move within the first pre-open bar
    present: NDArray[np.bool_]  # (D, K, L)
    contracts: list[Contracts]
    effects_on: str = MEASURED


def simulate_market(
    seed: int,
    start: date,
    end: date,
    bar_minutes: int,
    n_legs: int = len(INSTRUMENTS),
    hours: Hours | None = None,
    effects_on: str = MEASURED,
) -> Market:
    """Simulate the span in memory. With `n_legs` = 2 only ES and TY (quicker; another draw).

    The effects of a day's type go by the correlation that its prices show (`effects_on` "measured"), which is
    then the one wanted; or by the "true" one, of which the prices are a sample: a label that is measured is
    wrong on some days, and what is found on the days of a type falls short of what was planted.
    """
    if effects_on not in EFFECTS_ON:
        raise SimulationError(f"--effects-on {effects_on}: choose one of {', '.join(EFFECTS_ON)}.")
    if bar_minutes not in (1, 2, 3, 5, 6, 10, 15, 30):
        raise SimulationError(f"--bar-minutes {bar_minutes}: choose one of 1, 2, 3, 5, 6, 10, 15, 30.")
    if seed < 0:
        raise SimulationError(f"--seed {seed}: choose zero or a positive number.")
    sessions = read_sessions(start, end)
    events = read_events(sessions, start, end)
    n_days = len(sessions)

    # Correlations: the state of the day, then the event shifts, then the other legs.
    shifts = event_shifts(events, n_days)
    states = latent_states(seed, n_days)
    rho = shifted_correlation(base_ust_correlation(seed, states), shifts["rho_ust"])
    targets = correlations_with_stock(seed, rho.value, n_days)[:, : n_legs - 1]
    factor = correlation_factor(targets)

    # Surprises of the day's and the night's return, in standard deviations, correlated as the day is.
    rng = stream(seed, "day_returns")
    surprise = heavy_tailed(rng, (n_days, 2, n_legs), DAY_RETURN_DEGREES_OF_FREEDOM)
    surprise = surprise @ factor.transpose(0, 2, 1)

    # The regimes that the targets would give; the final prices show the same ones but for a few days at
    # the border.
    regimes = regimes_of(np.where(sessions.is_early_close, np.nan, rho.value))
    levels = market_levels(seed, surprise[:, 0, ES], shifts)
    volatility_lift = volatility_lifts(regimes, shifts, sessions, events)
    spx_vol, ust_vol, volatilities = leg_volatilities(seed, levels, shifts, volatility_lift)
    volatilities = volatilities[:, :n_legs]
    interval_volatility = volatilities / 100 / np.sqrt(TRADING_DAYS_A_YEAR * INTERVALS_FULL_DAY)
    session_volatility = interval_volatility * np.sqrt(sessions.n_intervals)[:, None]

    # Price levels, with the means of the regimes that the targets would give. They stay as they are
    # from here on: if a day's regime turns out otherwise, the night after it makes up the difference, so
    # that all other days keep their prices to the tick.
    unexpected = surprise[:, 0] * session_volatility
    overnight = surprise[:, 1] * session_volatility * OVERNIGHT_SHARE
    day_return = unexpected + mean_returns(regimes, n_legs)
    log_open = opening_levels(day_return, overnight)
    contracts = [list_contracts(seed, leg, sessions, log_open[:, leg]) for leg in range(n_legs)]
    basis = np.column_stack([item.log_basis[item.day_contract] for item in contracts])

    # Rounding to ticks adds tick^2 / 6 to the variance of a return: the path is made that much calmer,
    # and the correlations that much stronger.
    ticks = np.array([instrument.tick for instrument in INSTRUMENTS])[:n_legs]
    rounding_variance = (ticks / np.exp(log_open + basis)) ** 2 / 6
    rounding_share = np.minimum(rounding_variance / interval_volatility**2, MOST_ROUNDING)
    path_volatility = interval_volatility * np.sqrt(1 - rounding_share)
    kept = np.sqrt((1 - rounding_share[:, :1]) * (1 - rounding_share[:, 1:]))
    path_factor = correlation_factor(np.clip(targets / kept, -LARGEST_TARGET, LARGEST_TARGET))

    shocks = five_minute_shocks(seed, n_days, n_legs, hours=hours)
    bar_path = BarPath(seed, path_factor, path_volatility, bar_minutes, hours)
    present = present_bars(seed, sessions, bar_path.ends, n_legs)
    last = [last_bars(present[:, :, leg], bar_path.ends) for leg in (ES, TY)]
    path = np.empty((n_days, len(bar_path.ends), n_legs))
    correlation, spx, ust = np.full(n_days, np.nan), np.full(n_days, np.nan), np.full(n_days, np.nan)

    changed = np.arange(n_days)
    for attempt in range(PASSES):
        planted_regimes = regimes
        if attempt >= PASSES_WITH_SAME_SHOCKS:
            # What is planted moves the rounding, and a day at the border may keep changing sides: it
            # gets new shocks until it shows the regime that it was planted for.
            fresh = five_minute_shocks(seed, len(changed), n_legs, attempt, hours)
            shocks[changed] = fresh
        returns = five_minute_returns(
            shocks[changed],
            path_factor[changed],
            path_volatility[changed],
            rounding_share[changed],
            (unexpected + mean_returns(regimes, n_legs))[changed],
            sessions.n_intervals[changed],
            regimes[changed],
            is_exact=effects_on == MEASURED,
        )
        path[changed] = bar_path.path(returns, changed)
        seen = [
            grid_returns(
                rounded_prices(leg, (log_open + basis)[changed, leg], path[changed, :, leg]),
                last[leg][changed],
            )
            for leg in (ES, TY)
        ]
        correlation[changed] = realized_correlation(seen[ES], seen[TY])
        spx[changed], ust[changed] = realized_volatility(seen[ES]), realized_volatility(seen[TY])
        if effects_on == TRUE:
            break
        regimes = regimes_of(correlation)
        changed = np.flatnonzero(regimes != planted_regimes)
        if len(changed) == 0:
            break

    # The order alone: what the day shows, and all that answers to it, stays what it was found to be.
    move_after_announcements(
        path, log_open + basis, present, bar_path.ends, bar_minutes, sessions, events, rho.shift
    )
    return Market(
        seed=seed,
        bar_minutes=bar_minutes,
        hours=hours,
        ends=bar_path.ends,
        sessions=sessions,
        events=events,
        states=states,
        correlation_targets=targets,
        outcomes={"rho_ust": rho, **levels, "ust_vol": ust_vol, "spx_vol": spx_vol},
        regimes=regimes,
        planted_regimes=planted_regimes,
        realized={"rho_ust": correlation, "ust_vol": ust, "spx_vol": spx},
        volatilities=volatilities,
        volatility_lift=volatility_lift,
        volume_lift=volume_lifts(seed, regimes, volatilities, sessions),
        log_open=log_open,
        path=path,
        first_step=bar_path.first_step,
        present=present,
        contracts=contracts,
        effects_on=effects_on,
    )


def volatility_lifts(
    regimes: NDArray[np.str_], shifts: dict[str, Array], sessions: Sessions, events: list[Event]
) -> dict[str, Array]:
    """What the type of day adds to the volatility of ES and TY, shape (D,) each, never negative.

    Days of events and half days are frozen.
    """
    is_observed = ~sessions.is_early_close
    frozen = event_days(events, len(sessions)) | sessions.is_early_close
    lifts = {}
    for name, outcome in (("ES", "spx_vol"), ("TY", "ust_vol")):
        lift = regime_lift(
            regimes,
            VOLATILITY_CHANGE[name],
            shifts[outcome],
            VOLATILITY_LIFT_PERSISTENCE,
            frozen,
            is_observed,
        )
        lifts[name] = lift - lift.min()
    return lifts


def mean_returns(regimes: NDArray[np.str_], n_legs: int) -> Array:
    """The planted mean return of each day, shape (D, L), log return."""
    means = np.empty((len(regimes), n_legs))
    for regime, planted in MEAN_RETURN_BP.items():
        means[regimes == regime] = np.array(planted[:n_legs]) / 10_000
    return means


def opening_levels(day_return: Array, overnight: Array) -> Array:
    """Log price at each open, shape (D, L), from the returns of the days and nights before."""
    start = np.log([instrument.start_price for instrument in INSTRUMENTS])[: day_return.shape[1]]
    gone_before = np.cumsum(day_return + overnight, axis=0) - day_return - overnight
    return np.asarray(start + gone_before)


def rounded_prices(leg: int, log_open: Array, path: Array) -> Array:
    """Prices on the tick grid, shape (D, K), from log_open (D,) and path (D, K)."""
    return ticks_of(leg, log_open, path) * INSTRUMENTS[leg].tick


def ticks_of(leg: int, log_open: Array, path: Array) -> Array:
    """Prices in whole ticks, shape (D, K)."""
    return np.asarray(np.rint(np.exp(log_open[:, None] + path) / INSTRUMENTS[leg].tick))


def last_minutes(sessions: Sessions, ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The end of each day's last bar, minutes from the open, shape (D,): half days end at their close."""
    return np.where(sessions.is_early_close, sessions.n_intervals * INTERVAL_MINUTES, ends[-1])


def present_bars(seed: int, sessions: Sessions, ends: NDArray[np.int64], n_legs: int) -> NDArray[np.bool_]:
    """Which bars of the day's contract exist, shape (D, K, L).

    Nothing after the last hour, or a half day's close. Bars are missing on a few days of each leg only,
    sometimes a whole five-minute interval; the last interval of a session always trades.
    """
    close_minute = sessions.n_intervals * 5
    present = np.repeat((ends <= last_minutes(sessions, ends)[:, None])[:, :, None], n_legs, axis=2)
    for leg in range(n_legs):
        rng = stream(seed, "missing_bars", leg)
        bad_days = np.flatnonzero(rng.random(len(sessions)) < MISSING_DAY_PROBABILITY)
        for day in bad_days:
            missing = rng.random(len(ends)) < MISSING_BAR_PROBABILITY
            if rng.random() < EMPTY_INTERVAL_PROBABILITY:
                first = 5 * int(rng.integers(2, sessions.n_intervals[day] - 2))
                missing |= (ends > first) & (ends <= first + 5)
            missing &= ends <= close_minute[day] - 5
            present[day, missing, leg] = False
    return present
