"""A cluster of the wheel on this machine: it stops whatever ends the block, and a worker that dies changes no table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from builds import PROJECT_ROOT
from spark_builds import MODELS, run_dbt
from spark_cluster import ClusterError, SparkCluster
from spark_market import AS_OF, write_market
from two_engines import KEYS, TwoEngines

SECONDS = 300
# A whole build each: minutes. `make torture` asks for them.
WHOLE_BUILD = pytest.mark.skipif(
    not os.environ.get("STOCKBOND_SPARK_BUILDS"), reason="only make torture builds on it"
)


def processes(folder: Path) -> list[str]:
    """What runs in a folder or names it: a cluster's processes, and the builds on it."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join([process.cwd(), *process.cmdline(), process.environ().get("SPARK_CONF_DIR", "")])
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if process.pid != os.getpid() and str(folder) in words:
            found.append(words)
    return found


def eventually(happened: Callable[[], bool]) -> bool:
    """Whether it happens while one waits."""
    until = time.monotonic() + SECONDS
    while not (found := happened()) and time.monotonic() < until:
        time.sleep(0.2)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "cluster"
    assert processes(tmp_path) == []


def test_it_ends_with_the_block(folder: Path) -> None:
    with pytest.raises(KeyError), SparkCluster(folder, n_workers=1) as cluster:
        cluster.start()
        assert len(processes(folder)) == 2
        raise KeyError
    assert processes(folder) == []


def test_what_does_not_start_is_said_and_leaves_nothing(folder: Path) -> None:
    with (
        pytest.raises(ClusterError, match="worker 1 of Spark did not start"),
        SparkCluster(folder, n_workers=1, memory="none") as cluster,
    ):
        cluster.start()


def test_who_has_not_the_secret_is_kept_out(folder: Path) -> None:
    with SparkCluster(folder, n_workers=1) as cluster, SparkCluster(folder.parent / "other") as other:
        cluster.start()
        other.configure()
        other.address = cluster.address
        assert folder.stat().st_mode & 0o077 == 0
        stranger = other.launch(
            "worker 1", "worker.Worker", "--work-dir", "w", "--webui-port", "0", cluster.address
        )
        assert stranger.said("(SaslException)")
        assert "Successfully registered" not in stranger.log.read_text()


@WHOLE_BUILD
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_stops_all_it_started(folder: Path, number: signal.Signals) -> None:
    """In the middle of a build, whose driver has executors on both workers by then."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT_ROOT / "tests/python/support"),
        "LC_ALL": "C.UTF-8",
    }
    with (folder.parent / "said").open("wb") as said:
        demo = subprocess.Popen(
            [sys.executable, str(PROJECT_ROOT / "tools/spark_demo.py"), "--folder", str(folder)],
            cwd=PROJECT_ROOT, env=environment, stdout=said, stderr=said,
        )  # fmt: skip
    try:
        assert eventually(
            lambda: demo.poll() is not None or len(list(folder.glob("cluster/work-*/app-*/*"))) == 2
        )
        assert demo.poll() is None, (folder.parent / "said").read_text()
        demo.send_signal(number)
        assert demo.wait(SECONDS) == 128 + number
    finally:
        if demo.poll() is None:
            demo.kill()
    assert eventually(lambda: not processes(folder)), processes(folder)


@WHOLE_BUILD
def test_a_worker_that_dies_in_the_middle_changes_no_table(folder: Path) -> None:
    """It dies with its executor when the first table of bars is there; half of what comes next was planned for it."""
    place = folder.parent
    data = write_market(place / "data")
    run_dbt(place, data, "local", *MODELS, "--select", "+tag:bar_path", as_of=AS_OF)
    with SparkCluster(folder) as cluster:
        cluster.start()
        [killed, _] = cluster.workers

        def kill() -> None:
            assert eventually(lambda: any(place.glob("spark/intermediate.db/int_bar_pieces/_SUCCESS")))
            assert list(folder.glob("work-1/app-*/*"))
            killed.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        run_dbt(
            place,
            data,
            "spark",
            *MODELS,
            "--selector",
            "bar_path",
            environment=cluster.environment,
            as_of=AS_OF,
        )
        killer.join()
        assert killed.process.poll() == -signal.SIGKILL
        assert "Telling app of lost executor" in cluster.daemons[0].log.read_text()
    engines = TwoEngines(place / "working.duckdb", place / "spark")
    for table in KEYS:
        assert list(engines.differences(table))[:10] == [], table
