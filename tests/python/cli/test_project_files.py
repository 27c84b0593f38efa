"""What lies beside the code: licence, citation, changelog, how-to pages, hooks, and the distribution."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from builds import PROJECT_ROOT

from stockbond import __version__
from stockbond.releases.manifest import code_version

PYPROJECT: dict[str, Any] = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = sorted(path.parent for path in (PROJECT_ROOT / "src").glob("*/__init__.py"))
PAGES = sorted([*PROJECT_ROOT.glob("*.md"), *(PROJECT_ROOT / "docs").rglob("*.md")])
HOW_TO = sorted(path.name for path in (PROJECT_ROOT / "docs/how_to").glob("*.md"))


def text_of(path: str) -> str:
    return (PROJECT_ROOT / path).read_text(encoding="utf-8")


def test_the_version_stands_in_one_place() -> None:
    """The distribution reads it there, dbt does without one, and what must repeat it repeats it."""
    assert PYPROJECT["project"]["dynamic"] == ["version"]
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "src/stockbond/__init__.py"
    assert "version" not in yaml.safe_load(text_of("dbt_project.yml"))
    assert yaml.safe_load(text_of("CITATION.cff"))["version"] == __version__


def test_command_and_releases_tell_the_version() -> None:
    command = [str(Path(sys.executable).with_name("stockbond")), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.strip() == f"stockbond, version {__version__}"
    assert code_version().split(" ")[0] == __version__


def test_the_licence_is_one_and_whole() -> None:
    licence = text_of("LICENSE")
    assert licence.lstrip().startswith("Apache License\n                           Version 2.0, January 2004")
    assert [int(number) for number in re.findall(r"(?m)^   (\d)\. [A-Z]", licence)] == list(range(1, 10))
    assert "END OF TERMS AND CONDITIONS" in licence
    assert PYPROJECT["project"]["license"] == "Apache-2.0"
    assert yaml.safe_load(text_of("CITATION.cff"))["license"] == "Apache-2.0"


def test_the_citation_names_the_paper_of_the_readme() -> None:
    citation = yaml.safe_load(text_of("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    (paper,) = citation["references"]
    readme = " ".join(text_of("README.md").split())
    assert f"*{paper['title']}*" in readme
    names = [author["family-names"] for author in paper["authors"]]
    assert f"{', '.join(names[:-1])} and {names[-1]}" in readme


def test_the_changelog_has_what_is_coming_or_this_version() -> None:
    headings = re.findall(r"(?m)^## \[(.+?)\]", text_of("CHANGELOG.md"))
    assert headings and headings[0] in ("Unreleased", __version__)
    assert len(set(headings)) == len(headings)
    kinds = re.findall(r"(?m)^### (.+)$", text_of("CHANGELOG.md"))
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.mark.parametrize("page", HOW_TO)
def test_the_readme_leads_to_every_how_to_page(page: str) -> None:
    assert f"(docs/how_to/{page})" in text_of("README.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT_ROOT).as_posix())
def test_links_and_tests_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    paths = re.findall(r"tests/python/[\w/]+\.py", text)
    assert [path for path in paths if not (PROJECT_ROOT / path).exists()] == []


def test_hooks_run_programs_of_the_lock_and_download_nothing() -> None:
    repos = yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    lock = text_of("requirements.lock")
    hooks = repos[0]["hooks"]
    assert {hook["language"] for hook in hooks} <= {"system", "pygrep"}
    programs = set()
    for hook in hooks:
        found = re.findall(r"\.venv/bin/([\w-]+)", hook["entry"])
        assert bool(found) == (hook["language"] == "system"), hook["id"]
        programs |= set(found)
    assert {"ruff", "sqlfluff"} <= programs
    for program in programs:
        assert re.search(rf"(?m)^{re.escape(program)}==", lock), program
        assert Path(sys.executable).with_name(program).exists()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_packages_say_that_they_are_typed(package: Path) -> None:
    assert (package / "py.typed").read_bytes() == b""


def test_the_distribution_holds_both_packages_whole(tmp_path: Path) -> None:
    """Every file of src with its data: templates, styles, batches, catalogue."""
    assert PYPROJECT["build-system"]["build-backend"] == "hatchling.build"
    build = f"from hatchling.build import build_wheel; build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=PROJECT_ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.startswith(f"stockbond-{__version__}-")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    source = PROJECT_ROOT / "src"
    there = {
        path.relative_to(source).as_posix()
        for package in PACKAGES
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(PACKAGES) == 2
    assert held == there
