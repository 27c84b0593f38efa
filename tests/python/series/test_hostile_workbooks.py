"""Spreadsheets that are damaged or made to harm: each ends at once with a message, and no text is lost."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from test_series_formats import spreadsheetml, write_xlsx

from stockbond.workbooks import UnreadableWorkbookError, workbook_rows

SHEET = spreadsheetml("S", [["a", "b"]])
HOSTILE_SHEETS = {
    "row 2,000,000,000 of a sheet": SHEET.replace("<ss:Row>", '<ss:Row ss:Index="2000000000">'),
    "column 2,000,000,000 of a sheet": SHEET.replace("<ss:Cell>", '<ss:Cell ss:Index="2000000000">'),
    "expected a number": SHEET.replace("<ss:Row>", f'<ss:Row ss:Index="{"9" * 5_000}">'),
    "tags are not closed": SHEET.replace("</ss:Table>", "<ss:Row>" * 25_000 + "</ss:Table>"),
    "is cut off": SHEET.removesuffix("</ss:Workbook>") + "<ss:Row>" * 25_000,
    "without a sheet": SHEET.replace("Worksheet", "Sheet"),
}


@pytest.mark.parametrize("words", HOSTILE_SHEETS)
def test_hostile_sheets_end_with_a_message(words: str, tmp_path: Path) -> None:
    """Nobody counts two thousand million empty cells, or looks for the end of 25,000 tags."""
    path = tmp_path / "fund.xls"
    path.write_text(HOSTILE_SHEETS[words], encoding="utf-8")
    with pytest.raises(UnreadableWorkbookError, match=words):
        workbook_rows(path, "S")


def test_text_of_a_sheet_is_whole_and_entities_are_not_opened(tmp_path: Path) -> None:
    """Ampersands that begin no entity stay; an entity that would fill the memory stays a word."""
    bomb = '<!DOCTYPE a [<!ENTITY b "' + "b" * 1_000 + '">]>'
    text = spreadsheetml("S", [["AT&T &amp; S&P 500", "&b;", "1 &lt; 2"]]).replace("?>\n", "?>" + bomb, 1)
    path = tmp_path / "fund.xls"
    path.write_text(text, encoding="utf-8")
    assert workbook_rows(path, "S") == [(1, ["AT&T & S&P 500", "&b;", "1 < 2"])]


def test_a_row_of_an_xlsx_that_no_sheet_has_is_refused(tmp_path: Path) -> None:
    path, spoiled = tmp_path / "book.xlsx", tmp_path / "spoiled.xlsx"
    write_xlsx(path, [["a", 1], ["b", 2]])
    for before, after, words in (
        (b'r="2"', b'r="2000000000"', "row 1,048,577 of a sheet"),
        (b'r="B2"', b'r="ZZZZZ2"', r"a damaged \.xlsx workbook"),
    ):
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoiled, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if "sheet1" in name:  # without its dimension, as a stream is written
                    content = re.sub(b"<dimension[^>]*/>", b"", content.replace(before, after))
                new.writestr(name, content)
        with pytest.raises(UnreadableWorkbookError, match=words):
            workbook_rows(spoiled)
