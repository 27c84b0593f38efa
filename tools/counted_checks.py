"""How many faults the tests plant and catch, for the table in README: `make torture` writes it down.

Run it after the tests that do so have passed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]


def counted() -> dict[str, dict[str, Any]]:
    """The parts of the results file that are counted here."""
    from hostile_inputs import hostile_inputs
    from mutations import FAULTS_OF_FILES, FAULTS_OF_SEEDS
    from planted_days import FAULTS, FAULTS_OF_SERIES

    suites = [json.loads(path.read_text()) for path in (PROJECT / "gx" / "expectations").glob("*.json")]
    severities = [one["severity"] for suite in suites for one in suite["expectations"]]
    hostile = hostile_inputs()
    return {
        "hostile_inputs": {
            "label": "hostile files and names, full disks, missing permission and other faults",
            "tried": sum(hostile.values()),
            "outcome": "each ends in a clear message or is taken as it is meant, nothing lost",
        },
        "expectations": {
            "label": f"expectations of a release in {len(suites)} suites",
            "tried": len(severities),
            "outcome": f"{severities.count('critical')} critical: one that fails stops the release",
        },
        "mutations": {
            "label": "faults planted in sound data, at least one for each critical expectation",
            "tried": len(FAULTS_OF_FILES) + len(FAULTS_OF_SEEDS) + len(FAULTS) + len(FAULTS_OF_SERIES),
            "outcome": f"{len(FAULTS_OF_FILES)} of them in files of years, {len(FAULTS)} in the newest days;"
            " each with its expectation named",
        },
    }


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    from benchmarks.torture import record

    record(counted())
