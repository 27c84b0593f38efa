"""Run the suites on a working file."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import uuid
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from stockbond.errors import StockbondError
from stockbond.paths import project_root, work_of
from stockbond.sql import text
from stockbond.validation.site import write_site

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

BATCHES = Path(__file__).with_name("batches")
SHOWN = 5  # rows of a failed expectation that its result names
DRIFT = "drift"  # the suite that needs the release before


@dataclass(frozen=True)
class Validation:
    """What the suites found. `rows` are those of reports.rpt_validation_results, by column name."""

    rows: list[dict[str, Any]]

    @property
    def is_refused(self) -> bool:
        """Does a critical expectation fail?"""
        return bool(self.failed("critical"))

    def failed(self, severity: str) -> list[dict[str, Any]]:
        """The expectations of this severity that fail."""
        return [row for row in self.rows if row["severity"] == severity and row["success"] is False]

    @property
    def verdict(self) -> str:
        """One line: how many hold, fail, or have too little data."""
        counts = {
            "hold": sum(row["success"] is True for row in self.rows),
            "critical failed": len(self.failed("critical")),
            "warnings": len(self.failed("warning")),
            "not applicable": sum(row["success"] is None for row in self.rows),
        }
        return ", ".join(f"{count} {name}" for name, count in counts.items())


def validate(warehouse: Path, previous: Path | None) -> Validation:
    """Judge the working file `warehouse` beside the release before it (None: the first).

    Writes the Data Docs, a static site, beside the working file.
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"attach {text(str(warehouse))} as working (read_only)")
        if previous is not None:
            connection.execute(f"attach {text(str(previous))} as previous (read_only)")
        return validate_attached(connection, previous is not None)


def validate_attached(connection: duckdb.DuckDBPyConnection, has_previous: bool) -> Validation:
    """The same in a connection that has the files as `working` and `previous`."""
    connection.execute("use working")
    connection.execute("set TimeZone = 'UTC'")
    [(warehouse,)] = connection.execute(
        "select path from duckdb_databases() where database_name = 'working'"
    ).fetchall()
    return judge(connection, has_previous=has_previous, site=data_docs(Path(warehouse)))


def require_built(warehouse: Path) -> None:
    """Raises StockbondError unless there is a working file."""
    if not warehouse.is_file():
        raise StockbondError(f"There is no working file {warehouse}: run `stockbond build` first.")


def data_docs(warehouse: Path) -> Path:
    """The folder of the Data Docs of a working file; index.html lies in it."""
    return work_of(warehouse) / "data_docs"


def judge(
    connection: duckdb.DuckDBPyConnection,
    *,
    has_previous: bool = False,
    site: Path | None = None,
    only: Collection[str] | None = None,
) -> Validation:
    """Run all suites, or `only` some, on what the connection sees; with `site`, write the Data Docs there."""
    run_id = str(uuid.uuid4())
    rows: list[dict[str, Any]] = []
    with suites_at_work() as context:
        # The name of each suite is that of its query.
        for suite in sorted(context.suites.all(), key=lambda suite: suite.name):
            if only is not None and suite.name not in only:
                continue
            batch = batch_of(connection, suite.name, has_previous)
            rows += [
                {"run_id": run_id, "suite": suite.name, **row}
                for row in outcomes(context, suite, batch, run_id)
            ]
        found = Validation(rows)
        if site is not None:
            write_site(context, found.rows, found.verdict, is_simulated(connection), site)
    return found


def is_simulated(connection: duckdb.DuckDBPyConnection) -> bool:
    """Was the working file built from a simulated market?"""
    query = "select is_simulated from build.runs order by started_at_utc desc limit 1"
    return bool(connection.execute(query).fetchall()[0][0])


def batch_of(connection: duckdb.DuckDBPyConnection, suite: str, has_previous: bool) -> pd.DataFrame | str:
    """The table that a suite looks at, or why there is none."""
    import duckdb

    query = (BATCHES / f"{suite}.sql").read_text()
    if suite != DRIFT:
        return connection.execute(query).df()
    if not has_previous:
        return "there is no release before this one"
    try:
        return connection.execute(query).df()
    except duckdb.CatalogException:
        return "the release before has other tables"


def import_ahead() -> None:
    """Import the library in a thread of its own: it takes seconds, in which dbt works in another process."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    Thread(target=import_module, args=("great_expectations",), daemon=True).start()


@contextmanager
def suites_at_work() -> Iterator[Any]:
    """The context of gx/, in a copy of its own: a run adds to its files, which people edit and git tracks."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        with tempfile.TemporaryDirectory(prefix="stockbond-gx-") as folder:
            shutil.copytree(
                project_root() / "gx", Path(folder) / "gx", ignore=shutil.ignore_patterns("uncommitted")
            )
            # The checkout may be closed for writing, and its copy would be too.
            for copied in (Path(folder, "gx"), *Path(folder, "gx").rglob("*")):
                copied.chmod(copied.stat().st_mode | stat.S_IWUSR)
            context = gx.get_context(mode="file", project_root_dir=folder)
            context.variables.progress_bars = ProgressBarsConfig(globally=False)
            yield context


def outcomes(context: Any, suite: Any, batch: pd.DataFrame | str, run_id: str) -> list[dict[str, Any]]:
    """The rows of a suite's results. A table without rows, or without rows that meet an expectation's
    condition, gives results that do not apply."""
    if isinstance(batch, str) or batch.empty:
        reason = batch if isinstance(batch, str) else "no data"
        return [not_applicable(one.configuration, reason) for one in suite.expectations]
    from great_expectations import ValidationDefinition
    from great_expectations.core.run_identifier import RunIdentifier

    asset = context.data_sources.add_or_update_pandas(suite.name).add_dataframe_asset(suite.name)
    definition = context.validation_definitions.add(
        ValidationDefinition(
            name=suite.name, data=asset.add_batch_definition_whole_dataframe("all"), suite=suite
        )
    )
    results = definition.run(
        batch_parameters={"dataframe": batch}, result_format="SUMMARY", run_id=RunIdentifier(run_id)
    ).results
    return [judged(result, batch) for result in results]


def judged(result: Any, batch: pd.DataFrame) -> dict[str, Any]:
    """One row of results."""
    config, found = result.expectation_config, result.result
    if (result.exception_info or {}).get("raised_exception"):
        return outcome(config, False, f"could not be judged: {result.exception_info['exception_message']}")
    n_values = found.get("element_count", 0) - (found.get("missing_count") or 0)
    if n_values == 0:
        return not_applicable(config, "too little data, no row to judge")
    if result.success:
        return outcome(config, True, spread(judged_values(config, batch)))
    wrong = zip(found["partial_unexpected_index_list"], found["partial_unexpected_list"], strict=True)
    shown = [f"{batch['label'][index]}: {value:.4g}" for index, value in list(wrong)[:SHOWN]]
    more = found["unexpected_count"] - len(shown)
    return outcome(config, False, "; ".join(shown) + (f"; and {more} more" if more > 0 else ""))


def judged_values(config: Any, batch: pd.DataFrame) -> pd.Series[Any]:
    """The values that an expectation judged: those of its column in the rows that meet its condition."""
    from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
    from great_expectations.expectations.row_conditions import Condition, deserialize_row_condition

    rows, condition = batch, deserialize_row_condition(config.kwargs.get("row_condition"))
    if isinstance(condition, Condition):
        rows = batch.query(PandasExecutionEngine().condition_to_filter_clause(condition))
    values: pd.Series[Any] = rows[config.kwargs["column"]].dropna()
    return values


def spread(values: pd.Series[Any]) -> str:
    """What was seen where an expectation holds: the lowest and the highest value, and in how many rows."""
    low, high = f"{values.min():.4g}", f"{values.max():.4g}"
    return (
        f"{low if low == high else f'{low} to {high}'} in {len(values)} row{'s' if len(values) != 1 else ''}"
    )


def not_applicable(config: Any, reason: str) -> dict[str, Any]:
    """The row of an expectation that says nothing about these data."""
    return outcome(config, None, f"not_applicable: {reason}")


def outcome(config: Any, success: bool | None, observed: str) -> dict[str, Any]:
    """The columns of a row that the suite and the result tell."""
    low, high = config.kwargs.get("min_value"), config.kwargs.get("max_value")
    expected = f"{'' if low is None else f'{low:g} <= '}{config.kwargs['column']}"
    return {
        "expectation": config.meta["name"],
        "column_name": config.kwargs["column"],
        "severity": str(getattr(config.severity, "value", config.severity)),
        "success": success,
        "observed": observed,
        "expected": expected + ("" if high is None else f" <= {high:g}"),
        "what_to_do": config.meta["what_to_do"],
    }
