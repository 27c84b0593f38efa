"""`stockbond doctor`: what it finds on a fresh clone, on sound data, and on data that need somebody."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from builds import DAY_WITHOUT_BARS, Build, rewrite_file, write_manifest_again
from click.testing import CliRunner
from fetcher import AAA, PREMIA, Fetcher
from hostile_inputs import PATTERN_FOLDERS

from stockbond.cli import main
from stockbond.doctor import Finding, exit_code
from stockbond.doctor.contracts import contracts
from stockbond.doctor.findings import age
from stockbond.doctor.installation import package
from stockbond.publish import publish
from stockbond_simulator import simulate


def doctor(monkeypatch: pytest.MonkeyPatch, data: Path, published: Path) -> tuple[int, list[Finding]]:
    """The exit code and the findings of `stockbond doctor --json`."""
    monkeypatch.setenv("STOCKBOND_DATA", str(data))
    monkeypatch.setenv("STOCKBOND_PUBLISHED", str(published))
    done = CliRunner().invoke(main, ["doctor", "--json"])
    content = json.loads(done.output)
    assert content["exit_code"] == done.exit_code
    return done.exit_code, [Finding(**finding) for finding in content["findings"]]


def of_topic(findings: list[Finding], topic: str) -> list[Finding]:
    return [finding for finding in findings if finding.topic == topic]


def test_fresh_clone_is_told_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code, findings = doctor(monkeypatch, tmp_path / "none", tmp_path / "none.duckdb")
    assert code == 2
    assert [finding.status for finding in of_topic(findings, "build")] == ["refused"]
    assert "stockbond simulate" in of_topic(findings, "data root")[0].what_to_do
    assert "stockbond build" in of_topic(findings, "published")[0].what_to_do
    assert {finding.status for finding in of_topic(findings, "installation")} == {"ok"}
    assert list(tmp_path.iterdir()) == []


def test_sound_root_and_release(
    monkeypatch: pytest.MonkeyPatch, small_root: Path, small_build: Build, tmp_path: Path
) -> None:
    publish(small_build.warehouse, tmp_path / "p.duckdb")
    code, findings = doctor(monkeypatch, small_root, tmp_path / "p.duckdb")
    assert code == 0
    found = {finding.found.partition(":")[0]: finding for finding in of_topic(findings, "bars")}
    assert f"1 sessions without a bar: {DAY_WITHOUT_BARS}" in found["ES"].found
    assert "2008-10-20 to 2009-03-31" in found["TY"].found
    n_days, n_bars = small_build.rows(
        "select count(distinct cast(bar_start_at_utc as date)), count(*) from staging.stg_landing__bars"
        " where symbol = 'TY'"
    )[0]
    assert f"{n_days} days, {n_bars / n_days:.0f} bars a day" in found["TY"].found
    assert any("SIMULATED" in finding.found for finding in of_topic(findings, "data root"))
    assert any("SIMULATED release" in finding.found for finding in of_topic(findings, "published"))
    rolls = [finding.facts["to_contract"] for finding in of_topic(findings, "contracts")]
    assert rolls == ["ESM09", "GEM09", "TUM09", "TYM09", "DXM09"]
    tables = small_build.rows(
        "select count(*) from reports.rpt_table_availability where sample = 'full' and status <> 'available'"
    )[0][0]
    assert (
        len([finding for finding in of_topic(findings, "tables") if finding.status == "note"]) == tables > 0
    )


def test_rolls_and_stand_in_days_are_named(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "p.duckdb") as connection:
        connection.execute("""
            create schema marts;
            create table marts.dim_contract_rolls as from (values
                ('ES', date '2019-12-12', 'canonical', 'ESZ19', 'ESH20', 0.5),
                ('ES', date '2020-03-12', 'canonical', 'ESH20', 'ESM20', 0.537),
                ('TY', date '2020-02-27', 'canonical', 'TYH20', 'TYM20', null)
            ) as t(instrument, trade_date, vendor, from_contract, to_contract, volume_share);
            create table marts.fct_contract_days as from (values
                (date '2020-03-12', 'ES', 'canonical', 'ESM20', 'volume', 0.537),
                (date '2020-03-13', 'ES', 'oanda', null, 'stand_in', null),
                (date '2020-03-16', 'TY', 'canonical', 'TYH20', 'stand_in', 0.2)
            ) as t(trade_date, instrument, vendor, contract, chosen_because, volume_share)
        """)
    found = list(contracts(tmp_path / "p.duckdb"))
    assert [(finding.status, finding.found) for finding in found] == [
        ("ok", "latest roll: ES 2020-03-12 ESH20 to ESM20, 54 % of the volume"),
        ("ok", "latest roll: TY 2020-02-27 TYH20 to TYM20"),
        (
            "note",
            "2 stand-in days, the latest first: TY 2020-03-16 TYH20 of canonical, 20 % of the volume;"
            " ES 2020-03-13 a continuous series of oanda",
        ),
    ]
    assert list(contracts(tmp_path / "none.duckdb")) == []


def test_changed_and_damaged_files_are_problems(
    monkeypatch: pytest.MonkeyPatch, small_root: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(small_root, tmp_path / "data"))
    file = sorted((root / "bars").rglob("*.parquet"))[0]
    file.write_bytes(file.read_bytes()[:-20])
    (tmp_path / "p.duckdb").write_bytes(b"x" * 10_000)
    code, findings = doctor(monkeypatch, root, tmp_path / "p.duckdb")
    assert code == 2
    problems = [finding.found for finding in findings if finding.status == "problem"]
    assert any(found.startswith("SIMULATED, but changed: bars/") for found in problems)
    assert any(file.name in found and "cut off" in found for found in problems)
    assert any("p.duckdb cannot be read" in found for found in problems)


def test_a_change_that_keeps_the_size_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, small_root: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(small_root, tmp_path / "data"))
    file = root / "series" / "fred" / "VIXCLS.csv"
    content = file.read_bytes()
    file.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    (root / "series" / "custom" / "MINE.csv").write_text("date,value\n2009-01-05,1\n")
    code, findings = doctor(monkeypatch, root, tmp_path / "none.duckdb")
    assert code == 2
    assert [finding.found for finding in findings if finding.status == "problem"] == [
        "SIMULATED, but changed: series/fred/VIXCLS.csv",
        "SIMULATED, but with files of others: series/custom/MINE.csv",
    ]


def test_a_download_that_changed_is_a_note(
    monkeypatch: pytest.MonkeyPatch, fetch: Fetcher, tmp_path: Path
) -> None:
    fetch()

    def notes() -> list[str]:
        _, findings = doctor(monkeypatch, fetch.root, tmp_path / "none.duckdb")
        problems = {finding.found for finding in findings if finding.status == "problem"}
        assert problems <= {f"read by nobody: {PREMIA.path}"}  # the stand-in has a name that no reader takes
        return [finding.found for finding in of_topic(findings, "data root") if finding.status == "note"]

    no_bars = "no bars: the tables that need them stay empty"
    assert notes() == [no_bars]
    fetch.file(AAA).write_bytes(fetch.file(AAA).read_bytes().replace(b"1.0", b"2.0"))
    fetch.file(PREMIA).unlink()
    assert notes() == [
        f"changed since the download: {AAA.path}",
        f"downloaded, and gone: {PREMIA.path}",
        no_bars,
    ]


def test_files_of_no_layout_and_a_declaration_that_is_wrong_are_problems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = tmp_path / "data"
    for path, text in (("kibot/ES.txt", "Date,Time,Open\n"), ("mine/format.yml", "tiem: date\n")):
        (root / "bars" / path).parent.mkdir(parents=True)
        (root / "bars" / path).write_text(text)
    code, findings = doctor(monkeypatch, root, tmp_path / "none.duckdb")
    assert code == 2
    found = [finding.found for finding in of_topic(findings, "data root") if finding.status == "problem"]
    assert "bars/kibot/ES.txt: found the first line Date,Time,Open, expected no header and" in found[0]
    assert found[1] == "bars/mine/format.yml: found the key tiem, expected time"


def test_bars_are_told_by_instrument(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of two vendors on one day the build's is counted; a name that nobody knows is a warning."""
    root = tmp_path / "data [1]"
    bars = root / "bars"
    (bars / "canonical").mkdir(parents=True)
    (bars / "canonical" / ".TY.parquet").write_bytes(b"PAR1, and more to come")
    (bars / "canonical" / "_notes.pdf").write_bytes(b"read by nobody")
    with duckdb.connect() as connection:
        for symbol, minutes in (("ES", 10), ("GOLD", 3)):
            connection.execute(
                f"copy (select '{symbol}' as instrument, null as contract, 1 as bar_minutes, 900 as open, 900 as high,"
                " 900 as low, 900 as close, 1 as volume, timestamp '2009-01-05 15:00' + to_minutes(i) as"
                f" bar_start_utc from range({minutes}) as t (i)) to '{bars}/canonical/{symbol}.parquet'"
            )
    for symbol, price in (("SPX500_USD", 900), ("USB10Y_USD", 120)):
        folder = bars / "oanda" / symbol / "2009"
        folder.mkdir(parents=True)
        lines = [
            f"2009-01-0{day} 15:0{minute}:00,{price},{price},{price},{price},1"
            for day in (5, 6)
            for minute in range(2)
        ]
        (folder / "a.csv").write_text("time,close,high,low,open,volume\n" + "\n".join(lines) + "\n")
    _, findings = doctor(monkeypatch, root, tmp_path / "none.duckdb")
    assert [(finding.status, finding.found) for finding in of_topic(findings, "bars")][:-1] == [
        (
            "ok",
            "ES (ES of canonical, SPX500_USD of oanda): 2009-01-05 to 2009-01-06, 2 days, 6 bars a day,"
            " no session without a bar",
        ),
        (
            "ok",
            "TY (USB10Y_USD of oanda): 2009-01-05 to 2009-01-06, 2 days, 2 bars a day,"
            " no session without a bar",
        ),
        ("warning", "GOLD of canonical is no instrument: 3 bars are not used"),
    ]
    assert [one.found for one in of_topic(findings, "data root") if one.status == "note"][:2] == [
        "1 files beside the data are not read: bars/canonical/_notes.pdf",
        "hidden, and not read: bars/canonical/.TY.parquet",
    ]


def test_five_minute_bars_marked_at_their_end_are_a_problem(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of the session alone, in all legs: then only the volume of each bar tells, which the build does not keep."""
    root = tmp_path / "data"
    simulate(root, date(2019, 2, 4), date(2019, 2, 25), bar_minutes=5)
    said = []
    for late in (0, 5):
        for path in (root / "bars/canonical").glob("*/*.parquet"):
            rewrite_file(
                path,
                f"select * replace (bar_start_utc + interval {late} minute as bar_start_utc) from rows",
            )
        write_manifest_again(root)
        _, findings = doctor(monkeypatch, root, tmp_path / "none.duckdb")
        said.append({one.found.split(" of ")[0] for one in findings if "lie one bar late" in one.found})
    assert said == [set(), {"ES", "TY", "TU", "RATE3M", "USD"}]


@pytest.mark.parametrize("name", PATTERN_FOLDERS)
def test_a_data_root_that_is_a_pattern_is_a_problem(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / name / "series/custom").mkdir(parents=True)
    (tmp_path / name / "series/custom/MINE.csv").write_text("date,value\n2019-08-01,1\n")
    code, findings = doctor(monkeypatch, tmp_path / name, tmp_path / "none.duckdb")
    assert code == 2
    assert of_topic(findings, "data root")[0].what_to_do == "rename the folder"


def test_versions_and_ages() -> None:
    assert package("click", "click==0.1 \\\n").status == "warning"
    assert package("not-a-package", "").status == "problem"
    assert age("bars", date(2000, 1, 3)).status == "note"
    assert exit_code([Finding("x", "warning", ""), Finding("x", "note", "")]) == 0
