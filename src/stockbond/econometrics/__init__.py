"""Estimators, named after the literature. Pure functions of arrays and frames: no database, no files.

Arrays are in calendar order; missing values are NaN. What sound input does not identify has a `null_reason`
(`newey_west_mean` alone raises `NotEstimableError`); wrong input raises ValueError or KeyError.

References
----------
The paper: Hu, G. X., Z. Jin and J. Pan: The Stock-Bond Correlation: A Tale of Two Days in the U.S. Treasury
Bond Market. docs/DECISIONS.md says which of our conventions give its printed digits.
"""

# All of it costs no more than pandas: statsmodels and scipy are imported inside the functions that use them.
from stockbond.econometrics.block_bootstrap import BootstrapMean, block_bootstrap_mean
from stockbond.econometrics.clustered import ols_clustered
from stockbond.econometrics.cross_section import corrected_factors, daily_factors
from stockbond.econometrics.day_types import capm_alpha, mean_on_days, weighted_alpha, weighted_mean
from stockbond.econometrics.estimates import Estimate, Regression
from stockbond.econometrics.event_robustness import event_paths, event_study_robustness
from stockbond.econometrics.event_study import event_study
from stockbond.econometrics.label_robustness import label_robustness
from stockbond.econometrics.matching import Matching, optimal_matching, random_tie_breaks
from stockbond.econometrics.newey_west import (
    MeanEstimate,
    NotEstimableError,
    newey_west_lags,
    newey_west_mean,
)
from stockbond.econometrics.randomisation import benjamini_hochberg, holm, randomisation_p_values
from stockbond.econometrics.regression import ols_hac
from stockbond.econometrics.state_model import (
    StateModel,
    fisher_z,
    fit_state_model,
    information_criteria,
    state_probabilities,
)
from stockbond.econometrics.tables.asset_fits import asset_fits
from stockbond.econometrics.tables.basis_decomposition import basis_decomposition, matched_pairs, tie_ranges
from stockbond.econometrics.tables.convenience_yield import convenience_yield
from stockbond.econometrics.tables.factors import factor_means, factor_robustness
from stockbond.econometrics.tables.key_assets import key_assets
from stockbond.econometrics.tables.lead_lag import lead_lag, weighted_lead_lag
from stockbond.econometrics.tables.term_premium import term_premium
from stockbond.econometrics.tables.transmission import transmission

__all__ = [
    "BootstrapMean",
    "Estimate",
    "Matching",
    "MeanEstimate",
    "NotEstimableError",
    "Regression",
    "StateModel",
    "asset_fits",
    "basis_decomposition",
    "benjamini_hochberg",
    "block_bootstrap_mean",
    "capm_alpha",
    "convenience_yield",
    "corrected_factors",
    "daily_factors",
    "event_paths",
    "event_study",
    "event_study_robustness",
    "factor_means",
    "factor_robustness",
    "fisher_z",
    "fit_state_model",
    "holm",
    "information_criteria",
    "key_assets",
    "label_robustness",
    "lead_lag",
    "matched_pairs",
    "mean_on_days",
    "newey_west_lags",
    "newey_west_mean",
    "ols_clustered",
    "ols_hac",
    "optimal_matching",
    "random_tie_breaks",
    "randomisation_p_values",
    "state_probabilities",
    "term_premium",
    "tie_ranges",
    "transmission",
    "weighted_alpha",
    "weighted_lead_lag",
    "weighted_mean",
]
