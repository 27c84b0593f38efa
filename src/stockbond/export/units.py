"""The unit of a column, by its name, its type and its description: the tables name and describe all alike."""

from __future__ import annotations

import re
from collections.abc import Collection

# By the name's own words: the first that fits. Before them, what the type alone tells.
BY_NAME = (
    (r"(^|_)bp(_|$)", "basis points"),
    (r"(^|_)pct(_|$)", "percent"),
    (r"_musd$", "USD million"),
    (r"_bn$", "USD billion"),
    (r"^nav_usd$", "USD"),
    (r"^shares_outstanding$", "shares"),
    (r"beta_\w*variance", "1 (slope squared)"),
    (r"t_stat|newey_west_t", "1 (t statistic)"),
    (r"p_value", "1 (probability)"),
    (r"prob(ability)?(_|$)|^(smoothed|filtered)_", "1 (probability)"),
    (r"share|rank_in_history|r_squared|gain$", "1 (fraction)"),
    (r"correlation|^rho_|^max_abs_corr", "1 (correlation)"),
    (r"log_return", "1 (log return)"),
    (r"beta", "1 (slope)"),
    (r"_vol$|volatility_pct", "percent a year"),
    (r"^(d_)?(vix|move)$", "index points"),
    (r"^(d_)?noise$", "basis points"),
    (r"variance", "1 (variance of log returns)"),
    (r"_std$", "standard deviations"),
    (r"log_likelihood|^(a|b)ic", "1 (log likelihood)"),
)
# By the description, where the name is silent.
BY_WORDS = (
    (r"basis points|\bbp\b", "basis points"),
    (r"percent a year", "percent a year"),
    (r"\bpercent\b|per cent", "percent"),
    (r"index points", "index points"),
    (r"millions? of dollars|USD million|million", "USD million"),
    (r"log return", "1 (log return)"),
    (r"correlation|Fisher", "1 (correlation)"),
    (r"probability", "1 (probability)"),
    (r"fraction|share|ratio", "1 (fraction)"),
    (r"volume", "contracts"),
)
# Of tables whose rows have units of their own: the column that tells the unit, or what the row is of.
UNIT = "unit"
OF_ITS_ROW = {
    UNIT: "as column unit says",
    "outcome": "that of the outcome (reports.rpt_event_study_availability)",
    "measure": "that of the measure",
    "series_id": "that of the series (marts.dim_macro_series)",
}
STATISTICS = re.compile(r"t_stat|p_value|share|rank|r_squared|_bp(_|$)|_pct(_|$)")
WHOLE_NUMBERS = ("INTEGER", "BIGINT", "HUGEINT", "SMALLINT", "TINYINT")


def unit_of(column: str, data_type: str, description: str, beside: Collection[str]) -> str:
    """The unit of a column in a table of the columns `beside`; empty for text, and where nothing tells one."""
    if data_type in ("VARCHAR", "BOOLEAN"):
        return ""
    if data_type == "DATE":
        return "date"
    if data_type.startswith("TIMESTAMP"):
        return "time, UTC" if column.endswith("_utc") else "time, New York"
    if data_type in WHOLE_NUMBERS:
        return next(
            (unit for word, unit in (("minutes", "minutes"), ("bytes", "bytes")) if word in column), "count"
        )
    if UNIT in beside and not STATISTICS.search(column):
        return OF_ITS_ROW[UNIT]
    told = [unit for pattern, unit in BY_NAME if re.search(pattern, column)]
    told += [unit for pattern, unit in BY_WORDS if re.search(pattern, description)]
    told += [unit for name, unit in OF_ITS_ROW.items() if name in beside]
    return told[0] if told else ""
