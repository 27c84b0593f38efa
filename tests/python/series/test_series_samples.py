"""Real sample files of each publisher, parsed whole and read another way."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from builds import Build
from series_builds import build_macro, ends, loaded


@pytest.fixture(scope="module")
def real_series(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    root = tmp_path_factory.mktemp("formats") / "data"
    for folder in ("fred", "cboe", "fed", "nyfed", "kenneth_french"):
        shutil.copytree(real_data / folder, root / "series" / folder)
    # Two files of one series each: only one of them is wanted here.
    (root / "series" / "fred" / "H15_multi_series.csv").unlink()
    (root / "series" / "fred" / "VIXCLS.csv").unlink()
    shutil.copytree(real_data / "treasurydirect", root / "series" / "treasury")
    done = build_macro(root)
    assert done.exit_code == 0, done.log
    return done


def test_bulk_text_of_fred_is_read_whole(real_data: Path, real_series: Build) -> None:
    found = loaded(real_series)
    for name in ("DFEDTAR", "DFEDTARU", "DSWP1", "DSWP5", "DGS1", "DTB3"):
        text = (real_data / "fred" / f"{name}.txt").read_text(encoding="utf-8")
        pairs = re.findall(r"^(\d{4}-\d{2}-\d{2})\s+(\S+)\s*$", text, re.MULTILINE)
        assert len(pairs) > 2900
        values = pd.to_numeric(pd.Series(dict(pairs)), errors="coerce")
        assert found[name] == ends(values), name


def test_wide_and_plain_files_are_read_whole(real_data: Path, real_series: Build) -> None:
    found = loaded(real_series)
    acm = pd.read_csv(real_data / "nyfed" / "acm_10y_term_premium.csv", index_col="date")["value"]
    assert found["ACM_TP10"] == ends(acm)
    assert len(acm) == 16261
    curves = pd.read_csv(real_data / "fed" / "SVENY.csv", index_col="Date")
    assert len(curves) == 15421
    for maturity in range(1, 11):
        assert found[f"SVENY{maturity:02d}"] == ends(curves[f"SVENY{maturity:02d}"])
    vix = pd.read_csv(real_data / "cboe" / "VIX_History.csv", index_col="DATE")["CLOSE"]
    assert found["VIX"] == ends(vix)
    premium = pd.read_csv(real_data / "fred" / "THREEFYTP10.csv", index_col=0).iloc[:, 0]
    assert found["KW_TP10"] == ends(premium)


def test_daily_factors_are_read_between_preamble_and_footer(real_data: Path, real_series: Build) -> None:
    path = real_data / "kenneth_french" / "F-F_Research_Data_Factors_daily.CSV"
    rows = [line.split(",") for line in path.read_text().splitlines() if re.match(r"\d{8},", line)]
    table = pd.DataFrame(rows, columns=["day", "MKT_RF", "SMB", "HML", "RF"]).set_index("day").astype(float)
    table.index = pd.to_datetime(table.index)
    found = loaded(real_series)
    assert len(table) == 25438
    assert found["RF"] == ends(table["RF"])
    assert found["MKT_RF"] == ends(table["MKT_RF"])


def test_dealer_positions_are_read_whole_and_in_millions(real_data: Path, real_series: Build) -> None:
    found = loaded(real_series)
    for name, scale in (("2003_2013", 1), ("2013_2026", 1000)):
        table = pd.read_csv(real_data / "nyfed" / f"primary_dealer_positions_{name}.csv")
        by_key = table.pivot_table(index="asofdate", columns="keyid", values="value", aggfunc="first")
        for key in ("PDPUSGTNOP", "PDPUSGTIISNOP", "PDPOSGST-TOT"):
            if key in by_key:
                assert found[key] == pytest.approx(ends(scale * by_key[key]))
    staged = real_series.rows("select count(*) from staging.stg_nyfed__dealer_positions")
    assert staged == [(3402 + 8542,)]


def test_auction_rules_reproduce_the_papers_counts(real_data: Path, real_series: Build) -> None:
    assert real_series.rows("select count(*) from staging.stg_treasury__treasurydirect_auctions") == [(2557,)]
    counts = real_series.rows(
        """
        select security_term, count(*) from intermediate.int_treasury_new_issues
        where auction_date between date '2004-01-01' and date '2022-06-30' group by 1 order by 1
        """
    )
    assert counts == [("10-Year", 74), ("5-Year", 222)]
    compared = real_series.rows(
        """
        select comparison, count(*) from marts.fct_treasury_auctions
        where auction_date between date '2004-01-01' and date '2022-06-30' group by 1
        """
    )
    assert compared == [("agrees", 296)]


def test_the_target_gives_the_decisions_of_the_facts(real_series: Build) -> None:
    """Day after against day before: where the samples hold both, every scheduled meeting of the facts."""
    agreeing = real_series.rows(
        """
        select count(*), count(*) filter (where meetings.decision_by_target = facts.decision)
        from intermediate.int_fomc_meetings as meetings
        inner join seeds.fomc_meetings as facts using (announcement_date)
        where facts.is_scheduled and decision_by_target is not null
            and announcement_date > date '2008-12-16'
        """
    )
    assert agreeing == [(64, 64)]
    before = real_series.rows(
        """
        select count(*) > 30, bool_and(meetings.decision_by_target = facts.decision)
        from intermediate.int_fomc_meetings as meetings
        inner join seeds.fomc_meetings as facts using (announcement_date)
        where facts.is_scheduled and decision_by_target is not null and announcement_date <= date '2008-12-16'
        """
    )
    assert before == [(True, True)]


def test_later_dealer_total_holds_inflation_protected_securities(real_data: Path) -> None:
    """From 2022 on the file has all parts of the total: they add up with them, and never without."""
    table = pd.read_csv(real_data / "nyfed" / "primary_dealer_positions_2013_2026.csv")
    wide = table[table["asofdate"] >= "2022"].pivot_table(index="asofdate", columns="keyid", values="value")
    total, parts = wide["PDPOSGST-TOT"], wide.drop(columns="PDPOSGST-TOT")
    protected = [key for key in parts if key.startswith("PDPOSTIPS")]
    assert len(wide) == 225
    assert len(protected) == 4
    assert ((total - parts.sum(axis=1)).abs() < 1e-9).all()
    assert ((total - parts.drop(columns=protected).sum(axis=1)).abs() > 1).all()
