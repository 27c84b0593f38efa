"""Writes the benchmark's figures into README, between two markers, from the results file."""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.market import REPOSITORY
from benchmarks.report import table

README = REPOSITORY / "README.md"
RESULTS = REPOSITORY / "benchmarks" / "results" / "speed.json"
START, END = "<!-- benchmark:start -->", "<!-- benchmark:end -->"


def with_figures(text: str, results: dict[str, Any]) -> str:
    """README's text with the results between the markers; where it has none, a section at its end."""
    if START not in text:
        text = f"{text.rstrip()}\n\n## Speed\n\n{START}\n{END}\n"
    before, rest = text.split(START, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{START}\n{table(results)}\n{END}{after}"


def main() -> None:
    results = json.loads((Path(sys.argv[1]) if len(sys.argv) > 1 else RESULTS).read_text())
    README.write_text(with_figures(README.read_text(), results))


if __name__ == "__main__":
    main()
