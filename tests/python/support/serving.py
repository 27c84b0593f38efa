"""Servers that tests start, ask and end."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str], environment: Mapping[str, str], health: str, log: Path, seconds: float = 30
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at the address `health`; ended as Ctrl-C does. What it prints goes to `log`."""
    with log.open("w") as output:
        server = subprocess.Popen(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, preexec_fn=hear_ctrl_c
        )  # fmt: skip
        try:
            wait_for(health, server, log, seconds)
            yield server
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(30)
            finally:
                server.kill()


def hear_ctrl_c() -> None:
    """What a shell starts in the background does not hear it, nor what that starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Wait until the server answers; fail with what it printed."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} did not answer:\n{log.read_text()}")
