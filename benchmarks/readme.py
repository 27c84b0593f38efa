"""Writes the measured figures into README and docs, each between two markers, from its results file."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import build, report, spark, torture
from benchmarks.market import REPOSITORY

README = REPOSITORY / "README.md"


@dataclass(frozen=True)
class Figures:
    """What stands between the markers `<!-- name:start -->` and `<!-- name:end -->`."""

    name: str
    results: Path
    table: Callable[[dict[str, Any]], str]
    page: Path = README

    def put_into(self, text: str) -> str:
        """The page's text with the figures of the results file between the markers."""
        start, end = f"<!-- {self.name}:start -->", f"<!-- {self.name}:end -->"
        before, rest = text.split(start, 1)
        after = rest.split(end, 1)[1]
        results = json.loads(self.results.read_text(encoding="utf-8"))
        return f"{before}{start}\n{self.table(results)}\n{end}{after}"


FIGURES = (
    Figures("benchmark", REPOSITORY / "benchmarks" / "results" / "speed.json", report.table),
    Figures("daily", build.RESULTS, build.table),
    Figures("torture", torture.RESULTS, torture.table),
    Figures("spark", spark.RESULTS, spark.table, REPOSITORY / "docs" / "SCALING.md"),
)


def main() -> None:
    for figures in FIGURES:
        text = figures.page.read_text(encoding="utf-8")
        figures.page.write_text(figures.put_into(text), encoding="utf-8")


if __name__ == "__main__":
    main()
