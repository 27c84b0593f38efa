"""The state model on a path whose states are known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from stockbond.econometrics.state_model import (
    MIN_OBSERVATIONS,
    PARAMETER_TYPES,
    PROBABILITY_COLUMNS,
    STATES,
    StateModel,
    fisher_z,
    fit_state_model,
    information_criteria,
    start_parameters,
    state_probabilities,
)

MEANS, SPREAD = np.array([-0.62, -0.33, -0.02]), 0.16
TRANSITION = np.array([[0.95, 0.04, 0.01], [0.03, 0.94, 0.03], [0.01, 0.05, 0.94]])
N_DAYS = 2500


def simulated_days(n_days: int, seed: int) -> pd.DataFrame:
    """A path of states, and correlations with heavier tails than the model assumes."""
    rng = np.random.default_rng(seed)
    state = np.ones(n_days, dtype=int)
    for day in range(1, n_days):
        state[day] = rng.choice(3, p=TRANSITION[state[day - 1]])
    z = MEANS[state] + SPREAD * rng.standard_t(8, n_days) * np.sqrt(6 / 8)
    dates = pd.bdate_range("2004-01-01", periods=n_days)
    names = np.array(STATES, dtype=object)[state]
    return pd.DataFrame({"trade_date": dates, "realized_correlation": np.tanh(z), "state": names})


@pytest.fixture(scope="module")
def days() -> pd.DataFrame:
    return simulated_days(N_DAYS, 11)


@pytest.fixture(scope="module")
def model(days: pd.DataFrame) -> StateModel:
    return fit_state_model(days)


@pytest.fixture(scope="module")
def probabilities(days: pd.DataFrame, model: StateModel) -> pd.DataFrame:
    return state_probabilities(days, model)


def test_the_states_are_found(days: pd.DataFrame, probabilities: pd.DataFrame) -> None:
    agreement = (probabilities["smoothed_state"] == days["state"]).mean()
    assert agreement >= 0.80
    assert (probabilities["filtered_state"] == days["state"]).mean() <= agreement
    assert set(probabilities["smoothed_state"]) == set(STATES)


def test_the_parameters_are_found(model: StateModel) -> None:
    assert model.converged
    assert model.n_obs == N_DAYS
    assert np.all(np.diff(model.mean) > 0)
    # The tails are heavier than the model's, so its errors are a little too small.
    assert np.abs((model.mean - MEANS) / model.mean_error).max() < 5
    assert np.abs((model.variance - SPREAD**2) / model.variance_error).max() < 5
    assert np.abs((model.transition - TRANSITION) / model.transition_error).max() < 5
    np.testing.assert_allclose(model.transition.sum(axis=1), 1, rtol=1e-12)


def test_probabilities_add_to_one(probabilities: pd.DataFrame) -> None:
    assert probabilities.columns.tolist() == PROBABILITY_COLUMNS
    for kind in ("filtered", "smoothed"):
        of_states = probabilities[[f"{kind}_{state}" for state in STATES]]
        np.testing.assert_allclose(of_states.sum(axis=1), 1, rtol=1e-9)
        assert of_states.min(axis=None) >= 0


def test_filtered_probabilities_know_nothing_of_later_days(
    days: pd.DataFrame, model: StateModel, probabilities: pd.DataFrame
) -> None:
    earlier = state_probabilities(days.iloc[:1000], model)
    columns = [f"filtered_{state}" for state in STATES]
    np.testing.assert_allclose(earlier[columns], probabilities[columns].iloc[:1000], atol=1e-10)
    smoothed = [f"smoothed_{state}" for state in STATES]
    assert np.abs(earlier[smoothed] - probabilities[smoothed].iloc[:1000]).max(axis=None) > 0.01


def test_filtered_probabilities_equal_hamiltons_recursion(
    days: pd.DataFrame, model: StateModel, probabilities: pd.DataFrame
) -> None:
    """Written out: predict with the transition matrix, weigh with the densities, normalise."""
    values, vectors = np.linalg.eig(model.transition.T)
    steady = np.real(vectors[:, np.argmin(np.abs(values - 1))])
    predicted = steady / steady.sum()
    recursion = []
    for z in fisher_z(days["realized_correlation"]):
        density = np.exp(-((z - model.mean) ** 2) / (2 * model.variance)) / np.sqrt(model.variance)
        now = predicted * density / (predicted @ density)
        recursion.append(now)
        predicted = now @ model.transition
    ours = probabilities[[f"filtered_{state}" for state in STATES]]
    np.testing.assert_allclose(ours, recursion, atol=1e-8)


def test_neither_the_order_of_rows_nor_missing_days_change_the_fit(
    days: pd.DataFrame, model: StateModel, probabilities: pd.DataFrame
) -> None:
    with_gaps = pd.concat([days, pd.DataFrame({"trade_date": [pd.Timestamp("2000-01-03")]})])
    shuffled = with_gaps.sample(frac=1, random_state=2)
    again = fit_state_model(shuffled)
    pd.testing.assert_frame_equal(again.parameters(), model.parameters(), check_exact=True)
    pd.testing.assert_frame_equal(state_probabilities(shuffled, again), probabilities, check_exact=True)


def test_the_model_returns_from_its_parameters(
    days: pd.DataFrame, model: StateModel, probabilities: pd.DataFrame
) -> None:
    parameters = model.parameters()
    assert parameters.dtypes.astype(str).to_dict() == PARAMETER_TYPES
    assert len(parameters) == 3 + 3 + 9
    assert not parameters.duplicated(["parameter", "state", "to_state"]).any()
    back = StateModel.from_parameters(parameters.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(back.parameters(), parameters, check_exact=True)
    pd.testing.assert_frame_equal(state_probabilities(days, back), probabilities, check_exact=True)


def test_the_start_is_in_the_order_of_the_models_parameters() -> None:
    from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

    z = np.random.default_rng(4).normal(size=1000)
    names = MarkovRegression(z, 3, switching_variance=True).param_names
    start = dict(zip(names, start_parameters(z), strict=True))
    assert start["p[0->0]"] == start["p[1->1]"] == 0.95
    assert start["p[2->0]"] == start["p[0->1]"] == pytest.approx(0.025)
    assert start["const[0]"] < start["const[1]"] < start["const[2]"]
    assert min(start[f"sigma2[{state}]"] for state in range(3)) > 0


def unusable() -> Iterator[tuple[str, np.ndarray, str]]:
    rng = np.random.default_rng(5)
    yield "short", rng.uniform(-0.9, 0.7, MIN_OBSERVATIONS - 1), "too_few_observations"
    yield "nothing", np.full(1000, np.nan), "too_few_observations"
    yield "constant", np.full(1000, -0.3), "too_few_observations"


@pytest.mark.parametrize(
    ("correlation", "reason"), [pytest.param(*rest, id=name) for name, *rest in unusable()]
)
def test_what_cannot_be_fitted_says_why(days: pd.DataFrame, correlation: np.ndarray, reason: str) -> None:
    dates = pd.bdate_range("2004-01-01", periods=len(correlation))
    model = fit_state_model(pd.DataFrame({"trade_date": dates, "realized_correlation": correlation}))
    assert (model.null_reason, model.converged) == (reason, False)
    parameters = model.parameters()
    assert set(parameters["null_reason"]) == {reason}
    assert parameters[["estimate", "std_error", "log_likelihood"]].isna().all(axis=None)
    assert StateModel.from_parameters(parameters).null_reason == reason
    nothing = state_probabilities(days, model)
    assert nothing.empty
    assert nothing.columns.tolist() == PROBABILITY_COLUMNS


def test_correlations_of_one_are_no_error(days: pd.DataFrame, model: StateModel) -> None:
    extreme = days.head(300).assign(
        realized_correlation=lambda d: d["realized_correlation"].where(d.index > 0, 1.0)
    )
    assert np.isfinite(fisher_z(extreme["realized_correlation"])).all()
    assert len(state_probabilities(extreme, model)) == 300
    assert not state_probabilities(extreme, model).isna().any(axis=None)


def test_a_fit_that_does_not_converge_says_so(days: pd.DataFrame) -> None:
    """One step is not enough: the parameters are there, and that they are no maximum; no criterion is told."""
    hasty = fit_state_model(days, max_iterations=1)
    assert hasty.null_reason is None
    assert not hasty.converged
    assert not hasty.parameters()["converged"].any()
    assert np.isnan(list(information_criteria(days, hasty, max_iterations=1).values())).all()


def test_criteria_find_the_number_of_states(days: pd.DataFrame, model: StateModel) -> None:
    """Three states were planted. By its definition: 12 parameters, T days."""
    found = information_criteria(days, model)
    assert model.log_likelihood is not None
    assert found["aic"] == pytest.approx(24 - 2 * model.log_likelihood)
    assert found["bic"] == pytest.approx(12 * np.log(N_DAYS) - 2 * model.log_likelihood)
    assert found["bic"] < min(found["bic_two_states"], found["bic_four_states"])


def test_two_states_by_expectation_and_maximisation_are_those_of_the_optimiser(
    days: pd.DataFrame, model: StateModel
) -> None:
    from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

    z = fisher_z(days["realized_correlation"])
    two = MarkovRegression(z, 2, switching_variance=True)
    fit = two.fit(start_params=start_parameters(z, 2), disp=False, cov_type="none")
    found = information_criteria(days, model)
    assert found["aic_two_states"] == pytest.approx(fit.aic, abs=0.2)
    assert found["bic_two_states"] == pytest.approx(fit.bic, abs=0.2)


def test_robust_errors_are_those_of_statsmodels(days: pd.DataFrame, model: StateModel) -> None:
    """Its sandwich, of the means and variances in the order of the means; and no copy of the plain ones."""
    from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression

    z = fisher_z(days["realized_correlation"])
    parameters = np.concatenate([model.transition[:, :2].T.ravel(), model.mean, model.variance])
    result = MarkovRegression(z, 3, switching_variance=True).smooth(parameters, cov_type="robust")
    np.testing.assert_allclose(model.mean_robust_error, result.bse[6:9], rtol=1e-4)
    np.testing.assert_allclose(model.variance_robust_error, result.bse[9:], rtol=1e-4)
    assert np.abs(model.variance_robust_error / model.variance_error - 1).max() > 0.02


@pytest.mark.parametrize("n_states", [2, 3])
@pytest.mark.parametrize("transformed", [True, False])
def test_the_score_is_the_slope_of_the_likelihood(
    days: pd.DataFrame, n_states: int, transformed: bool
) -> None:
    from stockbond.econometrics.markov_regression import MarkovRegression

    z = fisher_z(days["realized_correlation"])[:200]  # of few days the first one's steady state is a part
    regression = MarkovRegression(z, n_states)
    at = start_parameters(z, n_states) * np.linspace(0.97, 1, n_states * (n_states + 1))
    at = at if transformed else regression.untransform_params(at)
    slopes = [
        (regression.loglike(at + step, transformed) - regression.loglike(at - step, transformed)) / 2e-6
        for step in 1e-6 * np.eye(at.size)
    ]
    np.testing.assert_allclose(regression.score(at, transformed), slopes, rtol=1e-5, atol=1e-4)
