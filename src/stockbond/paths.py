"""Where things are: the project's root, and the three paths that the environment may set; and as of when."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stockbond.errors import StockbondError

DATA_DEFAULT = "data/simulated"
WAREHOUSE_DEFAULT = "warehouse/stockbond.duckdb"
PUBLISHED_DEFAULT = "warehouse/published/stockbond.duckdb"
# For other vars dbt parses the project anew. The moment of a build is another one every morning: it comes beside them.
AS_OF_VARIABLE = "STOCKBOND_AS_OF"


def project_root() -> Path:
    """The folder of dbt_project.yml; the package is installed in place, so it lies above this file."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "dbt_project.yml").is_file():
        raise StockbondError(
            f"No dbt_project.yml in {root}: stockbond works from its project folder. Run `make setup` there."
        )
    return root


@dataclass(frozen=True)
class Paths:
    """The data root, the working file and the file for readers, all absolute."""

    data: Path
    warehouse: Path
    published: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Paths:
        """The three STOCKBOND_ variables or their defaults; relative paths start at the project root."""
        root = project_root()
        paths = cls(
            data=root / (environment.get("STOCKBOND_DATA") or DATA_DEFAULT),
            warehouse=root / (environment.get("STOCKBOND_WAREHOUSE") or WAREHOUSE_DEFAULT),
            published=root / (environment.get("STOCKBOND_PUBLISHED") or PUBLISHED_DEFAULT),
        )
        if paths.warehouse.resolve() == paths.published.resolve():
            raise StockbondError(
                f"STOCKBOND_WAREHOUSE and STOCKBOND_PUBLISHED name the same file, {paths.published}. "
                "Builds change the first while people read the second: give them two names."
            )
        return paths

    @property
    def work(self) -> Path:
        """What a build leaves beside its working file: dbt's target and logs, and the Data Docs."""
        return work_of(self.warehouse)

    def as_environment(self) -> dict[str, str]:
        """The variables that dbt reads."""
        return {
            "STOCKBOND_DATA": str(self.data),
            "STOCKBOND_WAREHOUSE": str(self.warehouse),
            "STOCKBOND_PUBLISHED": str(self.published),
        }


def work_of(warehouse: Path) -> Path:
    """The folder of one working file's builds: others, of the same checkout too, have their own."""
    return warehouse.with_name(f"{warehouse.name}.work")


def shown(path: Path) -> str:
    """A path as people type it: relative to the current folder where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
