"""Databento's own client, made patient, its errors in plain words.

The key goes into its requests and nowhere else: it is not in an address, and it is taken out of every text of
theirs that we pass on.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import requests

from stockbond.errors import StockbondError
from stockbond.fetch.bars.content import SCHEMA
from stockbond.fetch.bars.pieces import DAY, Piece
from stockbond.fetch.errors import SourceError
from stockbond.fetch.retries import Policy, Waiting, repeat
from stockbond.fetch.transport import PASSING_STATUS, in_plain_words, wait_asked_for
from stockbond.fetch.words import shown

if TYPE_CHECKING:
    from databento.common.error import BentoHttpError

HOST = "hist.databento.com"
KEY = "DATABENTO_API_KEY"
WORDS = {
    401: f"Databento does not know the key in {KEY}",
    402: "Databento wants its account to be put in order: payment, or a limit of spending",
    403: "the key may not ask for this: the licence does not cover it",
    429: "asked too often",
    504: "the server did not answer its own gateway in time",
}
CLOSED = (401, 402, 403)  # nothing else that we ask will be answered either
LONGEST = 300  # characters of theirs in a message

T = TypeVar("T")


def request(piece: Piece) -> dict[str, Any]:
    """The days of a symbol in the words of the vendor: the end is the first day that is not asked for."""
    return {
        "dataset": piece.symbol.future.dataset, "symbols": piece.symbol.name, "stype_in": piece.symbol.stype,
        "schema": SCHEMA, "start": piece.first, "end": piece.last + DAY,
    }  # fmt: skip


class Databento:
    """The three questions that are asked of the vendor."""

    def __init__(self, key: str, policy: Policy, waiting: Waiting, heard: Callable[[str], None]) -> None:
        """With the user's key; `heard` is told what the vendor warns of."""
        try:
            import databento
        except ImportError as error:
            raise StockbondError(
                "`stockbond fetch bars` needs Databento's own client: pip install 'stockbond[databento]'"
            ) from error
        if not key.strip():
            raise StockbondError(f"Put your key of Databento into the environment: {KEY}=db-...")
        self.key, self.policy, self.waiting, self.heard = key.strip(), policy, waiting, heard
        self.client = databento.Historical(self.key)
        for api in (self.client.metadata, self.client.timeseries):
            api.TIMEOUT = policy.timeout  # type: ignore[assignment]  # seconds, whole or not

    def days(self, dataset: str) -> tuple[date, date]:
        """The first and the last whole day that the key can have."""

        def ask() -> tuple[date, date]:
            found: dict[str, Any] = self.client.metadata.get_dataset_range(dataset)
            ends = found.get("schema", {}).get(SCHEMA, found)
            first, end = (date.fromisoformat(ends[side][:10]) for side in ("start", "end"))
            return first, end - DAY

        return self.asked(ask)

    def cost(self, run: Piece) -> float:
        """What the days cost, in US dollars, as the vendor estimates it."""

        def ask() -> float:
            return float(self.client.metadata.get_cost(**request(run)))

        return self.asked(ask)

    def download(self, piece: Piece, part: Path, check: Callable[[], T]) -> T:
        """Write the piece's bars to `part`, in the vendor's form; what `check` refuses is no answer."""
        from databento.common.error import BentoHttpError

        def ask() -> T:
            part.unlink(missing_ok=True)
            try:
                self.client.timeseries.get_range(**request(piece), path=part)
            except (BentoHttpError, requests.exceptions.RequestException):
                raise
            except Exception as error:  # the connection broke, or their first look at the file failed
                cause = error if isinstance(error, OSError) else error.__context__
                if isinstance(cause, OSError) and cause.errno:
                    raise cause from None  # our disk: to ask again would be paid again
                check()
                raise SourceError("the connection broke before the file was whole", passing=True) from error
            return check()

        return self.asked(ask)

    def asked(self, ask: Callable[[], T]) -> T:
        """The answer to a question, which is repeated while its failure may pass."""

        def once() -> T:
            with in_plain_words(HOST, self.policy.timeout), self.in_our_words():
                return ask()

        return repeat(once, self.policy, self.waiting)

    @contextmanager
    def in_our_words(self) -> Iterator[None]:
        """Turn what their client raises into a SourceError, and pass on what their server warns of."""
        from databento.common.error import BentoHttpError, BentoWarning

        try:
            with warnings.catch_warnings(record=True, action="always") as caught:
                yield
        except BentoHttpError as error:
            raise self.refused(error) from None
        except (
            requests.exceptions.JSONDecodeError,
            KeyError,
            TypeError,
            AttributeError,
            ValueError,
        ) as error:
            raise SourceError(f"the answer of {HOST} cannot be read ({type(error).__name__})") from error
        for warning in caught:
            if issubclass(warning.category, BentoWarning):
                self.heard(self.without_key(str(warning.message)))

    def refused(self, error: BentoHttpError) -> SourceError:
        """An answer with an error status, in our words and in theirs."""
        status = error.http_status
        otherwise = "the server refuses the request" if status < 500 else "the server failed"
        theirs = "" if status in CLOSED[:1] else self.without_key(error.message or "")
        return SourceError(
            f"HTTP status {status}: {WORDS.get(status, otherwise)}" + (f": {theirs}" if theirs else ""),
            passing=status in PASSING_STATUS,
            wait_s=wait_asked_for(error.headers.get("Retry-After")) if status in PASSING_STATUS else None,
            closed=status in CLOSED,
        )

    def without_key(self, text: str) -> str:
        """Their text in one short line, the key taken out."""
        return shown(text.replace(self.key, "***"), LONGEST)
