"""The paper's tables by other labels of the days: by probability, by what was known, by volatility."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from stockbond.econometrics.day_types import BY_PROBABILITY, WEIGHTS
from stockbond.econometrics.estimates import ESTIMATE_COLUMNS, SAMPLES
from stockbond.econometrics.tables.basis_decomposition import basis_decomposition
from stockbond.econometrics.tables.convenience_yield import convenience_yield
from stockbond.econometrics.tables.design import REGIME_DUMMIES
from stockbond.econometrics.tables.factors import factor_means
from stockbond.econometrics.tables.key_assets import key_assets
from stockbond.econometrics.tables.lead_lag import lead_lag, weighted_lead_lag
from stockbond.econometrics.tables.term_premium import term_premium
from stockbond.econometrics.tables.transmission import transmission

WEIGHTED, CERTAIN = "probability_weighted", "certain"
BY_LABEL = ("point_in_time", "session_before")
BY_VOLATILITY = ("low_volatility", "mid_volatility", "high_volatility")
LABELS = (WEIGHTED, CERTAIN, *BY_LABEL, *BY_VOLATILITY)
COLUMNS = [*ESTIMATE_COLUMNS[:4], "sample", "labels", *ESTIMATE_COLUMNS[4:]]

# Of a month, not of a day: its label is its own.
DEALERS = "d_net_position"


def label_robustness(
    labels: pd.DataFrame,
    days: pd.DataFrame,
    measures: pd.DataFrame,
    factors: pd.DataFrame,
    returns: pd.DataFrame,
) -> pd.DataFrame:
    """Tables 2 to 7 and 10 by each of the labels in `LABELS`, in place of the paper's.

    Each table is its own function of the days, with other labels joined. By probability the dummies D_k,t of
    tables 4, 6 and 7 are the probabilities p_k,t, means and alphas those of `BY_PROBABILITY`, and table 10
    is `weighted_lead_lag`; matching (table 5) has no such form, and is done on certain labels instead.

    Parameters
    ----------
    labels
        One row per sample, day and set of labels: trade_date, sample, labels (as in `LABELS`), ust_regime
        and usd_regime (safety, risky, other or missing), and for both pairs the weights of each type, as in
        ust_safety, ust_other, ust_risky: 0 or 1, or probabilities. Days that are not there are left out.
    days, measures
        The frames of `term_premium` and its like, and of `key_assets`, with `sample`; their own labels are
        not read. Months (d_net_position) are left out.
    factors, returns
        The frames of `factor_means` and of `lead_lag` without a regime, the same in every sample.

    Returns
    -------
    The tidy frame with `sample` and `labels`; a sample without days has no row.

    Raises
    ------
    KeyError
        A column is not there.

    References
    ----------
    Hu, Jin and Pan, the paper of `stockbond.econometrics`; `weighted_mean`.
    """
    frames = [pd.DataFrame(columns=COLUMNS)]
    done: dict[str, tuple[pd.DataFrame, pd.DataFrame]] = {}
    for sample in SAMPLES:
        own = labels[labels["sample"] == sample].drop(columns="sample").sort_values(["labels", "trade_date"])
        own = own.reset_index(drop=True)
        if own.empty:
            continue
        # Where both samples are the same days, they are done once.
        known = [estimates for others, estimates in done.values() if own.equals(others)]
        estimates = known[0] if known else pd.concat(
            _tables(
                own,
                days[days["sample"] == sample],
                measures[(measures["sample"] == sample) & ~measures["measure"].str.startswith(DEALERS)],
                factors,
                returns,
            ),
            ignore_index=True,
        )  # fmt: skip
        done[sample] = (own, estimates)
        frames.append(estimates[~estimates["term"].str.startswith(DEALERS)].assign(sample=sample)[COLUMNS])
    found = [frame for frame in frames if not frame.empty]
    return pd.concat(found, ignore_index=True) if found else frames[0]


def _tables(
    labels: pd.DataFrame,
    days: pd.DataFrame,
    measures: pd.DataFrame,
    factors: pd.DataFrame,
    returns: pd.DataFrame,
) -> Iterator[pd.DataFrame]:
    """The tables of one sample by each set of labels."""
    replaced = [*REGIME_DUMMIES, "ust_regime", "usd_regime"]
    plain_days = days.drop(columns=[name for name in replaced if name in days])
    plain_measures = measures.drop(columns="regime")
    # Returns without their first minute are beyond the paper, and so is what is done here: not both at once.
    plain_returns = returns.assign(spx_late_returns=None, ust_late_returns=None)
    for name in LABELS:
        of_name = labels[labels["labels"] == name].drop(columns="labels")
        labelled_days = plain_days.merge(of_name, on="trade_date")
        if name == CERTAIN:
            yield basis_decomposition(labelled_days).assign(labels=name)
            continue
        by_type = of_name[["trade_date", "ust_regime", *(f"ust_{kind}" for kind in WEIGHTS)]].rename(
            columns={"ust_regime": "regime", **{f"ust_{kind}": kind for kind in WEIGHTS}}
        )
        labelled_measures, labelled_factors, labelled_returns = (
            frame.merge(by_type, on="trade_date") for frame in (plain_measures, factors, plain_returns)
        )
        by_day = [convenience_yield, transmission, term_premium]
        if name == WEIGHTED:
            yield key_assets(labelled_measures, BY_PROBABILITY).assign(labels=name)
            yield factor_means(labelled_factors, BY_PROBABILITY).assign(labels=name)
            yield weighted_lead_lag(labelled_returns).assign(labels=name)
        else:
            yield key_assets(labelled_measures).assign(labels=name)
            yield factor_means(labelled_factors).assign(labels=name)
            # A third by volatility has a full sample of its own; that of other labels is the paper's.
            samples = ("risky", "other", "full") if name in BY_VOLATILITY else ("risky", "other")
            yield lead_lag(labelled_returns, samples, led=[""]).assign(labels=name)
            by_day.append(basis_decomposition)
        for table in by_day:
            yield table(labelled_days).assign(labels=name)
