"""A release that lost days of the one before is refused, unless somebody says that it is meant."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from releasing import publish_as, rows

from benchmarks.publications import rename_release
from benchmarks.reader import read
from stockbond import publish as publishing
from stockbond.cli import main
from stockbond.errors import PublishError
from stockbond.releases.audit import NotValidated

CORRELATIONS = "marts.fct_realized_correlation_daily"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "stockbond.duckdb"


def n_days(working: Path, pair: str) -> int:
    query = f"select count(realized_correlation) from {CORRELATIONS} where pair_id = '{pair}'"
    n: int = rows(working, query)[0][0]
    return n


def take_away(working: Path, pair: str, n: int) -> None:
    """Take their correlation from the last n days of a pair that have one: the rows stay."""
    with duckdb.connect(working) as connection:
        connection.execute(
            f"update {CORRELATIONS} set realized_correlation = null, null_reason = 'no_data'"
            f" where pair_id = '{pair}' and trade_date in (select trade_date from {CORRELATIONS}"
            f" where pair_id = '{pair}' and realized_correlation is not null order by 1 desc limit {n})"
        )


def test_a_release_that_lost_days_is_refused_by_name(light: Path, published: Path) -> None:
    first = publish_as(1, light, published).release_id
    before = n_days(light, "ust")
    lost = before // 20 + 1  # just over five in a hundred
    take_away(light, "ust", lost)
    with pytest.raises(PublishError) as refused:
        publish_as(2, light, published)
    assert f"ust {before} days before, {before - lost} now." in str(refused.value)
    assert "--accept-shrinkage" in str(refused.value)
    assert "usd" not in str(refused.value)
    assert read(published)[0] == first
    # Meant, it is published, and is what the next is compared with.
    assert publish_as(2, light, published, accept_shrinkage=True).previous_release_id == first
    publish_as(3, light, published)


def test_a_few_days_may_go(light: Path, published: Path) -> None:
    publish_as(1, light, published)
    take_away(light, "ust", n_days(light, "ust") // 20)
    publish_as(2, light, published)


def test_the_share_is_a_var_of_the_build(light: Path, published: Path) -> None:
    publish_as(1, light, published)
    take_away(light, "ust", 1)
    with duckdb.connect(light) as connection:
        connection.execute("""update build.runs set command_line_vars = '{"min_share_of_days": 1}'""")
    with pytest.raises(PublishError, match="ust"):
        publish_as(2, light, published)


def test_an_empty_release_does_not_replace_a_good_one(
    light: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_as(1, light, published).release_id
    n_days_of = {pair: n_days(light, pair) for pair in ("usd", "ust")}
    with duckdb.connect(light) as connection:
        connection.execute(f"delete from {CORRELATIONS}")
    rename_release(light, 2)
    monkeypatch.setenv("STOCKBOND_WAREHOUSE", str(light))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(published))
    whole = partial(publishing.publish, audit=lambda *_: NotValidated())
    monkeypatch.setattr(publishing, "publish", whole)
    done = CliRunner().invoke(main, ["publish"])
    assert done.exit_code == 1
    assert f"ust {n_days_of['ust']} days before, 0 now" in done.stderr
    assert read(published)[0] == first
    looked = CliRunner().invoke(main, ["doctor"])
    assert looked.exit_code in (1, 2)  # 2 where there is no data root beside it
    assert f"lost days with a correlation: usd {n_days_of['usd']} days before, 0 now" in looked.stdout
    done = CliRunner().invoke(main, ["publish", "--accept-shrinkage"])
    assert done.exit_code == 0, done.output
    assert "lost days" not in CliRunner().invoke(main, ["doctor"]).stdout
    assert read(published)[0] != first


def test_roots_without_correlations_go_on_building(light: Path, published: Path) -> None:
    with duckdb.connect(light) as connection:
        connection.execute(f"delete from {CORRELATIONS}")
    publish_as(1, light, published)
    publish_as(2, light, published)


@pytest.mark.parametrize("what", ["data_root = '/somewhere/else'", "manifest_sha256 = 'of a new simulation'"])
def test_another_data_root_may_have_fewer_days(light: Path, published: Path, what: str) -> None:
    publish_as(1, light, published)
    with duckdb.connect(light) as connection:
        connection.execute(f"delete from {CORRELATIONS}")
        connection.execute(f"update build.runs set {what}")
    publish_as(2, light, published)
