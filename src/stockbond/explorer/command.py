"""`stockbond explore` on the command line."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from stockbond.errors import StockbondError
from stockbond.paths import Paths, shown

ADDRESS = "127.0.0.1"
PORT = 8501
# What a user's own Streamlit settings must not change: local only, nothing sent anywhere, no browser opened.
SETTINGS = {
    "server.address": ADDRESS,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": "true",
    "browser.serverAddress": ADDRESS,
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorLinks": "false",
    "theme.light.primaryColor": "#0072B2",
    "theme.dark.primaryColor": "#56B4E9",
}


@click.command(
    epilog="""\b
Examples:
  stockbond explore
  stockbond explore --port 8600
  STOCKBOND_PUBLISHED=/data/stockbond.duckdb stockbond explore

\b
Exit codes:
  0  ended by Ctrl-C
  2  wrong usage, or the port is taken
"""
)
@click.option(
    "--port", type=click.IntRange(1024, 65535), default=PORT, show_default=True, help="Port on this machine."
)
def explore(port: int) -> None:
    """Open the published file to exploration in a browser, on this machine only.

    Choose pair, sample, thresholds, events and dates; see days, distribution and event study; download what
    is shown. The page's address is a link to the view. It reads the published file, never the working file,
    and shows a new release by itself.
    """
    paths = Paths.from_environment()
    require_free(port)
    click.echo(f"Exploring {shown(paths.published)} at http://{ADDRESS}:{port} (Ctrl-C ends it)")
    page = Path(__file__).with_name("page.py")
    options = [f"--{name}={value}" for name, value in {**SETTINGS, "server.port": str(port)}.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    sys.stdout.flush()
    os.execve(sys.executable, command, {**os.environ, **paths.as_environment()})


def require_free(port: int) -> None:
    """Raise StockbondError if something listens on the port already."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, port))
        except OSError as error:
            raise StockbondError(
                f"Port {port} is taken, perhaps by one you started before. Choose another: --port {port + 1}"
            ) from error
