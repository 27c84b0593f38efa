"""Whole attempts, repeated while a failure may pass, after pauses that double or that the server asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from stockbond.fetch.errors import SourceError

Waiting = Callable[[str, float], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Policy:
    """How patient a download is; all times in seconds."""

    timeout: float = 30.0  # for a connection, and between two pieces of an answer
    deadline: float = 900.0  # for one whole answer
    attempts: int = 4
    first_wait: float = 1.0  # before the second attempt; doubles from then on
    longest_wait: float = 60.0  # a server that asks for more is asked another day
    sleep: Callable[[float], None] = time.sleep


def repeat(ask_once: Callable[[], T], policy: Policy, waiting: Waiting) -> T:
    """What `ask_once` returns in the end; raises the last SourceError, with the number of attempts."""
    doubling = wait_exponential(multiplier=policy.first_wait)

    def may_pass(error: BaseException) -> bool:
        return isinstance(error, SourceError) and error.passing and (error.wait_s or 0) <= policy.longest_wait

    def pause(state: RetryCallState) -> float:
        asked_for = failure_of(state).wait_s
        return doubling(state) if asked_for is None else asked_for

    retrying = Retrying(
        retry=retry_if_exception(may_pass), stop=stop_after_attempt(policy.attempts), wait=pause,
        sleep=policy.sleep, reraise=True,
        before_sleep=lambda state: waiting(str(failure_of(state)), state.upcoming_sleep),
    )  # fmt: skip
    try:
        return retrying(ask_once)
    except SourceError as error:
        raise in_the_end(error, retrying.statistics["attempt_number"], policy) from error


def failure_of(state: RetryCallState) -> SourceError:
    """Why the attempt failed."""
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, SourceError)
    return error


def in_the_end(error: SourceError, attempts: int, policy: Policy) -> SourceError:
    """The last error, and what was tried: other attempts, or to wait longer than we do."""
    message = f"{error} ({attempts} attempts)" if attempts > 1 else str(error)
    if error.passing and attempts < policy.attempts:
        message = f"{error}; it asks to wait {error.wait_s:.0f} s: try again then"
    return SourceError(message, host_down=error.host_down, closed=error.closed)
