"""Tables by other labels: where labels are certain, a weighted estimate is the paper's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from table_days import (
    convenience_yield_days,
    decomposition_days,
    factor_days,
    key_asset_days,
    lead_lag_days,
    term_premium_days,
    transmission_days,
)

from stockbond.econometrics import (
    factor_means,
    key_assets,
    label_robustness,
    lead_lag,
    transmission,
    weighted_alpha,
    weighted_lead_lag,
    weighted_mean,
)
from stockbond.econometrics.day_types import BY_PROBABILITY, WEIGHTS
from stockbond.econometrics.label_robustness import COLUMNS, LABELS

KEYS = ["panel", "specification", "term"]


def certain(days: pd.DataFrame) -> pd.DataFrame:
    """Labels as probabilities of zero and one."""
    return days.assign(
        **{kind: (days["regime"] == kind).astype(float).where(days["regime"].notna()) for kind in WEIGHTS}
    )


def side_by_side(one: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    both = one.merge(other, on=KEYS, validate="one_to_one")
    assert len(both) == len(one)
    return both["estimate_x"], both["estimate_y"]


def test_means_and_alphas_of_certain_labels_are_the_papers() -> None:
    for days, table in ((key_asset_days(), key_assets), (factor_days(), factor_means)):
        weighted, plain = side_by_side(table(certain(days), BY_PROBABILITY), table(days))
        assert weighted.notna().all()
        np.testing.assert_allclose(weighted, plain, rtol=1e-9, atol=1e-9)


def test_lead_and_lag_of_certain_labels_is_the_papers() -> None:
    days = lead_lag_days()
    weighted, plain = side_by_side(weighted_lead_lag(certain(days)), lead_lag(days))
    assert len(weighted) == 12
    np.testing.assert_allclose(weighted, plain, rtol=1e-8)


def test_weighted_estimates_solve_the_normal_equations() -> None:
    rng = np.random.default_rng(4)
    weights = rng.dirichlet([1, 2, 1], 500)
    days = pd.DataFrame(weights, columns=list(WEIGHTS)).assign(
        value=rng.normal(3, 20, 500), value_stock=rng.normal(0, 10, 500)
    )
    y, stock = days["value"].to_numpy(), days["value_stock"].to_numpy()[:, None]
    means = np.linalg.solve(weights.T @ weights, weights.T @ y)
    design = np.hstack([weights, weights * stock])
    alphas = np.linalg.solve(design.T @ design, design.T @ y)
    for number, kind in enumerate(WEIGHTS):
        assert weighted_mean(days, kind, "value", "mean").estimate == pytest.approx(means[number])
        assert weighted_alpha(days, kind, "alpha").estimate == pytest.approx(alphas[number])


def test_probabilities_have_back_what_wrong_labels_take() -> None:
    """Days earn 10 of a true safety day and -10 of a true risky one; labels are the likeliest type."""
    rng = np.random.default_rng(5)
    probability = rng.dirichlet([0.6, 1.2, 0.6], 4000)
    true = (rng.random((4000, 1)) > probability.cumsum(axis=1)).sum(axis=1)
    days = pd.DataFrame(probability, columns=list(WEIGHTS)).assign(
        regime=np.array(WEIGHTS)[probability.argmax(axis=1)],
        x=np.array([10.0, 0.0, -10.0])[true] + rng.normal(0, 5, 4000),
    )
    by_label = days.groupby("regime")["x"].mean()
    for kind, planted in (("safety", 10.0), ("risky", -10.0)):
        estimate = weighted_mean(days, kind, "x", "mean")
        assert estimate.estimate is not None
        assert estimate.std_error is not None
        assert abs(by_label[kind]) < 8.5
        assert abs(estimate.estimate - planted) < 3.5 * estimate.std_error


@pytest.fixture(scope="module")
def frames() -> list[pd.DataFrame]:
    """What the estimates read, of one sample; labels of a session before are those of another seed's days."""
    days = convenience_yield_days()
    for further in (decomposition_days(), transmission_days(), term_premium_days()):
        days = days.assign(**{name: further[name] for name in further if name not in days})
    rng = np.random.default_rng(8)
    labels = []
    for name in LABELS:
        weights = {
            f"{pair}_{kind}": column
            for pair in ("ust", "usd")
            for kind, column in zip(WEIGHTS, rng.dirichlet([1, 2, 1], len(days)).T, strict=True)
        }
        regimes = {f"{pair}_regime": rng.permutation(days[f"{pair}_regime"]) for pair in ("ust", "usd")}
        labels.append(pd.DataFrame({"trade_date": days["trade_date"], "labels": name, **regimes, **weights}))
    no_regime = [frame.drop(columns="regime") for frame in (factor_days(), lead_lag_days())]
    factors, returns = (frame.drop(columns=[c for c in frame if c.startswith("us")
                                            and not c.endswith("returns")]) for frame in no_regime)  # fmt: skip
    return [
        pd.concat(labels).assign(sample="full"),
        days.assign(sample="full"),
        key_asset_days().assign(sample="full"),
        factors,
        returns,
    ]


def test_every_table_stands_by_every_label(frames: list[pd.DataFrame]) -> None:
    found = label_robustness(*frames)
    assert list(found) == COLUMNS
    assert not found.duplicated(["table_id", *KEYS, "sample", "labels"]).any()
    tables = found.groupby("labels")["table_id"].unique().map(set)
    assert set(tables.index) == set(LABELS)
    everything = {"T2", "T3", "T4", "T5", "T6", "T7", "T10"}
    assert tables["probability_weighted"] == everything - {"T5"}
    assert tables["certain"] == {"T5"}
    for name in set(LABELS) - {"probability_weighted", "certain"}:
        assert tables[name] == everything
    assert not found["term"].str.startswith("d_net_position").any()
    of_t10 = found[found["table_id"] == "T10"].groupby("labels")["specification"].unique().map(set)
    parts = {"risky_spx", "risky_ust", "other_spx", "other_ust"}
    for name, specifications in of_t10.items():
        whole = {"full_spx", "full_ust"} if str(name).endswith("_volatility") else set()
        assert specifications == parts | whole


def test_other_labels_take_the_place_of_the_papers(frames: list[pd.DataFrame]) -> None:
    """T6 by the session before is T6 of days with those labels."""
    labels, days = frames[0], frames[1]
    before = labels[labels["labels"] == "session_before"]
    replaced = days.drop(columns=["ust_safety", "ust_risky"]).merge(
        before[["trade_date", "ust_safety", "ust_risky"]], on="trade_date"
    )
    found = label_robustness(*frames)
    of_t6 = found[(found["table_id"] == "T6") & (found["labels"] == "session_before")]
    one, other = side_by_side(of_t6[[*KEYS, "estimate"]], transmission(replaced)[[*KEYS, "estimate"]])
    np.testing.assert_array_equal(one, other)


def test_a_sample_without_days_has_no_row(frames: list[pd.DataFrame]) -> None:
    nothing = [frames[0].iloc[:0], *frames[1:]]
    assert label_robustness(*nothing).empty
