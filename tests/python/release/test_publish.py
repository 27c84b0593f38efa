"""Publication: whole releases only, described, and never at a reader's expense."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest
from builds import PROJECT_ROOT, Build, run_dbt
from releasing import publish, rows

from stockbond.errors import PublishError
from stockbond.publish import Release
from stockbond.releases.candidate import described_tables
from stockbond.releases.store import ReleaseStore

PUBLIC = "database_name = current_database() and schema_name in ('marts', 'reports')"


@pytest.fixture(scope="module")
def published(small_build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of the small simulated market."""
    path = tmp_path_factory.mktemp("published") / "made" / "by" / "publish" / "stockbond.duckdb"
    publish(small_build.warehouse, path)
    return path


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(path, read_only=True)


def test_published_file_is_regular_and_alone(published: Path) -> None:
    assert published.is_file()
    assert not published.is_symlink()
    assert sorted(published.parent.iterdir()) == sorted([published, ReleaseStore(published).folder])


def test_public_tables_are_published_and_nothing_else(published: Path, small_build: Build) -> None:
    schemas = rows(published, "select distinct schema_name from duckdb_tables() order by 1")
    assert schemas == [("marts",), ("reports",)]
    assert rows(published, "select count(*) from duckdb_views() where not internal") == [(0,)]
    built = small_build.rows(
        f"select schema_name, table_name from duckdb_tables() where {PUBLIC} order by all"
    )
    present = rows(published, "select schema_name, table_name from duckdb_tables() order by all")
    assert present == sorted([*built, *(("reports", table) for table in described_tables())])


def test_rows_are_those_of_the_working_file_in_key_order(published: Path, small_build: Build) -> None:
    with opened(published) as ours, opened(small_build.warehouse) as theirs:
        for name in theirs.execute(
            f"select schema_name, table_name from duckdb_tables() where {PUBLIC}"
        ).fetchall():
            query = "from {}.{} order by all".format(*name)
            assert ours.execute(query).to_arrow_table() == theirs.execute(query).to_arrow_table(), name
    days = rows(published, "select trade_date, pair_id from marts.fct_realized_correlation_daily")
    assert days == sorted(days)


def test_constraints_are_published(published: Path, small_build: Build) -> None:
    query = f"""
        select schema_name, table_name, constraint_type, constraint_text from duckdb_constraints()
        where {PUBLIC} and table_name not in ({", ".join(f"'{table}'" for table in described_tables())})
        order by all
    """
    constraints = rows(published, query)
    assert constraints == small_build.rows(query)
    # No keys: they are indexes, which cost more than half of the file; each key is a tested grain.
    assert {str(row[2]) for row in constraints} == {"NOT NULL", "CHECK"}


def test_every_public_table_and_column_is_described(published: Path) -> None:
    tables = rows(published, "select table_name from duckdb_tables() where coalesce(trim(comment), '') = ''")
    columns = rows(
        published,
        "select table_name, column_name from duckdb_columns()"
        " where not internal and coalesce(trim(comment), '') = '' order by all",
    )
    assert tables == []
    assert columns == []


def test_every_simulated_table_says_so_first(published: Path) -> None:
    comments = rows(published, "select comment from duckdb_tables()")
    assert comments
    assert all(str(comment).split()[0].strip(".") == "SIMULATED" for (comment,) in comments)
    assert rows(published, "select is_simulated, length(manifest_sha256) from reports.rpt_release") == [
        (True, 64)
    ]


def test_real_tables_do_not_say_simulated(real_build: Build, tmp_path: Path) -> None:
    path = tmp_path / "published.duckdb"
    assert not publish(real_build.warehouse, path).is_simulated
    assert rows(path, "select count(*) from duckdb_tables() where comment like 'SIMULATED%'") == [(0,)]
    assert rows(path, "select is_simulated, manifest_sha256 from reports.rpt_release") == [(False, None)]


def test_no_published_number_is_nan_or_infinite(published: Path) -> None:
    with opened(published) as connection:
        floats = connection.execute("""
            select format('{}.{}', schema_name, table_name), format('isfinite("{}")', column_name)
            from duckdb_columns() where not internal and data_type in ('DOUBLE', 'FLOAT')
        """).fetchall()
        tables = {name: [test for table, test in floats if table == name] for name, _ in floats}
        assert len(tables) > 50
        bad = [
            name
            for name, tests in tables.items()
            if connection.execute(f"from {name} where not ({' and '.join(tests)})").fetchall()
        ]
    assert bad == []


def test_release_is_one_described_row(published: Path, small_build: Build) -> None:
    release = Release(*rows(published, "from reports.rpt_release")[0])  # type: ignore[arg-type]
    ended = small_build.rows("select max(completed_at_utc) from build.runs")[0][0]
    assert release.built_at_utc == ended
    assert release.release_id.startswith(f"{ended:%Y%m%dT%H%M%SZ}-")
    assert (str(release.first_trade_date), str(release.last_trade_date)) == ("2008-10-20", "2009-03-31")
    assert release.code_version
    assert rows(published, "select count(*) from reports.rpt_release") == [(1,)]


def test_same_build_published_twice_is_the_same(published: Path, small_build: Build, tmp_path: Path) -> None:
    again = tmp_path / "again.duckdb"
    publish(small_build.warehouse, again)
    with opened(published) as one, opened(again) as other:
        for schema, table in one.execute("select schema_name, table_name from duckdb_tables()").fetchall():
            if table == "rpt_release":  # its manifest has the seconds that each publication took
                continue
            query = f"from {schema}.{table}"
            assert one.execute(query).to_arrow_table() == other.execute(query).to_arrow_table(), table


def test_readers_keep_the_file_they_opened(light: Path, tmp_path: Path) -> None:
    path = tmp_path / "published.duckdb"
    publish(light, path)
    # A reader in a process of its own, which holds the old file across a publication.
    program = """
        import duckdb, sys
        connection = duckdb.connect(sys.argv[1], read_only=True)
        count = "select count(*) from marts.fct_realized_correlation_daily"
        print(connection.execute(count).fetchall(), flush=True)
        sys.stdin.readline()
        print(connection.execute(count).fetchall(), flush=True)
    """
    reader = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert reader.stdout is not None
    before = reader.stdout.readline()
    inode = path.stat().st_ino
    publish(light, path)
    assert path.stat().st_ino != inode
    after, _ = reader.communicate("go on\n", timeout=60)
    assert reader.returncode == 0
    assert after == before


def test_publication_killed_midway_leaves_the_old_release(light: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    path = folder / "stockbond.duckdb"
    publish(light, path)
    release = rows(path, "from reports.rpt_release")
    # Killed between the copy and the rename: the worst moment, with a whole candidate beside the file.
    program = """
        import os, signal, sys
        from pathlib import Path
        from stockbond.publish import publish
        from stockbond.releases.audit import NotValidated
        from stockbond.releases.store import ReleaseStore
        ReleaseStore.keep = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        publish(Path(sys.argv[1]), Path(sys.argv[2]), audit=lambda *_: NotValidated())
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(light), str(path)],
        cwd=PROJECT_ROOT, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    store = ReleaseStore(path)
    assert store.candidate.exists()
    assert rows(path, "from reports.rpt_release") == release
    publish(light, path)
    assert not store.candidate.exists()
    assert sorted(folder.iterdir()) == sorted([path, store.folder])


def test_link_at_the_published_path_becomes_a_file(light: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.duckdb"
    target.write_bytes(b"not ours")
    path = tmp_path / "published.duckdb"
    path.symlink_to(target)
    publish(light, path)
    assert not path.is_symlink()
    assert target.read_bytes() == b"not ours"


def refusal(light: Path, path: Path) -> str:
    """Why a publication is refused; whatever was published before stays."""
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(PublishError) as refused:
        publish(light, path)
    assert (path.read_bytes() if path.exists() else None) == before
    return str(refused.value)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("update build.runs set completed_at_utc = null", "did not end"),
        ("update build.runs set is_success = false", "failed"),
        ("update build.runs set is_whole_build = false", "only a part"),
        ("delete from build.runs", "never built"),
        ("drop table build.runs", "never built"),
    ],
)
def test_only_a_whole_successful_build_is_published(
    light: Path, tmp_path: Path, change: str, reason: str
) -> None:
    path = tmp_path / "published.duckdb"
    publish(light, path)
    with duckdb.connect(light) as connection:
        connection.execute(change)
    message = refusal(light, path)
    assert reason in message
    assert "stockbond build" in message


def test_partial_run_is_not_published(small_build: Build, light: Path, tmp_path: Path) -> None:
    assert run_dbt(["run", "--select", "dim_events"], small_build.data, light).exit_code == 0
    assert "only a part" in refusal(light, tmp_path / "published.duckdb")


def test_missing_working_file_says_what_to_run(tmp_path: Path) -> None:
    assert "stockbond build" in refusal(tmp_path / "nothing.duckdb", tmp_path / "published.duckdb")


def test_working_file_in_use_is_named(light: Path, tmp_path: Path) -> None:
    program = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(light)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        message = refusal(light, tmp_path / "published.duckdb")
    finally:
        writer.communicate("", timeout=60)
    assert "A build is writing" in message
    assert str(light) in message


def test_folder_at_the_published_path_is_refused(light: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="is a folder"):
        publish(light, tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_permission_is_named(light: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    assert str(folder) in refusal(light, folder / "published.duckdb")
