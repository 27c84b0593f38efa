"""Publishers for tests: an HTTP server on this machine that answers as it is told, well or badly.

The downloader knows no way around https. So the tests hand it a session whose https connections end at the
local server; every rule about addresses is at work as it is for users.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import HTTPAdapter

Behaviour = Callable[[BaseHTTPRequestHandler], None]


def body(content: bytes, status: int = 200, **headers: str) -> Behaviour:
    """A whole answer; header names have _ for -."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(content)), **named}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def gzipped(content: bytes) -> Behaviour:
    """The same, compressed for the way."""
    return body(gzip.compress(content), Content_Encoding="gzip")


def stalling(content: bytes, seconds: float) -> Behaviour:
    """Sends half of the file, then nothing."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])
        handler.wfile.flush()
        time.sleep(seconds)
        handler.close_connection = True

    return answer


def without_length(content: bytes) -> Behaviour:
    """An answer that does not say how long it is and ends with the connection: a cut cannot be seen."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content)
        handler.close_connection = True

    return answer


def cut(content: bytes, share: float = 0.5) -> Behaviour:
    """Announces the whole file and sends a part of it."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: int(len(content) * share)])
        handler.close_connection = True

    return answer


def silent(seconds: float) -> Behaviour:
    """Says nothing for a while."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return answer


def dripping(content: bytes, seconds: float) -> Behaviour:
    """Sends a byte at a time: no pause is long, the whole never ends."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        for byte in content:
            try:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(seconds)

    return answer


def endless() -> Behaviour:
    """Sends chunk after chunk and never says how many."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"2024-01-02,1.0\n" * 4096)
        except OSError:
            handler.close_connection = True

    return answer


def with_validators(content: bytes, etag: str, last_modified: str) -> Behaviour:
    """Honours If-None-Match and If-Modified-Since."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == etag
        if same and handler.headers.get("If-Modified-Since") == last_modified:
            body(b"", 304, ETag=etag)(handler)
        else:
            body(content, ETag=etag, Last_Modified=last_modified)(handler)

    return answer


class Publishers:
    """The server: behaviours by host and path, used in turn, the last one for ever."""

    def __init__(self) -> None:
        """Start serving on a free port."""
        self.behaviours: dict[str, list[Behaviour]] = {}
        self.asked: Counter[str] = Counter()
        self.headers: dict[str, Any] = {}
        self.forms: list[tuple[str, dict[str, str]]] = []
        publishers = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                """Answer as told."""
                place = self.headers["X-Asked-Host"] + self.path
                publishers.asked[place] += 1
                publishers.headers[place] = self.headers
                told = publishers.behaviours.get(place, [body(b"not here", 404)])
                try:
                    (told.pop(0) if len(told) > 1 else told[0])(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def do_POST(self) -> None:
                """Answer as told; a behaviour finds what was asked in `form`."""
                sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.form = dict(parse_qsl(sent.decode()))
                publishers.forms.append((self.headers["X-Asked-Host"] + self.path, self.form))
                self.do_GET()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            """Threads that do not outlive the tests."""

            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hung up is no error: refusing an answer does that."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self.thread.start()

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def tell(self, url: str, *behaviours: Behaviour) -> None:
        """How to answer requests for an https address."""
        self.behaviours[place_of(url)] = list(behaviours)

    def session(self, session: requests.Session) -> requests.Session:
        """The same session, its https connections ending here. No other scheme leads anywhere."""
        session.mount("https://", ToLocalServer(self.server.server_address[1]))
        session.mount("http://", Nowhere())
        return session


def place_of(url: str) -> str:
    """Host and path of an address."""
    return url.removeprefix("https://")


class ToLocalServer(HTTPAdapter):
    """Carries https requests to the local server, with the host that was asked in a header."""

    def __init__(self, port: int) -> None:
        """To this port."""
        super().__init__()
        self.port = port

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        """Send to this machine, past any proxy."""
        assert request.url is not None
        address = urlsplit(request.url)
        assert address.scheme == "https"
        request.headers["X-Asked-Host"] = address.netloc
        rest = f"{address.path}?{address.query}" if address.query else address.path
        request.url = f"http://127.0.0.1:{self.port}{rest}"
        return super().send(request, *args, **{**options, "proxies": {}})


class Nowhere(HTTPAdapter):
    """Fails the test that comes here: nothing may be asked without https."""

    def send(self, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        """Never."""
        raise AssertionError("a request without https")
