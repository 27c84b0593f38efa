"""What can go wrong: with the whole command, and with one source of it."""

from __future__ import annotations

from stockbond.errors import StockbondError


class FetchError(StockbondError):
    """At least one source failed, or another fetch is at work; what was in the root stays."""

    exit_code = 1


class SourceError(Exception):
    """One source failed; the message says why in plain words and never quotes an address beyond the host.

    `passing` failures are worth another attempt, after `wait_s` seconds if the server asked for that.
    `host_down` means that the server was not heard at all, `closed` that it will not serve this user.
    """

    def __init__(
        self,
        message: str,
        *,
        passing: bool = False,
        wait_s: float | None = None,
        host_down: bool = False,
        closed: bool = False,
    ) -> None:
        super().__init__(message)
        self.passing = passing
        self.wait_s = wait_s
        self.host_down = host_down
        self.closed = closed
