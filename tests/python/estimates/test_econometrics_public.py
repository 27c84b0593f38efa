"""What `stockbond.econometrics` gives to others: names, what it says of them, a quick import."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from stockbond import econometrics

FUNCTIONS = {
    name: getattr(econometrics, name)
    for name in econometrics.__all__
    if inspect.isfunction(getattr(econometrics, name))
}
NOTHING = pd.DataFrame()
NO_MATCHING = econometrics.Matching(np.empty(0, dtype=int), np.empty(0, dtype=int))
MODEL = econometrics.fit_state_model(pd.DataFrame({"trade_date": [], "realized_correlation": []}))


def sections(function: Callable[..., Any]) -> dict[str, str]:
    """A docstring by its sections; the summary is under ''."""
    text = inspect.getdoc(function) or ""
    parts = re.split(r"(?m)^(\w+)\n-+\n", text)
    return dict(zip(["", *parts[1::2]], parts[::2], strict=True))


def test_names_are_sorted_and_there_is_no_module_among_them() -> None:
    assert econometrics.__all__ == sorted(econometrics.__all__)
    assert not [name for name in econometrics.__all__ if inspect.ismodule(getattr(econometrics, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_says_what_it_takes_gives_and_follows(name: str) -> None:
    """Formula or definition, shapes and units of each parameter, the result, the source."""
    said = sections(FUNCTIONS[name])
    assert {"Parameters", "Returns", "References"} <= set(said)
    for parameter in inspect.signature(FUNCTIONS[name]).parameters:
        assert re.search(rf"(?m)^(\w+, )*{parameter}(, \w+)*\n    ", said["Parameters"]), parameter
    summary, *further = re.split(r"\n\s*\n", said[""].strip())
    assert summary.endswith(".")
    assert re.search(r"[=~|(]|`\w+`", " ".join([summary, *further])), "no formula"


WRONG_CALLS: dict[str, Callable[[], Any]] = {
    "asset_fits": lambda: econometrics.asset_fits(NOTHING),
    "basis_decomposition": lambda: econometrics.basis_decomposition(NOTHING),
    "capm_alpha": lambda: econometrics.capm_alpha([1.0, 2.0], [1.0], "alpha"),
    "convenience_yield": lambda: econometrics.convenience_yield(NOTHING),
    "corrected_factors": lambda: econometrics.corrected_factors(NOTHING),
    "daily_factors": lambda: econometrics.daily_factors(NOTHING),
    "event_paths": lambda: econometrics.event_paths(NOTHING, NOTHING),
    "event_study": lambda: econometrics.event_study(NOTHING, NOTHING),
    "event_study_robustness": lambda: econometrics.event_study_robustness(NOTHING, NOTHING, NOTHING),
    "factor_means": lambda: econometrics.factor_means(NOTHING),
    "factor_robustness": lambda: econometrics.factor_robustness(NOTHING),
    "fit_state_model": lambda: econometrics.fit_state_model(NOTHING),
    "information_criteria": lambda: econometrics.information_criteria(NOTHING, MODEL),
    "key_assets": lambda: econometrics.key_assets(NOTHING),
    "label_robustness": lambda: econometrics.label_robustness(*[NOTHING] * 5),
    "lead_lag": lambda: econometrics.lead_lag(NOTHING),
    "matched_pairs": lambda: econometrics.matched_pairs(NOTHING),
    "newey_west_lags": lambda: econometrics.newey_west_lags(-1),
    "newey_west_mean": lambda: econometrics.newey_west_mean([1.0, np.nan]),
    "ols_clustered": lambda: econometrics.ols_clustered([1.0], [[1.0]], np.array([1]), []),
    "ols_hac": lambda: econometrics.ols_hac([1.0], [[1.0]], ["one", "two"]),
    "optimal_matching": lambda: econometrics.optimal_matching([np.inf], [1.0], [0], [1]),
    "random_tie_breaks": lambda: econometrics.random_tie_breaks([np.inf], [1.0], NO_MATCHING),
    "state_probabilities": lambda: econometrics.state_probabilities(NOTHING, MODEL),
    "term_premium": lambda: econometrics.term_premium(NOTHING),
    "tie_ranges": lambda: econometrics.tie_ranges(NOTHING),
    "transmission": lambda: econometrics.transmission(NOTHING),
    "weighted_alpha": lambda: econometrics.weighted_alpha(NOTHING, "safety", "alpha"),
    "weighted_lead_lag": lambda: econometrics.weighted_lead_lag(NOTHING),
    "weighted_mean": lambda: econometrics.weighted_mean(NOTHING, "safety", "x", "mean"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_wrong_input_raises_what_the_docstring_says(name: str) -> None:
    documented = set(re.findall(r"(?m)^(\w+Error)$", sections(FUNCTIONS[name]).get("Raises", "")))
    assert bool(documented) == (name in WRONG_CALLS)
    if documented:
        with pytest.raises((ValueError, KeyError)) as caught:
            WRONG_CALLS[name]()
        assert caught.type.__name__ in documented


def test_the_public_functions_are_all_that_estimate() -> None:
    """A new design of a table is exported, too: what est_ models call is public."""
    designs = {
        name
        for module in vars(econometrics.tables).values()
        if inspect.ismodule(module) and not module.__name__.endswith(".design")
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    steps = {
        "lead_lag_pairs",
        "matched_pairs_by_sample",
        "tie_ranges_by_sample",
        "factor_robustness_by_sample",
    }  # parts of lead_lag, and the samples of others
    assert designs - steps <= set(econometrics.__all__)


def test_importing_costs_no_more_than_pandas() -> None:
    """statsmodels takes a second: only what estimates with it loads it."""
    code = (
        "import sys, stockbond.econometrics; print([m for m in ('statsmodels', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
