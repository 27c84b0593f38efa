"""F2's colours told apart by every kind of colour vision; the printed t of known differences; words of validation."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from builds import PROJECT_ROOT

from stockbond.report.charts.printed import printed_against_ours
from stockbond.report.tables import is_known
from stockbond.validation.run import spread

CSS = (PROJECT_ROOT / "src/stockbond/report/page/report.css").read_text(encoding="utf-8")
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISIONS = {
    "all cones": np.eye(3),
    "no long": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no middle": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no short": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(color: str, vision: str) -> np.ndarray:
    """CIE L*a*b* of a hexadecimal colour as a kind of vision sees it."""
    value = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(VISIONS[vision]) @ linear, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", range(4), ids=["light", "dark by the system", "dark", "print"])
def test_the_colours_of_safety_are_apart_for_every_eye(vision: str, theme: int) -> None:
    colors = {
        name: re.findall(rf"--{name}: (#[0-9a-f]{{6}})", CSS)[theme] for name in ("safety", "both", "dollar")
    }
    apart = {
        pair: float(np.linalg.norm(lab(colors[pair[0]], vision) - lab(colors[pair[1]], vision)))
        for pair in combinations(colors, 2)
    }
    assert min(apart.values()) > 12, apart
    assert apart["both", "dollar"] > 30, apart


def test_known_differences_are_named_and_others_are_not() -> None:
    cells = pd.DataFrame(
        {
            "cell": ["T8 FOMC, ΔVIX", "T2 Mean, SPX"], "compared": ["known", "differs"], "why": ["", ""],
            "paper_value": [1.0, 1.0], "our_value": [1.0, 2.0], "paper_t_stat": [-3.26, 2.0],
            "our_t_stat": [-3.29, 30.0],
        }
    )  # fmt: skip
    drawn = str(printed_against_ours(cells).to_dict())
    assert "datum.compared == 'known'" in drawn and "A known difference" in drawn
    assert "Equal at the printed digits" not in drawn  # no such point, no such key
    assert "datum.compared == 'known'" not in str(printed_against_ours(cells[1:]).to_dict())


@pytest.mark.parametrize(
    ("status", "reason", "known"),
    [
        ("differs", "public_quotes_differ", True),
        ("differs", "Apart by 0.52 of our standard errors", False),
        ("not_available", "series_not_loaded", False),
        ("matched", None, False),
    ],
)
def test_a_difference_is_known_by_its_reason(status: str, reason: str | None, known: bool) -> None:
    assert is_known({"status": status, "status_reason": reason}) == known


@pytest.mark.parametrize(
    ("values", "words"),
    [([0.5, 0.25, 0.75], "0.25 to 0.75 in 3 rows"), ([8.0, 8.0], "8 in 2 rows"), ([1.0], "1 in 1 row")],
)
def test_what_a_validation_observed_is_a_value(values: list[float], words: str) -> None:
    assert spread(pd.Series(values)) == words
