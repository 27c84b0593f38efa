"""A real browser for tests of pages: an installed Chromium, driven by Playwright, without a network.

STOCKBOND_BROWSER names the program; without it the usual names are tried. Where there is none the tests skip
with that reason, unless STOCKBOND_REQUIRE_BROWSER is set: then they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
# As root in a container there is no sandbox; the rest keeps the browser from calling its maker.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

PATIENCE = 60_000  # milliseconds, on a machine that does other work


def program() -> str | None:
    """The browser to drive: the one named in the environment, else the first that is installed."""
    return os.environ.get("STOCKBOND_BROWSER") or next(
        (path for path in map(shutil.which, NAMES) if path), None
    )


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; there must be one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program(), args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the whole session."""
    if program() is None:
        reason = "no browser: install Chromium, or name it in STOCKBOND_BROWSER"
        if os.environ.get("STOCKBOND_REQUIRE_BROWSER", "") not in ("", "0"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1280 x 900, that fails the test at an uncaught error or an error on the console."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert not errors, f"the page reported errors: {errors}"
