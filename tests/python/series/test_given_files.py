"""What stands in for bars, and vintages: what is said of files that cannot be used, line by line."""

from __future__ import annotations

import pytest
from preflighter import Preflight

CORRELATIONS = "series/correlations"
PRICES = "series/prices"
# By the model that reads them: file, content, what must be said of it.
BAD = {
    "int_given_correlations": {
        f"{CORRELATIONS}/ust.csv": (
            "date,correlation\n2004-01-02,1.5\n",
            "line 2: a correlation of 1.5; expected one from -1 to 1",
        ),
        f"{CORRELATIONS}/usd.csv": (
            "date,correlation,n_intervals\n2004-01-02,0.5,7.5\n2004-01-05,0.5,0\n",
            "line 3: n_intervals is '0'; expected a whole number above zero",
        ),
        f"{CORRELATIONS}/ust2y.csv": (
            "date,correlation\n2004-01-03,0.5\n",
            "line 2: 2004-01-03 is a Saturday without a session",
        ),
        f"{CORRELATIONS}/gold.csv": ("date,correlation\n2004-01-02,0.5\n", "line 2: the file's name 'gold' is no pair"),
    },
    "int_price_readings": {
        f"{PRICES}/ES.csv": ("date,close\n2004-01-02,-5\n", "line 2: a close of -5.0; expected a price above zero"),
        f"{PRICES}/TY.csv": (
            "date,close,high,low\n2004-01-02,110,109,111\n",
            "line 2: a high of 109.0 below the low of 111.0",
        ),
        f"{PRICES}/TU.csv": (
            "date,close,high,low\n2004-01-02,110,many,\n",
            "line 2: 'many' is not a number; expected the high",
        ),
        f"{PRICES}/USD.csv": ("date,close,low\n2004-01-02,90,0\n", "line 2: a low of 0.0; expected a price above zero"),
    },
    "int_macro_readings": {
        "series/fred/LONG.csv": (
            "period_start_date,DGS3,realtime_start_date\n2004-01-02,2,soon\n",
            "line 2: 'soon' is not the first day of a vintage",
        ),
        "series/fred/LONG_2.txt": (
            "period_start_date\tDGS5\trealtime_start_date\n2004-01-02\t2\t01/05/2004\n",
            "line 2: '01/05/2004' is not the first day of a vintage",
        ),
        "series/fred/TABS.txt": (
            "day\tDGS2_20040105\n2004-01-02\t2\n",
            'line 1: expected the header "observation_date,<SERIES>',
        ),
    },
}  # fmt: skip


def read(preflight: Preflight, model: str) -> str:
    """Build what reads the files; what stopped dbt and what it said."""
    arguments = ("build", "--select", f"+{model}", "--exclude-resource-type", "test", "unit_test")
    return "\n".join([preflight.run(*arguments) or "", *preflight.events])


@pytest.mark.parametrize("model", BAD)
def test_given_files_that_cannot_be_read_stop_the_build_by_line(preflight: Preflight, model: str) -> None:
    for path, (content, _) in BAD[model].items():
        preflight.write(path, content)
    said = read(preflight, model)
    assert not preflight.is_success
    for path, (_, message) in BAD[model].items():
        assert f"{path}, {message}" in said, said
    assert "What to do" in said


def test_the_readme_of_a_download_is_no_series(preflight: Preflight) -> None:
    """ALFRED's zip file has one beside the vintages."""
    preflight.write("series/fred/README.txt", "Vintage dates specified:\n")
    preflight.write(
        "series/fred/DGS5_2_Vintages_Starting_2004_01_05.txt",
        "observation_date\tDGS5_20040105\n2004-01-02\t2\n",
    )
    said = read(preflight, "int_macro_readings")
    assert preflight.is_success, said
