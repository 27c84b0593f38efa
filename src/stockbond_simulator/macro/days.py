"""What is known of each day once its prices are made: the tables' regressors as the warehouse sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockbond_simulator.intraday import last_bars
from stockbond_simulator.market import TRUE, Market, rounded_prices, ticks_of
from stockbond_simulator.realized import grid_returns, realized_correlation, regimes_of
from stockbond_simulator.regime_lifts import carried_change, decaying, event_days
from stockbond_simulator.settings import ES, INTERVAL_MINUTES, MEAN_RETURN_BP, TY, USD

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

BASIS_POINTS = 10_000
FTS_THRESHOLD = 1.5  # standard deviations
FTS_DECAY_DAYS = 250
TAIL = 0.2


@dataclass(frozen=True)
class Days:
    """D sessions. Returns in basis points, NaN on the first day."""

    dates: NDArray[np.datetime64]  # [D]
    seed: int
    is_open: Flags  # the bond market is (no SIFMA holiday)
    has_regime: Flags  # a correlation, hence a regime
    regime: NDArray[np.str_]  # safety, risky, other; other without a correlation
    usd_regime: NDArray[np.str_]
    has_usd_regime: Flags
    correlation: Array  # realised, ust
    log_return: Array  # (D, L), by leg
    planted_mean: Array  # (D, L)
    tyf_vol: Array  # realised volatility of TY, percent, NaN where there is none
    is_event: Flags  # any event of the event study
    fomc: Flags
    fts: Flags

    def __len__(self) -> int:
        return len(self.dates)

    @property
    def r_spx(self) -> Array:
        """Return of the stock future."""
        return np.asarray(self.log_return[:, ES])

    @property
    def r_ust(self) -> Array:
        """Return of the 10-year future."""
        return np.asarray(self.log_return[:, TY])

    def is_type(self, kind: str) -> Flags:
        """Days of a regime."""
        return np.asarray((self.regime == kind) & self.has_regime)

    def surprise(self, leg: int) -> Array:
        """The return less its planted mean; zero on the first day."""
        return np.nan_to_num(self.log_return[:, leg] - self.planted_mean[:, leg])

    def settled(self, impulses: Array) -> Array:
        """Impulses of days on which the bond market is shut, moved to the next day on which it is open."""
        total = np.cumsum(np.nan_to_num(impulses), axis=0)
        return np.nan_to_num(carried_change(total, self.is_open))

    def regime_dummies(self) -> dict[str, Array]:
        """The four dummies of T4; zero too on days without a correlation."""
        regimes = {"ust": self.regime, "usd": self.usd_regime}
        return {
            f"{pair}_{kind}": (regime == kind).astype(np.float64)
            for pair, regime in regimes.items()
            for kind in ("safety", "risky")
        }


def describe_days(market: Market) -> Days:
    """All of it from the final, rounded prices."""
    sessions = market.sessions
    returns = closing_returns(market)
    usd = realized_correlation(grid(market, ES), grid(market, USD))
    true_usd = np.where(np.isnan(usd), np.nan, market.correlation_targets[:, USD - 1])
    sorted_by = true_usd if market.effects_on == TRUE else usd
    planted = np.array([MEAN_RETURN_BP[str(regime)] for regime in market.planted_regimes])
    fomc = [event for event in market.events if event.event_type == "fomc_announcement"]
    return Days(
        dates=sessions.dates,
        seed=market.seed,
        is_open=~sessions.is_sifma_holiday,
        has_regime=~np.isnan(market.realized["rho_ust"]),
        regime=market.regimes,
        usd_regime=regimes_of(sorted_by),
        has_usd_regime=~np.isnan(usd),
        correlation=market.realized["rho_ust"],
        log_return=returns,
        planted_mean=planted,
        tyf_vol=market.realized["ust_vol"],
        is_event=event_days(market.events, len(sessions)),
        fomc=event_days(fomc, len(sessions)),
        fts=flights_to_safety(returns[:, ES], returns[:, TY]),
    )


def grid(market: Market, leg: int) -> Array:
    """Five-minute returns of a leg within the day's contract, shape (D, I)."""
    contracts = market.contracts[leg]
    log_open = market.log_open[:, leg] + contracts.log_basis[contracts.day_contract]
    prices = rounded_prices(leg, log_open, market.path[:, :, leg])
    return grid_returns(prices, last_bars(market.present[:, :, leg], market.ends))


def closing_returns(market: Market) -> Array:
    """Close-to-close log return of each day's contract in bp, shape (D, L); NaN on the first day."""
    n_days, n_bars, n_legs = market.path.shape
    ends = market.ends
    last = np.searchsorted(ends, market.sessions.n_intervals * INTERVAL_MINUTES, side="right") - 1
    returns = np.full((n_days, n_legs), np.nan)
    for leg in range(n_legs):
        closing = market.path[np.arange(n_days), np.minimum(last, n_bars - 1), leg][:, None]
        basis = market.contracts[leg].log_basis[market.contracts[leg].day_contract]
        now = np.log(ticks_of(leg, market.log_open[:, leg] + basis, closing)[:, 0])
        before = np.log(ticks_of(leg, market.log_open[:-1, leg] + basis[1:], closing[:-1])[:, 0])
        returns[1:, leg] = (now[1:] - before) * BASIS_POINTS
    return returns


def flights_to_safety(r_spx: Array, r_ust: Array) -> Flags:
    """Days after Baele, Bekaert, Inghelbrecht and Wei: stocks fall and bonds rise by more than 1.5 of their
    standard deviations, which are exponentially weighted over the days before (250 at least)."""
    weight = np.exp(-1 / FTS_DECAY_DAYS)
    known = ~np.isnan(r_spx)

    def deviation(returns: Array) -> Array:
        squares = decaying(np.nan_to_num(returns) ** 2, weight)
        total = decaying(known.astype(float), weight)
        before = np.full(len(returns), np.inf)
        before[1:] = np.sqrt(squares[:-1] / np.maximum(total[:-1], 1e-9))
        before[np.cumsum(known) - known < FTS_DECAY_DAYS] = np.inf
        return before

    return np.asarray(
        (np.nan_to_num(r_ust) > FTS_THRESHOLD * deviation(r_ust))
        & (np.nan_to_num(r_spx) < -FTS_THRESHOLD * deviation(r_spx))
    )


def tail(values: Array, lower: bool) -> Flags:
    """Days in the lowest or highest fifth; ties belong to the tail."""
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return np.zeros(len(values), dtype=bool)
    limit = np.quantile(known, TAIL if lower else 1 - TAIL)
    return np.asarray(values <= limit if lower else values >= limit)
