"""The README's picture of the report, taken anew: `make screenshots` (needs Chromium).

It shows the simulated demo and says so: the banner is part of the picture.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from browser import chromium, program

from stockbond.paths import Paths, project_root
from stockbond.report import write_report

PICTURE = Path("docs/images/report.png")


def main() -> None:
    """Write the report of the published file and take its top."""
    if program() is None:
        raise SystemExit("No browser: install Chromium, or name it in STOCKBOND_BROWSER.")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        written = write_report(Paths.from_environment().published, Path(folder) / "report.html")
        if not written.is_simulated:
            raise SystemExit("The picture shows the demo: publish a simulated release first (make demo).")
        page = browser.new_page(viewport={"width": 1120, "height": 1890}, color_scheme="light")
        page.goto(written.page.as_uri())
        page.wait_for_selector("html[data-ready]")
        target = project_root() / PICTURE
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target)
        print(f"{PICTURE}, {target.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
