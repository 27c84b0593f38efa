"""The same market built where much is odd: a checkout that nobody may write, and another machine's settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builds import PROJECT_ROOT, Build
from test_determinism import contents

PARTS = (
    "models",
    "macros",
    "seeds",
    "python_models",
    "analyses",
    "gx",
    "src",
    "tests/generic",
    "tests/singular",
)
FILES = ("dbt_project.yml", "profiles.yml", "pyproject.toml", "requirements.lock")
# Other people's time, language and numbers; nothing of theirs is installed, as on a small server.
ELSEWHERE = {"TZ": "Asia/Kathmandu", "LANG": "de_DE.ISO-8859-1", "LC_ALL": "POSIX", "LC_NUMERIC": "de_DE"}
# Root may write anything, unless it gives that away.
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture(scope="module")
def closed_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a folder with a blank in its name, where nothing can be written."""
    copy = tmp_path_factory.mktemp("place") / "check out"
    for part in PARTS:
        shutil.copytree(
            PROJECT_ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "uncommitted")
        )
    for file in FILES:
        shutil.copy(PROJECT_ROOT / file, copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    return copy


def test_a_closed_checkout_in_another_place_gives_the_same_tables(
    closed_checkout: Path, small_build: Build, tmp_path: Path
) -> None:
    """umask 077, no HOME, blanks in paths, a working file called order, another time zone and language."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write anything, and setpriv is not there to change that")
    place = tmp_path / "other place"
    place.mkdir()
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if name != "HOME" and not name.startswith("DBT_")
        },
        **ELSEWHERE,
        "PYTHONPATH": os.pathsep.join(
            [str(closed_checkout / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
        ),
        "PYTHONDONTWRITEBYTECODE": "1",
        "STOCKBOND_AS_OF": small_build.as_of(),
        "STOCKBOND_DATA": str(small_build.data),
        "STOCKBOND_WAREHOUSE": str(place / "order.duckdb"),
        "STOCKBOND_PUBLISHED": str(place / "group by.duckdb"),
    }
    done = subprocess.run(
        [*(UNPRIVILEGED if os.geteuid() == 0 else []), sys.executable, "-c",
         "from stockbond.cli import main; main()", "build"],
        cwd=place, env=environment, capture_output=True, text=True, check=False, umask=0o077,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SIMULATED release" in done.stdout
    assert not list(closed_checkout.rglob("target")) and not list(closed_checkout.rglob("data_docs"))
    left = {path.name for path in (place / "order.duckdb.work").iterdir()}
    assert {"target", "data_docs"} <= left
    ours = contents(Build(0, "", place / "order.duckdb", small_build.data))
    theirs = contents(small_build)
    assert {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)} == set()
    # Whoever may enter the folder may read the release, whatever the umask of who built it.
    assert (place / "group by.duckdb").stat().st_mode & 0o777 == 0o444
