"""The catalogue of `stockbond fetch`: safe addresses and paths, names, and what each file must look like."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from builds import PROJECT_ROOT
from fetcher import (
    CATALOGUE,
)

from stockbond.fetch.catalogue import load_catalogue, parse_catalogue, select_sources
from stockbond.fetch.content import check_content
from stockbond.fetch.errors import SourceError

BAD_ENTRIES = [
    ('url = "https://publisher.test/graph?id=AAA"', 'url = "http://publisher.test/AAA"', "https"),
    ('url = "https://publisher.test/graph?id=AAA"', 'url = "file:///etc/passwd"', "https"),
    ('url = "https://publisher.test/graph?id=AAA"', 'url = "https://me:pw@publisher.test/"', "plain host"),
    ('"series/fred/AAA.csv"', '"series/fred/../../../AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"series/fred/.."', "path"),
    ('"series/fred/AAA.csv"', '"/etc/AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"bars/canonical/AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"series/fred/.AAA.csv"', "path"),
    ('"series/fred/AAA.csv"', '"series/fred/BBB.csv"', "stands twice"),
    ('kind = "zip"', 'kind = "tar"', "kind"),
    ("header = '(observation_date|DATE),AAA'", "", "header"),
    ('sheet = "ACM Daily"', "", "sheet"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "why"), BAD_ENTRIES)
def test_an_unsafe_catalogue_is_refused(good: str, bad: str, why: str) -> None:
    assert good in CATALOGUE
    with pytest.raises(ValueError, match=why):
        parse_catalogue(CATALOGUE.replace(good, bad))


# ---------------------------------------------------------------- the catalogue of the package


def test_every_source_lies_where_the_warehouse_reads() -> None:
    sources = load_catalogue()
    assert all(
        source.url.startswith("https://") and source.licence and source.publisher for source in sources
    )
    assert all(source.path.split("/")[1] == source.publisher_id for source in sources)
    assert {Path(source.path).name for source in sources} >= {
        "VIX_History.csv", "ACMTermPremium.xls", "feds200628.csv", "auctions_query.csv",
        "F-F_Research_Data_Factors_daily.CSV",
    }  # fmt: skip


def test_every_fred_series_of_the_warehouse_can_be_fetched() -> None:
    with (PROJECT_ROOT / "seeds" / "series" / "macro_series_sources.csv").open() as file:
        wanted = {
            row["source_column"]: row["series_id"]
            for row in csv.DictReader(file)
            if row["source_format"] == "fred"
        }
    offered = {source.id: source.series for source in load_catalogue() if source.publisher_id == "fred"}
    no_longer_shown = {"ICERATES1100USD1Y", "ICERATES1100USD5Y"}
    assert wanted.keys() - no_longer_shown == offered.keys()
    assert all(offered[column] == (wanted[column],) for column in offered)
    for source in load_catalogue():
        if source.publisher_id == "fred":
            assert source.url == f"https://fred.stlouisfed.org/graph/fredgraph.csv?id={source.id}"
            assert source.path == f"series/fred/{source.id}.csv"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("vix", ["VIXCLS", "VIX_History"]),
        ("KW_TP10", ["THREEFYTP10", "feds200533"]),
        ("dgs10", ["DGS10"]),
        ("cboe", ["VIX_History"]),
        ("SVENY05", ["feds200628"]),
    ],
)
def test_sources_are_found_by_the_names_people_use(name: str, ids: list[str]) -> None:
    assert [source.id for source in select_sources(load_catalogue(), [name])] == ids


@pytest.mark.parametrize(
    ("sample", "source_id"),
    [
        ("fred/VIXCLS.csv", "VIXCLS"),
        ("fred/DGS10.csv", "DGS10"),
        ("fred/DGS30.csv", "DGS30"),
        ("fred/DEXUSEU.csv", "DEXUSEU"),
        ("fred/DTWEXBGS.csv", "DTWEXBGS"),
        ("fred/THREEFYTP10.csv", "THREEFYTP10"),
        ("cboe/VIX_History.csv", "VIX_History"),
        ("nyfed/primary_dealer_positions_2003_2013.csv", "primary_dealer_positions_2001_2013"),
        ("nyfed/primary_dealer_positions_2013_2026.csv", "primary_dealer_positions_2013_on"),
        ("kenneth_french/F-F_Research_Data_Factors_daily.CSV", "F-F_Research_Data_Factors_daily"),
    ],
)
def test_content_checks_accept_the_publishers_files(real_data: Path, sample: str, source_id: str) -> None:
    (source,) = (source for source in load_catalogue() if source.id == source_id)
    check_content(source, real_data / sample)


@pytest.mark.parametrize(
    ("source_id", "text"),
    [
        ("feds200533", "Note: text\n\nDate,THREEFY1000.B,THREEFYTP1000.B\n{rows}"),
        ("feds200628", "Note: text\nmore text\n\nDate,BETA0,BETA1,SVENY01,SVENY02,SVENY30,TAU1\n{rows}"),
        ("auctions_query", "record_date,cusip,auction_date,issue_date,offering_amt\n{rows}"),
        ("primary_dealer_positions_2013_on", '"As Of Date","Time Series","Value (millions)"\n{rows}'),
    ],
)
def test_content_checks_of_files_without_a_sample(tmp_path: Path, source_id: str, text: str) -> None:
    (source,) = (source for source in load_catalogue() if source.id == source_id)
    file = tmp_path / "file"
    n_columns = text.splitlines()[-2].count(",") + 1
    file.write_text(text.format(rows=",".join(["1"] * n_columns) + "\n"))
    check_content(replace(source, min_rows=1), file)
    with pytest.raises(SourceError, match="not whole"):
        check_content(source, file)
    file.write_text(text.format(rows="").translate(str.maketrans("DdT", "###")))
    with pytest.raises(SourceError, match="header was not found"):
        check_content(replace(source, min_rows=0), file)
