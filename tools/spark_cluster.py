"""A whole Spark cluster on one machine, from the pyspark wheel alone: a master and workers on 127.0.0.1.

    with SparkCluster(folder) as cluster:
        cluster.start()
        subprocess.run(["stockbond", "build", "--bars-on", "spark"], env={**os.environ, **cluster.environment})

Each process has a free port, and its logs and its work below the folder. Whatever ends the block, they end with it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import secrets
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

HOST = "127.0.0.1"
DEPLOY = "org.apache.spark.deploy"
SECONDS_TO_START, SECONDS_TO_END = 60, 10
# Memory is the driver's own; that of executors is the worker's, and daemons need little.
SETTINGS = {
    "spark.driver.host": HOST,
    "spark.driver.bindAddress": HOST,
    "spark.driver.memory": "1g",
    "spark.authenticate": "true",
}
DAEMON_MEMORY = "256m"
# Master and workers say where they are and who comes; what Spark warns of in every run is not repeated.
LOGGING = """
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n%ex
logger.deploy.name = org.apache.spark.deploy
logger.deploy.level = info
logger.submit.name = org.apache.spark.deploy.SparkSubmit
logger.submit.level = warn
logger.session.name = org.apache.spark.sql
logger.session.level = error
logger.native.name = org.apache.hadoop.util.NativeCodeLoader
logger.native.level = error
"""


class ClusterError(RuntimeError):
    """A master or a worker ended, or did not come up in time; the message has the end of its log."""


@dataclass
class Daemon:
    """A master or a worker with the executors that it starts: one process group."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def said(self, pattern: str) -> str:
        """Wait until its log has a pattern, and give the pattern's first group."""
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            content = self.log.read_text(encoding="utf-8", errors="replace")
            if found := re.search(pattern, content):
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise ClusterError(f"The {self.name} of Spark did not start; {self.log} ends with\n{content[-2000:]}")

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to it and to its executors, if any of them is left."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def end(self) -> None:
        """Ask it to end, wait a little, and then leave no process of its group."""
        self.kill(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_END)
        self.kill()
        self.process.wait()


class SparkCluster:
    """A master and workers of one processor each; memory is that of a worker, in Spark's words, and its executor has
    all of it.

    Only who can read the folder can use it: they share a secret, which lies there.
    """

    def __init__(self, folder: Path, n_workers: int = 2, memory: str = "1g") -> None:
        self.folder = folder
        self.n_workers = n_workers
        self.memory = memory
        self.daemons: list[Daemon] = []
        self.address = self.page = ""

    @property
    def workers(self) -> list[Daemon]:
        """Without the master."""
        return self.daemons[1:]

    @property
    def environment(self) -> Mapping[str, str]:
        """What a build must have in its environment to run there."""
        return {
            "STOCKBOND_SPARK_MASTER": self.address,
            "STOCKBOND_SPARK_PARTITIONS": str(self.n_workers),
            "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": HOST,
        }

    def __enter__(self) -> SparkCluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start all of it, and wait until the workers have found their master.

        Raises ClusterError where one of them does not come up.
        """
        self.configure()
        master = self.launch("master", "master.Master", "--port", "0", "--webui-port", "0")
        self.page = master.said(r"started at (http://\S+)")
        self.address = master.said(r"Starting Spark master at (spark://\S+)")
        for number in range(1, self.n_workers + 1):
            self.launch(
                f"worker {number}", "worker.Worker", "--cores", "1", "--memory", self.memory,
                "--work-dir", str(self.folder / f"work-{number}"), "--port", "0", "--webui-port", "0", self.address,
            )  # fmt: skip
        for worker in self.workers:
            worker.said(r"(Successfully registered with master)")

    def configure(self) -> None:
        """The folder, for nobody else, and in it the settings of all processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        conf = self.folder / "conf"
        conf.mkdir(exist_ok=True)
        settings = {
            **SETTINGS,
            "spark.authenticate.secret": secrets.token_hex(32),
            "spark.executor.memory": self.memory,
        }
        lines = [f"{name} {value}\n" for name, value in settings.items()]
        (conf / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
        (conf / "log4j2.properties").write_text(LOGGING, encoding="utf-8")

    def launch(self, name: str, kind: str, *arguments: str) -> Daemon:
        """Start one of Spark's daemons in a process group of its own, so that a Ctrl-C reaches it through us alone."""
        pyspark = importlib.util.find_spec("pyspark")
        if pyspark is None or pyspark.origin is None:
            raise ClusterError("There is no Spark here: run `make spark-setup`.")
        log = self.folder / f"{name.replace(' ', '-')}.log"
        command = [
            str(Path(pyspark.origin).parent / "bin" / "spark-class"), f"{DEPLOY}.{kind}", "--host", HOST, *arguments
        ]  # fmt: skip
        environment = {**os.environ, **self.environment, "SPARK_DAEMON_MEMORY": DAEMON_MEMORY}
        with log.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=self.folder, env=environment, stdout=file, stderr=file, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        daemon = Daemon(name, process, log)
        self.daemons.append(daemon)
        return daemon

    def stop(self) -> None:
        """End the workers, then the master, and all that they started."""
        for daemon in reversed(self.daemons):
            daemon.end()
