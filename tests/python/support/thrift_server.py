"""Spark's Thrift server on this machine, started by the very command of docs/SCALING.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builds import PROJECT_ROOT
from pyhive import hive
from spark_cluster import HOST, Daemon


def command() -> str:
    """What the document has one type, with the environment that the tests run in."""
    blocks = re.findall(r"```sh\n(.*?)```", (PROJECT_ROOT / "docs" / "SCALING.md").read_text("utf-8"), re.S)
    [typed] = [block for block in blocks if "HiveThriftServer2" in block]
    assert ".venv-spark/bin/python" in typed
    return str(typed).replace(".venv-spark/bin/python", sys.executable)


@contextmanager
def thrift_server(folder: Path, warehouse: Path) -> Iterator[dict[str, str]]:
    """What a build must have in its environment to run there; the server ends with the block."""
    folder.mkdir()
    log = folder / "server.log"
    settings = {"STOCKBOND_SPARK_WAREHOUSE": str(warehouse), "STOCKBOND_SPARK_MASTER": "local[2]"}
    with log.open("wb") as file:
        process = subprocess.Popen(
            ["bash", "-c", command()], cwd=folder, stdout=file, stderr=file, stdin=subprocess.DEVNULL,
            env={**os.environ, **settings, "STOCKBOND_SPARK_PORT": "0"}, start_new_session=True,
        )  # fmt: skip
    server = Daemon("Thrift server", process, log)
    try:
        port = server.said(r"ThriftBinaryCLIService on port (\d+)")
        yield {"STOCKBOND_SPARK_HOST": HOST, "STOCKBOND_SPARK_PORT": port}
    finally:
        server.end()


def ask(
    server: dict[str, str], *statements: str, settings: dict[str, str] | None = None
) -> list[tuple[object, ...]]:
    """The rows of the last of some statements, in a session of its own with these settings."""
    port = int(server["STOCKBOND_SPARK_PORT"])
    with hive.connect(HOST, port, configuration=settings) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return list(cursor.fetchall())
