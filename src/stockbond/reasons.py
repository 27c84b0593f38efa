"""Why a value is missing, in words: the tables hold codes, and one seed, read here, says what they mean."""

from __future__ import annotations

import csv
import re
from functools import cache

from stockbond.paths import project_root


@cache
def vocabulary() -> dict[str, str]:
    """The words of each code."""
    seed = project_root() / "seeds/series/reasons.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        return {row["reason"]: row["words"] for row in csv.DictReader(file)}


def is_code(reason: str | None) -> bool:
    """Is it a reason of the vocabulary, and not a text with the numbers of one case?"""
    return reason in vocabulary()


def in_words(reason: str | None) -> str:
    """A reason of the warehouse for people: its codes in words, a text with dates or numbers as it stands.

    Several are separated by commas or semicolons; a colon stands between what lacks something and the reason.
    """
    if not reason:
        return "no reason given"
    parts = re.split(r"([,;:] )", reason)
    return "".join(vocabulary().get(part, part) for part in parts)
