"""What the parts of the page have in common: columns of tables, reasons in words, and downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import altair
import pandas as pd
import streamlit as st

from stockbond.explorer import exports
from stockbond.explorer.choices import Choices
from stockbond.reasons import in_words
from stockbond.words import shown_p, shown_probability

Release = dict[str, Any]
KEPT_CHARTS = 200
DASH = "\N{EN DASH}"
DATE = partial(st.column_config.DateColumn, format="YYYY-MM-DD")
NUMBER = st.column_config.NumberColumn


def reasons(frame: pd.DataFrame) -> pd.Series[str]:
    """The reasons of missing values in words; nothing where nothing is missing."""
    words = ["" if pd.isna(reason) else in_words(reason) for reason in frame["null_reason"]]
    return pd.Series(words, index=frame.index, dtype=str)


def p_values(values: pd.Series[Any]) -> list[str]:
    """p-values in words, never zero; a dash where there is none."""
    return [DASH if pd.isna(p) else shown_p(p) for p in values]


def label_in_words(regime: str, probability: float, names: Mapping[str, str]) -> str:
    """ ", a bond safety day with probability 0.8"; nothing where the day has no label."""
    if regime == "none":
        return ""
    article = "an" if regime == "other" else "a"
    sure = f" with probability {shown_probability(probability)}" if probability == probability else ""
    return f", {article} {names[regime].lower()} day{sure}"


def day_in_words(day: Mapping[Any, Any], names: Mapping[str, str]) -> str:
    """A day's correlation with its interval and label."""
    low, high = day["correlation_ci_low"], day["correlation_ci_high"]
    interval = f" (95 % interval {low:.2f} to {high:.2f})" if low == low else ""
    label = label_in_words(day["regime"], day["label_probability"], names)
    return f"correlation {day['realized_correlation']:.2f}{interval}{label}"


def draw(key: str, alt: str, chart: Callable[..., altair.TopLevelMixin], *arguments: Any) -> None:
    """Show `chart(*arguments)`; one that was drawn of the same figures is not made anew. `key` is the element's."""
    name = f"{chart.__module__}.{chart.__qualname__}"
    _draw(key, alt, chart, name, *arguments)


@st.cache_data(show_spinner=False, max_entries=KEPT_CHARTS)
def _draw(key: str, alt: str, _chart: Callable[..., Any], name: str, *arguments: Any) -> None:
    """Streamlit keeps what this shows by its arguments, whatever they are, but for those with an underscore."""
    st.altair_chart(_chart(*arguments), key=key, alt=alt)


def downloads(table: str, frame: pd.DataFrame, choices: Choices, release: Release) -> None:
    """Two buttons: the table as CSV and as Parquet, made when they are pressed."""

    def whole() -> pd.DataFrame:
        return exports.described(frame, table, release, choices)

    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: exports.as_csv(whole()), exports.file_name(release, table, "csv", choices),
            "text/csv", key=f"{table}_csv", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "Parquet", lambda: exports.as_parquet(whole(), release, choices),
            exports.file_name(release, table, "parquet", choices), "application/vnd.apache.parquet",
            key=f"{table}_parquet", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
