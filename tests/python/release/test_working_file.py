"""The working file after builds that were killed: free, and readable or made anew."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from stockbond.dbt_plugin import Plugin
from stockbond.releases.locks import only_builder
from stockbond.working_file import discard_if_unreadable

# DuckDB 1.5 cannot replay a comment on a column whose table has a check with a function in it.
KILLED_BUILD = """
    import duckdb, os, signal, sys
    connection = duckdb.connect(sys.argv[1])
    connection.execute("create table probabilities (p double check (p between 0 and 1 + 1e-9))")
    connection.execute("checkpoint")
    connection.execute("comment on column probabilities.p is 'from 0 to 1'")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    """A working file that a killed build left so that DuckDB cannot open it."""
    path = tmp_path / "killed.duckdb"
    subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED_BUILD), str(path)], check=False)
    with pytest.raises(duckdb.Error, match="replaying WAL"):
        duckdb.connect(path)
    return path


def test_a_working_file_that_a_killed_build_left_unreadable_is_made_anew(
    unreadable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As dbt asks the project's plugin before it opens the file."""
    Plugin.update_connection_config(None, SimpleNamespace(path=str(unreadable)), {})  # type: ignore[arg-type]
    assert "made anew" in capsys.readouterr().out
    assert not unreadable.exists()
    duckdb.connect(unreadable).close()


def test_a_file_that_is_no_working_file_is_not_discarded(tmp_path: Path) -> None:
    path = tmp_path / "somebody's.duckdb"
    path.write_bytes(b"not a database")
    path.with_name(f"{path.name}.wal").write_bytes(b"nor its log")
    assert not discard_if_unreadable(path)
    assert path.read_bytes() == b"not a database"


def test_a_killed_build_lets_go_of_the_working_file(tmp_path: Path) -> None:
    program = """
        import os, signal, sys
        from pathlib import Path
        from stockbond.releases.locks import only_builder
        with only_builder(Path(sys.argv[1]), wait=False):
            os.kill(os.getpid(), signal.SIGKILL)
    """
    path = tmp_path / "working.duckdb"
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(program), str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with only_builder(path, wait=False):
        pass
