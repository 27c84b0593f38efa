"""Small files of each publisher's layout, and files that cannot be read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwt
from builds import Build, run_dbt
from series_builds import build_macro, loaded, write

from stockbond.workbooks import UnreadableWorkbookError, workbook_rows

ACM_COLUMNS = [f"{name}{year:02d}" for name in ("ACMY", "ACMTP", "ACMRNY") for year in range(1, 11)]


def write_acm_workbook(path: Path, days: list[str], sheet: str = "ACM Daily") -> None:
    """The New York Fed's workbook: two sheets of one layout; the value tells sheet, day and column."""
    book = xlwt.Workbook()
    for part, name in enumerate(("ACM Monthly", sheet)):
        table = book.add_sheet(name)
        for column, header in enumerate(["DATE", *ACM_COLUMNS]):
            table.write(0, column, header)
        for row, day in enumerate(days, start=1):
            table.write(row, 0, day)
            for column in range(1, 31):
                table.write(row, column, 100 * part + row + column / 64)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))


def write_xlsx(path: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def spreadsheetml(sheet: str, rows: list[list[str]]) -> str:
    """As the funds write it: a byte-order mark, a bare ampersand, styles whose tags do not match."""
    cells = "\n".join(
        "<ss:Row>" + "".join(f'<ss:Cell><ss:Data ss:Type="String">{cell}</ss:Data></ss:Cell>' for cell in row)
        + "</ss:Row>"
        for row in rows
    )  # fmt: skip
    return (
        '\ufeff<?xml version="1.0"?>\n<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        "<ss:Styles><ss:Style ss:ID='a'></style></ss:Styles>"
        '<ss:Worksheet ss:Name="Holdings"><ss:Table><ss:Row><ss:Cell><ss:Data ss:Type="String">AT&T</ss:Data>'
        "</ss:Cell></ss:Row></ss:Table></ss:Worksheet>"
        f'<ss:Worksheet ss:Name="{sheet}"><ss:Table>{cells}</ss:Table></ss:Worksheet></ss:Workbook>'
    )


GSW = """Note: this is not an official statistic.

Series,Compounding
Zero-coupon yield,Continuous

Date,BETA0,BETA3,SVENF01,SVENY01,SVENY10,TAU2
1961-06-14,3.9,-999.99,3.5,2.9825,NA,-999.99
2004-01-02,3.9,1.5,3.5,1.2500,4.5000,2.5
2004-01-05,NA,NA,NA,NA,NA,NA
"""
KIM_WRIGHT = """A note

Date,THREEFY1000.B,THREEFYTP1000.B
2004-01-02,4.5,1.25
2004-01-05,4.5,NA
"""
FISCAL_COLUMNS = (
    "record_date,cusip,security_type,security_term,auction_date,issue_date,maturity_date,allocation_pctage,"
    "offering_amt,reopening,inflation_index_security"
)
FISCAL = [
    FISCAL_COLUMNS,
    "2004-02-12,912828CA6,Note,10-Year,2004-02-12,2004-02-17,2014-02-15,null,16000000000,No,No",
    "2004-01-07,912828BW9,Note,10-Year,2004-01-07,2004-01-15,2014-01-15,null,12000000000,No,Yes",
    '2004-03-11,912828CA6,Note,9-Year 11-Month,2004-03-11,2004-03-15,2014-02-15,"1,5",null,Yes,No',
    "2004-05-13,912828CJ7,Note,10-Year,2004-05-13,2004-05-17,2014-05-15,null,15000000000,No,No",
]
CIP_HEADER = "date,group,currency,tenor,diff_y,rho,cip_govt"
CIP = """group,currency,tenor,date,diff_y,rho,cip_govt,cip_govt_break_date
g10,EUR,1y,05jan2004,1.00,0.75,25,
g10,EUR,1y,06Jan2004,1.00,0.50,50,
g10,EUR,10y,05jan2004,1.00,0.75,25,
em,MXN,1y,05jan2004,5.00,4.00,100,
g10,JPY,5y,05jan2004,,,10,
"""
FUND = [
    ["As Of", "NAV per Share", "Ex-Dividends", "Shares Outstanding"],
    ["Jan 06, 2004", "85.50", "--", "2,000,000.00"],
    ["Jan 05, 2004", "85.25", "0.31", "1900000"],
]
STATE_STREET = [
    ["Fund Name:", "A trust", "", ""],
    ["Date", "NAV", "Shares Outstanding", "Total Net Assets"],
    ["05-Jan-2004", 111.5, 400000000, 1.0],
    ["Past performance is no guarantee", None, None, None],
]


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> Build:
    root = tmp_path_factory.mktemp("layouts") / "data"
    acm = root / "series" / "nyfed" / "ACMTermPremium.xls"
    write_acm_workbook(acm, ["14-Jun-1961", "02-Jan-2004", "05-JAN-2004"])
    write_xlsx(
        root / "series" / "hpw" / "Noise_Measure.xlsx",
        [
            ["Date", "Noise (bp)", "a note"],
            [pd.Timestamp("2004-01-02"), 1.5],
            [pd.Timestamp("2004-01-05"), 2],
        ],
    )
    write(root, "fed/feds200628.csv", GSW.replace("\n", "\r\n"))
    write(root, "fed/feds200533.csv", KIM_WRIGHT)
    write(root, "treasury/auctions_query.csv", "\n".join(FISCAL) + "\n")
    write(root, "cip/cip_dataset_v4.csv", CIP)
    # In one unit throughout, of another day; and LIBOR's deviations in a file of their own.
    write(
        root,
        "cip/more.csv",
        "date,group,currency,tenor,diff_y,rho,cip_govt\n2004-01-07,g10,EUR,1y,90,60,30\n",
    )
    write(root, "cip/libor.csv", "date,group,currency,tenor,cip_libor\n2004-01-05,g10,EUR,1y,5\n")
    write(root, "fred/DGS1.csv", "DATE,DGS1\n2004-01-05,1.25\n2004-01-06,1.26\n2004-01-07,1.26\n")
    write(root, "etf/IEF.xls", spreadsheetml("Historical", FUND))
    write_xlsx(root / "series" / "etf" / "SPY.xlsx", STATE_STREET)
    write(root, "prices/DXY.csv", "volume,close,date\n7,87.5,2004-01-05\n,88,2004-01-06\n")
    write(root, "prices/USDJPY.csv", "date,close\n2004-01-05,100\n2004-01-06,\n")
    write(
        root,
        "nyfed/primary_dealer_positions_2013_on.csv",
        '"As Of Date","Time Series","Value (millions)"\n"2013-04-03","PDPOSGST-TOT","108014"\n'
        '"2013-04-10","PDPOSGST-TOT","*"\n',
    )
    write(
        root,
        "kenneth_french/factors.csv",
        "A text, a comma\r\n\r\n,Mkt-RF,SMB,HML,RF\r\n20040102,   0.10,-99.99,0,0.004\r\n\r\nFooter, 1\r\n",
    )
    (root / "manifest.json").write_text(
        '{"simulated": false, "downloads": [{"path": "series/fed/feds200628.csv",'
        ' "retrieved_at_utc": "2024-05-01T10:00:00+00:00"}]}'
    )
    done = build_macro(root)
    assert done.exit_code == 0, done.log
    return done


def test_workbooks_give_the_daily_sheet_and_every_value(layouts: Build) -> None:
    found = loaded(layouts)
    # Column 20 of the sheet's 30 is the ten-year premium; the second sheet's values are 100 higher.
    assert found["ACM_TP10"] == (3, "1961-06-14", 101 + 20 / 64, "2004-01-05", 103 + 20 / 64)
    assert found["HPW_NOISE"] == (2, "2004-01-02", 1.5, "2004-01-05", 2.0)
    columns = layouts.rows("select count(distinct source_column) from staging.stg_nyfed__acm_daily")
    assert columns == [(30,)]


def test_text_before_the_header_and_missing_values_are_passed_over(layouts: Build) -> None:
    found = loaded(layouts)
    assert found["SVENY01"] == (2, "1961-06-14", 2.9825, "2004-01-02", 1.25)
    assert found["SVENY10"] == (1, "2004-01-02", 4.5, "2004-01-02", 4.5)
    assert found["KW_TP10"] == (1, "2004-01-02", 1.25, "2004-01-02", 1.25)
    assert found["RF"] == (1, "2004-01-02", 0.004, "2004-01-02", 0.004)
    assert "SMB" not in found


def test_prices_serve_series_too_and_yen_count_in_dollars(layouts: Build) -> None:
    found = loaded(layouts)
    assert found["DXY"] == (2, "2004-01-05", 87.5, "2004-01-06", 88.0)
    assert found["JPYUSD"] == (1, "2004-01-05", 0.01, "2004-01-05", 0.01)


def test_values_declared_in_millions_stay_so(layouts: Build) -> None:
    assert loaded(layouts)["PDPOSGST-TOT"] == (1, "2013-04-03", 108014.0, "2013-04-03", 108014.0)


def test_fiscal_data_tells_new_issues_by_its_flags(layouts: Build) -> None:
    rows = layouts.rows(
        """
        select cusip, cast(auction_date as varchar), offering_amount_bn, is_offering_increased, comparison
        from marts.fct_treasury_auctions where file is not null order by auction_date
        """
    )
    assert rows == [
        ("912828CA6", "2004-02-12", 16.0, None, "agrees"),
        ("912828CJ7", "2004-05-13", 15.0, False, "agrees"),
    ]


def test_parity_deviations_find_their_unit_and_their_partner(layouts: Build) -> None:
    rows = layouts.rows(
        """
        select
            currency, tenor, cast(observation_date as varchar), ust_basis_bp, ust_basis_cip_adjusted_bp,
            yield_gap_bp, hedging_cost_bp
        from intermediate.int_currency_bases order by all
        """
    )
    assert rows == [
        ("EUR", "1y", "2004-01-05", -25.0, -20.0, -100.0, 75.0),
        ("EUR", "1y", "2004-01-06", -50.0, None, -100.0, 50.0),
        ("EUR", "1y", "2004-01-07", -30.0, None, -90.0, 60.0),
        ("JPY", "5y", "2004-01-05", -10.0, None, None, None),
    ]


def test_fund_files_are_read_though_their_xml_is_broken(layouts: Build) -> None:
    rows = layouts.rows(
        """
        select ticker, cast(observation_date as varchar), nav_usd, shares_outstanding
        from intermediate.int_fund_readings order by all
        """
    )
    assert rows == [
        ("IEF", "2004-01-05", 85.25, 1_900_000.0),
        ("IEF", "2004-01-06", 85.5, 2_000_000.0),
        ("SPY", "2004-01-05", 111.5, 400_000_000.0),
    ]


def test_day_of_the_download_comes_with_the_values(layouts: Build) -> None:
    rows = layouts.rows(
        """
        select series_id, cast(retrieved_at_utc as varchar) from marts.dim_macro_series
        where series_id in ('SVENY01', 'KW_TP10') order by all
        """
    )
    assert rows == [("KW_TP10", None), ("SVENY01", "2024-05-01 10:00:00")]


# Files that cannot be read

BAD_FILES: dict[str, tuple[str, str]] = {
    "fred/NO_ID.txt": ("Title: x\nDATE VALUE\n2004-01-02 1\n", 'line 1: no line "Series ID: <ID>"'),
    "fred/NO_TABLE.txt": (
        "Series ID: X\n2004-01-02 1\n",
        'header that ends with the line "DATE VALUE"',
    ),
    "fred/CUT.txt": (
        "Series ID: CUT\nDATE VALUE\n2004-01-02 1\n2004-01-0",
        "line 4: found 1 field(s), expected 2",
    ),
    "nyfed/acm_10y_term_premium.csv": ("date,close\n2004-01-02,1\n", 'expected the header "date,value"'),
    "nyfed/primary_dealer_positions_1.csv": (
        "asofdate,keyid,value\n2004-01-07,PDPUSGTNOP,12x\n",
        "line 2: '12x' is not a number",
    ),
    "fed/feds200628.csv": ("<html>\n<body>\n", 'line 1: expected a header that begins with "Date,"'),
    "fed/SVENY.csv": (
        "Date,SVENY01\n02/30/2004,1\n",
        "line 2: '02/30/2004' is not a date",
    ),
    "kenneth_french/monthly.CSV": (
        "text\n\n,Mkt-RF,SMB,HML,RF\n200401,1,1,1,1\n20040102,1,1,1,1\n",
        "line 4: '200401' is not a date; expected YYYYMMDD",
    ),
    "kenneth_french/other.CSV": ("a,b\n1,2\n", 'expected a header like ",Mkt-RF,SMB,HML,RF"'),
    "cip/two.csv": (
        f"{CIP_HEADER}\n2004-01-05,g10,EUR,1y,1,1,0\n2004-01-05,g10,EUR,1y,1,1,3\n",
        "two values for 2004-01-05: 0.0 and 3.0",
    ),
    "cip/number.csv": (
        f"{CIP_HEADER}\n2004-01-05,g10,EUR,1y,1,x,0\n",
        "line 2: 'x' is not a number",
    ),
    "cip/header.csv": (
        "date,currency,tenor,basis\n2004-01-05,EUR,1y,1\n",
        "expected the columns date, group",
    ),
}
BAD_PRICES: dict[str, tuple[str, str]] = {
    "prices/XLB.csv": ("date,open\n2004-01-05,1\n", 'expected the header "date,close[,high,low][,volume]"'),
    "prices/TY.csv": (
        "date,close,high,low\n2004-01-02,100,99,101\n",
        "line 2: a high of 99.0 below the low of 101.0",
    ),
    "prices/ES.csv": ("date,low,close\n2004-01-02,x,100\n", "line 2: 'x' is not a number; expected the low"),
    "prices/XLE.csv": ("date,close\n2004-01-05,-1\n", "line 2: a close of -1.0; expected a price above zero"),
}


def build_readings(root: Path) -> Build:
    """Only read: a file that cannot be read stops the build there."""
    readings = ["+int_macro_readings", "+int_cip_readings", "+int_fund_readings"]
    return run_dbt(
        ["build", "--select", *readings, "--exclude-resource-type", "test", "unit_test"],
        root,
        root.parent / "warehouse.duckdb",
    )


def expect_messages(done: Build, messages: dict[str, str]) -> None:
    assert done.exit_code != 0
    assert "Traceback" not in done.log
    for path, message in messages.items():
        lines = [line for line in done.log.splitlines() if f"series/{path}, line " in line]
        assert any(message in line for line in lines), f"{path}: {lines}\n{done.log}"


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    root = tmp_path / "data"
    for path, (text, _) in BAD_FILES.items():
        write(root, path, text)
    write_acm_workbook(root / "series" / "nyfed" / "ACMTermPremium.xls", ["02-Jan-2004", "2004/01/05"])
    messages = {path: message for path, (_, message) in BAD_FILES.items()} | {
        "nyfed/ACMTermPremium.xls": "line 3: '2004/01/05' is not a date; expected DD-Mon-YYYY",
    }
    expect_messages(build_readings(root), messages)


def test_prices_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for path, (text, _) in BAD_PRICES.items():
        write(tmp_path / "data", path, text)
    expect_messages(
        build_readings(tmp_path / "data"), {path: message for path, (_, message) in BAD_PRICES.items()}
    )


def test_auction_file_without_the_columns_is_named(tmp_path: Path) -> None:
    write(tmp_path / "data", "treasury/Securities.csv", "CUSIP,Security Type\nA,Note\n")
    done = build_readings(tmp_path / "data")
    assert done.exit_code != 0
    assert "Traceback" not in done.log
    assert "series/treasury/Securities.csv: no security term, auction date" in done.log


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def test_workbooks_without_the_sheet_or_cut_off_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xls"
    write_acm_workbook(path, ["02-Jan-2004"], sheet="ACM Weekly")
    with pytest.raises(UnreadableWorkbookError, match=r"'ACM Daily', found .* ACM Monthly, ACM Weekly"):
        workbook_rows(path, "ACM Daily")
    cut(path, 1500)
    with pytest.raises(UnreadableWorkbookError, match=r"a damaged \.xls workbook"):
        workbook_rows(path)
    write_xlsx(path, [["a", 1], [None, None], [None, 2.5]])
    assert workbook_rows(path) == [(1, ["a", "1"]), (3, ["", "2.5"])]
    cut(path, 1500)
    with pytest.raises(UnreadableWorkbookError, match=r"a damaged \.xlsx workbook"):
        workbook_rows(path)
    path.write_text(spreadsheetml("Historical", FUND)[:700], encoding="utf-8")
    with pytest.raises(UnreadableWorkbookError, match="the file is cut off"):
        workbook_rows(path, "Holdings")
    path.write_text(spreadsheetml("Historical", FUND), encoding="utf-8")
    with pytest.raises(UnreadableWorkbookError, match="'Daily', found the sheets Holdings, Historical"):
        workbook_rows(path, "Daily")
    path.write_text("<html>not found</html>", encoding="utf-8")
    with pytest.raises(UnreadableWorkbookError, match="expected an Excel workbook or SpreadsheetML, found"):
        workbook_rows(path)


def test_cells_that_a_spreadsheet_skips_are_empty(tmp_path: Path) -> None:
    text = spreadsheetml("S", [["a", "b"]]).replace(
        "</ss:Table></ss:Worksheet></ss:Workbook>",
        '<ss:Row ss:Index="4"><ss:Cell ss:Index="2"><ss:Data ss:Type="DateTime">2004-01-05T00:00:00</ss:Data>'
        "</ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>",
    )
    path = tmp_path / "book.xls"
    path.write_text(text, encoding="utf-8")
    assert workbook_rows(path, "S") == [(1, ["a", "b"]), (4, ["", "2004-01-05"])]
