"""The Data Docs of a run: Great Expectations' pages, but of our look, and readable without a network.

Its pages load Bootstrap and others from public servers, its start page is empty without them: here one
stylesheet takes their place, and the start page is a table of all expectations, what fails first.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stockbond.folders import written_whole

PAGES = Path(__file__).with_name("pages")
STYLES = "static/styles/docs.css"
# Scripts, and what comes from other servers: styles, pictures; an icon with a wrong address; a newsletter.
REMOTE = re.compile(
    r"<script[^>]*>.*?</script>|<link[^>]*(?:https?://|icon)[^>]*>|<img[^>]*https?://[^>]*>|<footer.*?</footer>"
    r"|url\('https?://[^)]*\)[^;]*;",
    re.DOTALL,
)
# A filter that worked by script.
FILTER = re.compile(
    r'<div class="card mb-3">\s*<div class="card-header p-2">\s*<strong>Actions.*?</label>(\s*</div>){5}',
    re.DOTALL,
)
ORDER = {False: 0, True: 1, None: 2}


def write_site(
    context: Any, rows: list[dict[str, Any]], verdict: str, is_simulated: bool, site: Path
) -> None:
    """Write the pages of a run's context, and the start page of its results, to the folder `site`."""
    context.build_data_docs()
    made = Path(context.root_directory) / "uncommitted/data_docs/local_site"
    for page in made.rglob("*.html"):
        page.write_text(
            at_home(page.read_text(encoding="utf-8"), len(page.relative_to(made).parents) - 1),
            encoding="utf-8",
        )
    shutil.copy(PAGES / "docs.css", made / STYLES)
    (made / "index.html").write_text(start_page(context, made, rows, verdict, is_simulated), encoding="utf-8")
    with written_whole(site) as new:
        shutil.copytree(made, new, dirs_exist_ok=True)


def at_home(html: str, depth: int) -> str:
    """A page, so many folders deep, without what it asks of other servers, in our style."""
    link = f'<link rel="stylesheet" href="{"../" * depth}{STYLES}">'
    return FILTER.sub("", REMOTE.sub("", html)).replace("</head>", f"{link}\n</head>")


def start_page(context: Any, made: Path, rows: list[dict[str, Any]], verdict: str, is_simulated: bool) -> str:
    """All expectations with what was found; each links to its suite's page."""
    import jinja2

    reasons = {
        one.meta["name"]: one.meta["reason"] for suite in context.suites.all() for one in suite.expectations
    }
    ranked = sorted(rows, key=lambda row: (ORDER[row["success"]], row["severity"], row["suite"]))
    return (
        jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        .from_string((PAGES / "index.html.j2").read_text(encoding="utf-8"))
        .render(
            rows=[{**row, "reason": reasons[row["expectation"]]} for row in ranked],
            pages={row["suite"]: page_of(made, row["suite"]) for row in rows},
            verdict=verdict, is_simulated=is_simulated, run_id=rows[0]["run_id"],
            judged_at=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        )
    )  # fmt: skip


def page_of(made: Path, suite: str) -> str:
    """The page of a suite's results, or of its expectations where nothing could be judged."""
    found = sorted((made / "validations" / suite).rglob("*.html"))
    return (found[-1] if found else made / "expectations" / f"{suite}.html").relative_to(made).as_posix()
