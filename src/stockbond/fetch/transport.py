"""One download: https from the catalogue's host, within its size, repeated while the failure may pass.

The address in the catalogue is the only one asked for; a redirect is followed within its host and never off
https. Nothing in the environment changes that (a proxy and a certificate bundle are taken from it as usual,
passwords of .netrc are not sent). Messages are our own words and name the host only: a secret in an address,
were one ever needed, could not reach them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from stockbond import __version__
from stockbond.fetch.catalogue import Source
from stockbond.fetch.errors import SourceError
from stockbond.fetch.retries import Policy, Waiting, repeat
from stockbond.fetch.words import megabytes, shown

CHUNK = 1 << 16
REDIRECTS = (301, 302, 303, 307, 308)
PASSING_STATUS = (408, 425, 429, 500, 502, 503, 504)
MAX_REDIRECTS = 3

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Answer:
    """What the server said: the body lies in the file, unless nothing has changed since the last time."""

    is_unchanged: bool
    etag: str | None
    last_modified: str | None


def make_session() -> requests.Session:
    """A session with our name in it and without anybody's password."""
    session = requests.Session()
    session.headers["User-Agent"] = f"stockbond/{__version__}"
    session.auth = without_password
    return session


def without_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from looking into .netrc."""
    return request


def download(
    source: Source,
    part: Path,
    conditions: Mapping[str, str],
    session: requests.Session,
    policy: Policy,
    progress: Progress,
    waiting: Waiting,
) -> Answer:
    """Write the source's file to `part`, or learn that it has not changed; raises SourceError."""
    return repeat(lambda: ask_once(source, part, conditions, session, policy, progress), policy, waiting)


def ask_once(
    source: Source,
    part: Path,
    conditions: Mapping[str, str],
    session: requests.Session,
    policy: Policy,
    progress: Progress,
) -> Answer:
    """One attempt, redirects included."""
    url = source.url
    began = time.monotonic()
    for _ in range(MAX_REDIRECTS + 1):
        with (
            in_plain_words(source.host, policy.timeout),
            session.get(
                url, headers=dict(conditions), timeout=policy.timeout, stream=True, allow_redirects=False
            ) as response,
        ):
            if response.status_code in REDIRECTS:
                url = redirected(source, url, response)
                continue
            if response.status_code == 304 and conditions:
                return answer(response, is_unchanged=True)
            check_status(response)
            receive(source, response, part, began + policy.deadline, progress)
            return answer(response, is_unchanged=False)
    raise SourceError(f"{source.host} sends us from address to address, more than {MAX_REDIRECTS} times")


def answer(response: requests.Response, is_unchanged: bool) -> Answer:
    """The validators of an answer, for the next time."""
    headers = response.headers
    return Answer(is_unchanged, headers.get("ETag"), headers.get("Last-Modified"))


def redirected(source: Source, url: str, response: requests.Response) -> str:
    """The next address, if it is https and on the catalogue's host."""
    target = urljoin(url, response.headers.get("Location", ""))
    address, own = urlsplit(target), urlsplit(source.url)
    if address.scheme != "https":
        raise SourceError(f"{source.host} redirects to an address without https: refused")
    if address.netloc != own.netloc:
        raise SourceError(
            f"{source.host} redirects to another host, {shown(address.netloc)}: refused, not in the catalogue"
        )
    return target


def check_status(response: requests.Response) -> None:
    """Raise for anything but 200."""
    status = response.status_code
    if status == 200:
        return
    words = {404: "the file is not there, it may have moved", 410: "the file is gone", 429: "asked too often"}
    reason = words.get(status, "the server refuses the request" if status < 500 else "the server failed")
    raise SourceError(
        f"HTTP status {status}: {reason}",
        passing=status in PASSING_STATUS,
        wait_s=wait_asked_for(response.headers.get("Retry-After")) if status in PASSING_STATUS else None,
    )


def wait_asked_for(retry_after: str | None) -> float | None:
    """Seconds that a Retry-After header asks for: it holds seconds or a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def receive(
    source: Source, response: requests.Response, part: Path, deadline: float, progress: Progress
) -> None:
    """Stream the body into `part`. The limit counts unpacked bytes: a compressed answer cannot pass it."""
    length = response.headers.get("Content-Length", "")
    announced = int(length) if length.isdecimal() else None
    refuse_too_large(source, announced or 0)
    is_packed = bool(response.headers.get("Content-Encoding"))
    size = 0
    part.unlink(missing_ok=True)
    with part.open("xb") as file:
        for chunk in pieces(response):
            size += len(chunk)
            refuse_too_large(source, size)
            if time.monotonic() > deadline:
                raise SourceError(
                    f"the answer was not complete in time, {megabytes(size)} came", passing=True
                )
            file.write(chunk)
            progress(size, None if is_packed else announced)
    if announced is not None and not is_packed and size != announced:
        raise SourceError(f"the file was cut: {size} of {announced} bytes came", passing=True)
    if size == 0:
        raise SourceError("the answer was empty", passing=True)


def pieces(response: requests.Response) -> Iterator[bytes]:
    """The body as it comes. requests itself waits for full pieces: a dripping server would never be timed."""
    while piece := response.raw.read1(CHUNK, decode_content=True):
        yield piece


def refuse_too_large(source: Source, size: int) -> None:
    """Raise if a size passes the catalogue's limit."""
    if size > source.max_bytes:
        raise SourceError(
            f"the answer passes the limit of {megabytes(source.max_bytes)} that the catalogue sets"
        )


@contextmanager
def in_plain_words(host: str, timeout: float) -> Iterator[None]:
    """Turn what requests raises into a SourceError; its own texts quote addresses and are not passed on."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise SourceError(f"the certificate of {host} cannot be verified", host_down=True) from error
    except requests.exceptions.ProxyError as error:
        raise SourceError("the proxy does not let us through", passing=True, host_down=True) from error
    except requests.exceptions.Timeout as error:
        raise SourceError(
            f"{host} did not answer within {timeout:g} s", passing=True, host_down=True
        ) from error
    except urllib3.exceptions.ReadTimeoutError as error:
        message = f"{host} stopped sending for {timeout:g} s"
        raise SourceError(message, passing=True) from error
    except urllib3.exceptions.HTTPError as error:
        raise SourceError("the connection broke before the file was whole", passing=True) from error
    except requests.exceptions.ConnectionError as error:
        message = f"no connection to {host}: is this machine online, and does the name resolve?"
        raise SourceError(message, passing=True, host_down=True) from error
    except requests.exceptions.RequestException as error:
        raise SourceError(f"the request failed ({type(error).__name__})") from error
