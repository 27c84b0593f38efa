"""dbt, started and the project parsed once in a process of its own, which forks itself for every run.

A run is as apart from the others as one that starts dbt anew, without the ten seconds of processor time that a
start and a look at the parsed project take. Requests and answers are lines of JSON.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

# The data root for which the project is parsed: dbt writes its path into sources and hooks.
NOWHERE = "/the/data/root/of/the/run"
# Forks leave dbt's locks to the process that made them, which Python's tracker of such things counts at the end.
UNSAID = "ignore:resource_tracker:UserWarning"
# Of what the project's Python models import, the slow part: loaded before the fork, once for all runs.
IMPORTED_BY_MODELS = ("stockbond.econometrics.label_robustness", "stockbond.econometrics.state_model")


class DbtServer:
    """A server of runs that have one place; it ends with this process."""

    def __init__(self, project: Path, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__], cwd=project, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**environment, "STOCKBOND_DATA": NOWHERE, "PYTHONWARNINGS": UNSAID},
        )  # fmt: skip
        atexit.register(self.end)

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> int:
        """Run dbt; its exit code. What it prints is in `log`."""
        assert self.process.stdin is not None and self.process.stdout is not None
        print(json.dumps([list(arguments), dict(environment), str(log)]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, "the server of dbt ended: see its words on stderr"
        return int(answer)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def serve() -> None:
    """Answer every request with the exit code of its run."""
    from dbt.cli.main import dbtRunner
    from dbt_common.events.event_manager_client import ctx_set_event_manager

    from stockbond.dbt_process import OnlyWhatIsHeard

    ctx_set_event_manager(OnlyWhatIsHeard())
    # dbt's own lines go nowhere near the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for module in IMPORTED_BY_MODELS:
        import_module(module)
    parsed = dbtRunner().invoke(["--quiet", "parse"])
    if not parsed.success:
        sys.exit(str(parsed.exception))
    assert threading.active_count() == 1, "a fork would lose threads"
    for request in sys.stdin:
        arguments, environment, log = json.loads(request)
        if (child := os.fork()) == 0:
            os.environ.clear()
            os.environ.update(environment)
            run(parsed.result, arguments, Path(log))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def point_to(manifest: Any, data: str) -> None:
    """Let what dbt parsed read another data root."""
    assert not set("'%") & set(data), "a data root of such a name needs a dbt of its own"
    for source in manifest.sources.values():
        source.relation_name = source.relation_name.replace(NOWHERE, data)
        for meta in (source.meta, source.source_meta, source.config.meta):
            if "external_location" in meta:
                meta["external_location"] = meta["external_location"].replace(NOWHERE, data)
    for node in manifest.nodes.values():
        for hook in node.config.get("pre_hook") or []:
            hook.sql = hook.sql.replace(NOWHERE, data)
    manifest.build_flat_graph()


def run(manifest: Any, arguments: list[str], log: Path) -> None:
    """A run of dbt from the command line, but for the start; ends this process with its exit code."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    code = 3
    try:
        with log.open("w", encoding="utf-8") as written:
            os.dup2(written.fileno(), 1)
            os.dup2(written.fileno(), 2)
        point_to(manifest, os.environ["STOCKBOND_DATA"])
        done = dbtRunner(manifest=manifest).invoke(arguments)
        DuckDBConnectionManager.close_all_connections()
        code = 0 if done.success else 1 if done.exception is None else 2
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # what belongs to the process before the fork is not this one's to end


if __name__ == "__main__":
    serve()
