"""dbt's documentation as one page: it opens from a file, with the overview and the lineage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builds import PROJECT_ROOT, dbt_place, run_dbt
from docs_page import with_types

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = ["docs", "generate", "--static", "--empty-catalog"]


@pytest.fixture(scope="module")
def docs(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The page, made as `make docs` makes it: no data, no build."""
    folder = tmp_path_factory.mktemp("docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBT_WRITE_JSON", "true")
        done = run_dbt(ARGUMENTS, folder / "no-data", folder / "warehouse.duckdb")
    assert done.exit_code == 0, done.log
    yield with_types(dbt_place() / "target")


def test_make_docs_uses_these_arguments() -> None:
    recipe = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"dbt --quiet {' '.join(ARGUMENTS)}" in recipe
    assert "tools/docs_page.py $(CURDIR)/target/docs" in recipe


def test_page_shows_overview_table_and_lineage(browser: Browser, docs: Path) -> None:
    """dbt's own page complains of addresses on the console, so this looks at what it shows."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(docs.as_uri())
    page.get_by_text("The way of the data").wait_for()
    page.goto(f"{docs.as_uri()}#!/model/model.stockbond.rpt_f1_daily_correlation")
    page.get_by_text("the daily correlation of stocks and the ten-year note").first.wait_for()
    row = page.get_by_role("row").filter(has=page.get_by_text("correlation_mean_20d", exact=True))
    assert "double" in row.first.inner_text()
    lineage = "?g_v=1&g_i=%2Brpt_f1_daily_correlation%2B"
    page.goto(f"{docs.as_uri()}#!/model/model.stockbond.rpt_f1_daily_correlation{lineage}")
    page.reload()
    page.get_by_text("Lineage Graph").first.wait_for()
    page.locator("canvas").first.wait_for()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    page.close()
