"""docs/OPERATIONS.md: who is paged looks a message up there, so it must be the one that is printed."""

from __future__ import annotations

import re
from itertools import chain

from builds import PROJECT_ROOT

OF_OTHERS = {"Warning in test", "No space left on device"}


def test_messages_are_those_that_are_printed() -> None:
    page = (PROJECT_ROOT / "docs/OPERATIONS.md").read_text(encoding="utf-8")
    table = page.partition("## What a message means")[2].partition("\n## ")[0]
    first_cells = re.findall(r"(?m)^\| (`.+?) \|", table)
    messages = chain.from_iterable(re.findall(r"`([^`]+)`", cell) for cell in first_cells)
    parts = {part.strip() for message in messages for part in message.split("...") if part.strip()}
    assert len(parts) > 15
    files = chain(PROJECT_ROOT.glob("src/stockbond/**/*.py"), PROJECT_ROOT.glob("macros/**/*.sql"))
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert {part for part in parts if part not in code} == OF_OTHERS
