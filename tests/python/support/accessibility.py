"""axe-core, which finds what people who see, hear or move differently cannot use on a page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from builds import PROJECT_ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = PROJECT_ROOT / "tests/node/node_modules/axe-core/axe.min.js"
RUN = "() => axe.run(document, { resultTypes: ['violations'] })"
SERIOUS = ("serious", "critical")


def require_axe() -> None:
    """Skips the test where axe-core is not installed; fails it where Node's packages are required."""
    if not AXE.is_file():
        message = "axe-core is not installed: make bi (needs node and npm)"
        if os.environ.get("STOCKBOND_REQUIRE_NODE"):
            pytest.fail(message)
        pytest.skip(message)


def serious_findings(page: Page) -> list[str]:
    """What axe finds that is serious or critical: its rule and the first elements."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN)["violations"]
    return [
        f"{one['id']}, {len(one['nodes'])} times: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
    ]
