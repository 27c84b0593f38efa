"""Numbers, labels and sentences as the page prints them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from stockbond.reasons import in_words

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"
NONE = "\N{EN DASH}"
COUNTS = ("observations", "events")  # units printed as whole numbers


def number(value: float | None, digits: int = 2, sign: bool = False) -> str:
    """A number with thousands separators and a true minus sign; a dash where there is none."""
    if value is None:
        return NONE
    shown = f"{value:{'+' if sign else ''},.{digits}f}"
    if float(shown.replace(",", "")) == 0:
        shown = shown.lstrip("+-")
    return shown.replace("-", MINUS)


def percent(value: float | None, digits: int = 0) -> str:
    """A share as per cent; never 0 % or 100 % for what is neither."""
    if value is None:
        return NONE
    if 0 < value < 0.5 * 10 ** (-digits - 2):
        return f"under {10.0**-digits:.{digits}f}{SPACE}%"
    if 1 - 0.5 * 10 ** (-digits - 2) < value < 1:
        return f"over {100 - 10.0**-digits:.{digits}f}{SPACE}%"
    return f"{100 * value:.{digits}f}{SPACE}%"


def day(value: date | None) -> str:
    """A date as people write it."""
    return NONE if value is None else f"{value:%-d %B %Y}"


def breakable(text: str) -> Markup:
    """A text whose names may go on in the next line after each underscore: on paper there is little room."""
    return Markup("_<wbr>").join(escape(text).split("_"))


def cell(value: Any) -> str:
    """Anything from a table of the file as text."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and not value.is_integer():
        return number(value, 4 if abs(value) < 1 else 2)
    if isinstance(value, int | float):
        return number(value, 0)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


def label(text: str) -> Markup:
    """A label of the deck with its sub- and superscripts: ρ_t^UST, R_{i+1,t}^SPX, R2 (%)."""
    marked = str(escape(text)).replace(" - ", f" {MINUS} ").replace("R2 ", "R<sup>2</sup> ")
    marked = re.sub(
        r"_\{([^}]+)\}|_(\w)(?=[\^ ]|$)", lambda found: f"<sub>{found[1] or found[2]}</sub>", marked
    )
    return Markup(re.sub(r"\^(\w+)", r"<sup>\1</sup>", marked))


def plain_label(text: str) -> str:
    """The same where no markup can stand, as in a chart: ρ UST, R_i+1 SPX."""
    return (
        re.sub(r"_t(?=[\^ ]|$)|_\{t\}|,t(?=\})|[{}]", "", text).replace("^", " ").replace(" - ", f" {MINUS} ")
    )


def reason(text: str | None) -> str:
    """A reason of the warehouse in words."""
    return in_words(text)
