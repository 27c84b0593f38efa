"""Tables 2 to 7 of the paper estimated from the files of a data root with pandas and statsmodels.

Written apart from both the simulation and the warehouse, as `calibration_measures` is. Estimates are keyed by
table, panel, specification and term, as in the truth file.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import simulate_series_files as files
import statsmodels.api as sm
from calibration_measures import PROJECT, Root, correlation, read_csv, volatility

Key = tuple[str, str, str, str]
DUMMIES = ["ust_safety", "ust_risky", "usd_safety", "usd_risky"]


@dataclass(frozen=True)
class Estimate:
    value: float
    error: float  # Newey-West
    n: int


def hac(y: pd.Series, x: pd.DataFrame) -> dict[str, Estimate]:
    """OLS with Newey-West errors, floor(T^(1/4)) lags, on the days that have everything."""
    both = pd.concat([y.rename("y"), x], axis=1).dropna()
    lags = math.isqrt(math.isqrt(len(both)))
    fit = sm.OLS(both["y"], both[x.columns]).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    return {name: Estimate(fit.params[name], fit.bse[name], len(both)) for name in x.columns}


def mean_of(y: pd.Series) -> Estimate:
    y = y.dropna()
    return hac(y, pd.DataFrame({"intercept": 1.0}, index=y.index))["intercept"]


def regime_of(rho: pd.Series) -> pd.Series:
    low, high = np.nanpercentile(rho, [20, 80])
    regime = pd.Series("other", rho.index).mask(rho <= low, "safety").mask(rho >= high, "risky")
    return regime.where(rho.notna())


class Tables:
    """What the tables start from, on the root's sessions."""

    def __init__(self, path: Path) -> None:
        self.path = path
        root = Root(path)
        self.sessions = pd.DatetimeIndex(root.dates)
        legs = {name: root.leg(name) for name in ("ES", "TY", "USD")}
        self.r_spx, self.r_ust = (self.daily(legs[name].log_return * 1e4) for name in ("ES", "TY"))
        rho = {
            name: self.daily(correlation(legs["ES"].returns, legs[name].returns)) for name in ("TY", "USD")
        }
        self.rho = rho["TY"]
        self.regime, usd = regime_of(rho["TY"]), regime_of(rho["USD"])
        self.dummies = pd.DataFrame(
            {
                f"{pair}_{kind}": (regime == kind).astype(float).where(regime.notna())
                for pair, regime in (("ust", self.regime), ("usd", usd))
                for kind in ("safety", "risky")
            }
        )
        self.volatility = {name: self.daily(volatility(legs[name].returns)) for name in ("ES", "TY")}
        self.volume = {}
        for name in ("ES", "TY"):
            bars = root.bars(name)
            day = np.searchsorted(root.dates, bars["day"])
            inside = bars["start"] >= root.open[day]
            total = np.bincount(day[inside], bars["volume"][inside], len(root.dates))
            self.volume[name] = self.daily(total)
        self.fomc = self.daily(0.0)
        for row in read_csv(PROJECT / "seeds/events/fomc_meetings.csv"):
            if row["is_scheduled"] == "true" and pd.Timestamp(row["announcement_date"]) in self.sessions:
                self.fomc[pd.Timestamp(row["announcement_date"])] = 1.0

    def daily(self, values: np.ndarray | float) -> pd.Series:
        return pd.Series(values, self.sessions, dtype="float64")

    def own_change(self, series: pd.Series) -> pd.Series:
        """Change from the series' own previous observation, on its own days."""
        return series[series.index.isin(self.sessions)].diff().reindex(self.sessions)

    def carried_change(self, series: pd.Series) -> pd.Series:
        """Change from the session before, the last value standing in on days without one."""
        return series.reindex(self.sessions).ffill().diff()

    def log_return(self, series: pd.Series) -> pd.Series:
        return np.log(series.reindex(self.sessions)).diff() * 1e4

    def estimates(self) -> dict[Key, Estimate]:
        found: dict[Key, Estimate] = {}
        for part in (self.t2, self.t3, self.t4, self.t5, self.t6, self.t7):
            found.update(part())
        return found

    def key_series(self) -> Iterator[tuple[str, str, pd.Series]]:
        """Asset, measure and daily values of table 2."""
        yield "spx", "mean_return", self.r_spx
        yield "ust", "mean_return", self.r_ust
        yield "dxy", "mean_return", self.log_return(files.custom(self.path, "DXY"))
        prices = {name: files.dated(self.path / f"series/prices/{name}.csv", "close") for name in CURRENCIES}
        yield "eur_usd", "mean_return", self.log_return(prices["EURUSD"])
        yield "yen_usd", "mean_return", self.log_return(1 / prices["USDJPY"])
        implied = {
            "spx": files.fred(self.path, "VIXCLS"),
            "ust": files.custom(self.path, "MOVE"),
            "dxy": files.custom(self.path, "DXY_IV"),
            "eur_usd": files.custom(self.path, "EURUSD_IV"),
            "yen_usd": files.custom(self.path, "JPYUSD_IV"),
        }
        for asset, level in implied.items():
            yield asset, "d_implied_vol", self.carried_change(level)
        for asset, leg in (("spx", "ES"), ("ust", "TY")):
            known = self.volatility[leg].dropna()
            yield asset, "d_volatility", known.diff().reindex(self.sessions)
            change = self.volume[leg].diff()
            yield asset, "d_volume", change / change.std()
        for asset, ticker in (("spx", "SPY"), ("ust", "IEF")):
            yield asset, "etf_flow", files.fund_flow(files.fund(self.path, ticker)).reindex(self.sessions)

    def t2(self) -> dict[Key, Estimate]:
        found: dict[Key, Estimate] = {}
        for asset, measure, values in self.key_series():
            for panel, kind in (("A", "safety"), ("B", "risky")):
                chosen = values[self.regime == kind]
                found["T2", panel, asset, measure] = mean_of(chosen)
                if measure == "mean_return" and asset != "spx":
                    line = pd.DataFrame({"intercept": 1.0, "spx": self.r_spx[chosen.index]})
                    found["T2", panel, asset, "capm_alpha"] = hac(chosen, line)["intercept"]
        months = self.rho.groupby(self.rho.index.to_period("M")).mean()
        low, high = np.percentile(months, [20, 80])
        parts = []
        for position in files.dealer_positions(self.path).values():
            last = position.groupby(position.index.to_period("M")).last()
            parts.append(last.diff() / last.diff().std())
        change = pd.concat(parts)
        found["T2", "A", "ust", "d_net_position"] = mean_of(change[months.reindex(change.index) <= low])
        found["T2", "B", "ust", "d_net_position"] = mean_of(change[months.reindex(change.index) >= high])
        return found

    def factors(self) -> dict[str, pd.DataFrame]:
        """F^S and F^B by class: rolling betas of 756 sessions lagged by one, daily cross-sections."""
        riskless = files.french(self.path)["RF"].reindex(self.sessions) * 100
        x, y = self.r_spx, self.r_ust
        of_class: dict[str, list[tuple[pd.Series, pd.Series, pd.Series]]] = {}
        for row in read_csv(PROJECT / "seeds/series/assets.csv"):
            path = self.path / f"series/prices/{row['symbol']}.csv"
            if not path.exists():
                continue
            returns = int(row["return_sign"]) * self.log_return(files.dated(path, "close")) - riskless
            stock, bond = x.where(returns.notna()), y.where(returns.notna())

            def moment(a: pd.Series, b: pd.Series) -> pd.Series:
                return a.rolling(756, min_periods=504).cov(b)

            ss, bb, sb = moment(stock, stock), moment(bond, bond), moment(stock, bond)
            sr, br = moment(stock, returns), moment(bond, returns)
            determinant = ss * bb - sb**2
            betas = (bb * sr - sb * br) / determinant, (ss * br - sb * sr) / determinant
            of_class.setdefault(row["asset_class"], []).append((returns, *(b.shift() for b in betas)))
        found = {}
        for asset_class, assets in of_class.items():
            returns, stock, bond = (
                np.column_stack([asset[i].to_numpy() for asset in assets]) for i in range(3)
            )
            fits = np.full((len(self.sessions), 2), np.nan)
            for day in range(len(self.sessions)):
                known = ~np.isnan(returns[day] + stock[day] + bond[day])
                if known.sum() >= 8:
                    design = np.column_stack([np.ones(known.sum()), stock[day, known], bond[day, known]])
                    fits[day] = np.linalg.lstsq(design, returns[day, known], rcond=None)[0][1:]
            found[asset_class] = pd.DataFrame(fits, self.sessions, ["f_stock", "f_bond"])
        return found

    def t3(self) -> dict[Key, Estimate]:
        terms = {"safety": "ust_safety", "risky": "ust_risky", "other": "other_days"}
        return {
            ("T3", "", f"{asset_class}_{factor}", term): mean_of(values[factor][self.regime == kind])
            for asset_class, values in self.factors().items()
            for factor in ("f_stock", "f_bond")
            for kind, term in terms.items()
        }

    def basis(self, tenor: str) -> dict[str, pd.Series]:
        """Equal-weight means over currencies of changes per currency, bp."""
        panel, libor = files.parity(self.path), files.parity(self.path, "cip_libor")
        wide = {
            "basis": -files.g10(panel, tenor, "cip_govt"),
            "gap": -100 * files.g10(panel, tenor, "diff_y"),
            "hedging": 100 * files.g10(panel, tenor, "rho"),
            "libor": -files.g10(libor, tenor, "cip_libor"),
        }
        wide["adjusted"] = wide["basis"] - wide["libor"]
        return {name: values.diff().mean(axis=1).reindex(self.sessions) for name, values in wide.items()}

    def t4(self) -> dict[Key, Estimate]:
        found: dict[Key, Estimate] = {}
        for tenor in (1, 5):
            basis = self.basis(f"{tenor}y")
            swap = files.fred(self.path, f"DSWP{tenor}")
            spread = 100 * (files.fred(self.path, f"DGS{tenor}", "H15") - swap)
            outcomes = {
                "ust_basis": basis["basis"],
                "ust_basis_cip_adjusted": basis["adjusted"],
                "swap_spread": self.own_change(spread),
            }
            for outcome, change in outcomes.items():
                for term, estimate in hac(change, self.dummies.assign(intercept=1.0)).items():
                    found["T4", "", f"{outcome}_{tenor}y", term] = estimate
        return found

    def decomposition(self) -> pd.DataFrame:
        """Table 5's columns on the days that have them all."""
        basis = self.basis("1y")
        treasury = self.own_change(100 * files.fred(self.path, "DGS1", "H15"))
        return pd.DataFrame(
            {
                "d_basis": basis["basis"],
                "d_yield_ust": treasury,
                "d_yield_synthetic": treasury - basis["basis"],
                "d_yield_gap": basis["gap"],
                "d_hedging_cost": basis["hedging"],
                "regime": self.regime,
            }
        ).dropna()

    def t5(self) -> dict[Key, Estimate]:
        days = self.decomposition()
        safety = days[days["regime"] == "safety"].drop(columns="regime")
        return {("T5", "", name, "ust_safety"): mean_of(safety[name]) for name in safety}

    def t6(self) -> dict[Key, Estimate]:
        d_yield = self.carried_change(100 * files.fred(self.path, "DGS10", "H15"))
        dollar = self.log_return(files.custom(self.path, "DXY"))
        plain = pd.DataFrame({"d_yield": d_yield, "r_spx": self.r_spx, **self.dummies[DUMMIES[:2]]})
        crossed = plain.copy()
        for slope in ("d_yield", "r_spx"):
            for dummy in DUMMIES[:2]:
                crossed[f"{slope}_x_{dummy}"] = plain[slope] * plain[dummy]
        found: dict[Key, Estimate] = {}
        for specification, terms in (("1", plain), ("2", crossed)):
            for term, estimate in hac(dollar, terms.assign(intercept=1.0)).items():
                found["T6", "", specification, term] = estimate
        return found

    def flights(self) -> pd.Series:
        """Flight-to-safety days, by the definition's own sums."""
        flags = self.daily(0.0)
        returns = np.column_stack([self.r_spx, self.r_ust])[1:]
        for day in range(250, len(returns)):
            weight = np.exp(-np.arange(day, 0, -1) / 250)
            deviation = np.sqrt(weight @ returns[:day] ** 2 / weight.sum())
            stock, bond = returns[day] / deviation
            flags.iloc[day + 1] = float(stock < -1.5 and bond > 1.5)
        return flags

    def t7(self) -> dict[Key, Estimate]:
        vix = files.fred(self.path, "VIXCLS").reindex(self.sessions)
        volatility_known = self.volatility["TY"].dropna()

        def tail(values: pd.Series, share: float) -> pd.Series:
            limit = values.quantile(share)
            return ((values <= limit) if share < 0.5 else (values >= limit)).astype(float)

        terms = self.dummies[DUMMIES[:2]].assign(
            fts=self.flights(),
            fomc=self.fomc,
            spx_worst_20=tail(self.r_spx, 0.2),
            spx_best_20=tail(self.r_spx, 0.8),
            vix_top_20=tail(vix, 0.8),
            vix_bottom_20=tail(vix, 0.2),
            d_noise=self.own_change(files.custom(self.path, "HPW_NOISE")),
            d_tyf_vol=volatility_known.diff().reindex(self.sessions),
            intercept=1.0,
        )
        columns = {
            "1": [],
            "2": ["fts"],
            "3": ["fomc"],
            "4": ["spx_worst_20", "spx_best_20"],
            "5": [name for name in terms if name not in ("ust_safety", "ust_risky", "intercept")],
        }
        premia = {
            "A": files.dated(self.path / "series/nyfed/acm_10y_term_premium.csv"),
            "B": files.fred(self.path, "THREEFYTP10"),
        }
        found: dict[Key, Estimate] = {}
        for panel, premium in premia.items():
            for specification, more in columns.items():
                chosen = terms[["ust_safety", "ust_risky", *more, "intercept"]]
                for term, estimate in hac(100 * self.own_change(premium), chosen).items():
                    found["T7", panel, specification, term] = estimate
        return found


CURRENCIES = ("EURUSD", "USDJPY")
