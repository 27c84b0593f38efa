"""Would a build take the data root? The checks with which a build begins, and those behind its models, are asked of
the files themselves: the same code, before any table changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from stockbond.doctor.data_root import few
from stockbond.doctor.findings import Finding
from stockbond.errors import StockbondError
from stockbond.project import Project, model_files
from stockbond.quick.look import NO_BARS
from stockbond.sql import rows

A_CHECK = re.compile(r"\b(stop_on_defects|check_\w+)\(")
REMEDY = "What to do: "
NOT_BARS = """
    select file, cast(sum(n_rows_not_bars) as bigint) as n_rows
    from intermediate.int_bar_files group by file having n_rows > 0 order by n_rows desc, file
"""


def refusal(root: Path) -> Iterator[Finding]:
    """What stops a build, in its own words, and what it would warn of."""
    import duckdb

    with TemporaryDirectory(prefix="stockbond-") as folder, duckdb.connect() as connection:
        connection.execute("set temp_directory = $folder", {"folder": f"{folder}/spilled"})
        project = Project(connection, root, Path(folder))
        try:
            project.preflight()
            for name in checked_models():
                project.make(name)
        except StockbondError as error:
            found, _, remedy = str(error).partition(REMEDY)
            yield Finding("build", "refused", f"a build would stop: {found.strip()}", remedy.strip())
        except duckdb.Error as error:
            found = str(error).partition("\n")[0]
            yield Finding(
                "build", "refused", f"a build would stop: {found}", "mend or take out the file that is named"
            )
        else:
            yield Finding(
                "build", "ok", "a build takes the data root: its checks of files, bars and series pass"
            )
            if files := rows(connection, NOT_BARS):
                named = few([f"{one['file']} ({one['n_rows']:,})" for one in files])
                facts = {"rows_that_are_no_bars": {one["file"]: one["n_rows"] for one in files}}
                yield Finding("bars", "note", f"rows that {NO_BARS}, by file: {named}", facts=facts)
        for warning in project.warnings:
            yield Finding("build", "warning", warning)


def checked_models() -> list[str]:
    """The models behind which a check may stop the build."""
    return sorted(
        name for name, file in model_files().items() if A_CHECK.search(file.read_text(encoding="utf-8"))
    )
