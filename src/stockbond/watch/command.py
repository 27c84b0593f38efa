"""The command line of the watch."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stockbond import logs
from stockbond.errors import StockbondError
from stockbond.paths import Paths

if TYPE_CHECKING:
    from stockbond.watch.look import Alert, Seen

WEBHOOK = "STOCKBOND_WEBHOOK"
SOMETHING = 3  # 1 and 2 say that the command could not look
TIMEOUT_S = 20


class NotToldError(StockbondError):
    """The webhook did not take what there is to tell; the next look tells it again."""

    exit_code = 1


@click.command(
    epilog=f"""\b
Examples:
  stockbond watch --level -0.2
  stockbond watch --level -0.5 --level 0 --stale-hours 30
  stockbond watch --level -0.2 --stale-hours 1 /live/ES.csv /live/ZN.csv
  */5 9-16 * * 1-5  {WEBHOOK}=https://example.org/hook stockbond watch --level -0.2

\b
Exit codes:
  0  nothing to tell
  1  the webhook did not take it: the next look tells it again
  2  wrong usage, or nothing to look at
  {SOMETHING}  a level was passed, the label changed, or the data are stale
"""
)
@click.option(
    "--level", "levels", type=float, multiple=True, help="A two-hour correlation to pass; may be repeated."
)
@click.option("--pair", default="ust", show_default=True, help="Pair of instruments (seed instrument_pairs).")
@click.option(
    "--stale-hours", type=click.FloatRange(min=0), default=96.0, show_default=True,
    help="Tell when the data end longer ago than this.",
)  # fmt: skip
@click.option(
    "--state", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Where the last look is kept.  [default: watch.json beside the published file]",
)  # fmt: skip
@click.argument("bars", metavar="[FILE]...", type=click.Path(path_type=Path), nargs=-1)
def watch(
    levels: tuple[float, ...], pair: str, stale_hours: float, state: Path | None, bars: tuple[Path, ...]
) -> None:
    """Look once at the newest release, or at FILEs of live bars, and tell what passed, changed or is stale.

    For cron: silence and 0 where nothing is to tell. What is told goes to the URL in STOCKBOND_WEBHOOK, too, as JSON.
    A look is compared with the last one, and the first with the values before it.
    """
    from stockbond.watch.look import alerts, look_at_bars, look_at_release, remember, remembered

    published = Paths.from_environment().published
    place = (state or published.with_name("watch.json")).absolute()
    now, first_before = look_at_bars(bars, pair) if bars else look_at_release(published, pair)
    before = remembered(place, now) or first_before
    found = alerts(now, before, levels, stale_hours, datetime.now(UTC))
    for alert in found:
        mark = "SIMULATED: " if now.is_simulated else ""
        logs.say(alert.kind, mark + alert.message, **asdict(now))
    if found and (url := os.environ.get(WEBHOOK)):
        tell(url, now, found)
    remember(place, now)
    sys.exit(SOMETHING if found else 0)


def tell(url: str, now: Seen, found: list[Alert]) -> None:
    """Send what there is to tell; the URL, which may hold a key, is never printed."""
    import json

    import requests

    content = {"text": "\n".join(alert.message for alert in found), "alerts": [asdict(alert) for alert in found],
               "seen": asdict(now)}  # fmt: skip
    try:
        answer = requests.post(
            url,
            data=json.dumps(content, default=str),
            headers={"Content-Type": "application/json"},
            timeout=TIMEOUT_S,
        )
    except requests.RequestException as error:
        raise NotToldError(f"The webhook ({WEBHOOK}) cannot be reached: {type(error).__name__}.") from None
    if not answer.ok:
        raise NotToldError(f"The webhook ({WEBHOOK}) answered with HTTP status {answer.status_code}.")
