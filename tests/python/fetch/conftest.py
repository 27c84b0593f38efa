"""A local Databento for the tests of `stockbond fetch bars`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from local_publishers import Publishers, ToLocalServer

from stockbond.fetch.retries import Policy


@pytest.fixture
def vendor(
    tmp_path: Path, publishers: Publishers, flushed: list[int], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """A new root, a key, and a Databento that answers well until told otherwise."""
    from bars_vendor import KEY, Vendor  # the vendor's library takes a second to load

    adapter = ToLocalServer(publishers.server.server_address[1])
    monkeypatch.setattr(requests.Session, "get_adapter", lambda self, url: adapter)
    monkeypatch.setenv("DATABENTO_API_KEY", KEY)
    made = Vendor(tmp_path / "real", publishers)
    impatient = partial(Policy, attempts=3, sleep=made.slept.append)
    monkeypatch.setattr("stockbond.fetch.retries.Policy", impatient)
    return made
