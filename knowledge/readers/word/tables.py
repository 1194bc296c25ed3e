"""Word tables as rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from knowledge.readers.word.text import text_of


def is_layout(table: Any) -> bool:
    """One cell: a box around text, not a table."""
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    return len(cells) == 1


def rows_of(table: Any) -> tuple[list[list[str]], int]:
    """The rows, and how many of them are headers. A cell over several rows is said in each."""
    rows: list[list[str]] = []
    header_rows = 0
    above: dict[int, str] = {}  # column → text of the cell that may go on below
    for row in _rows(table):
        texts: list[str] = []
        column = 0
        for cell in _cells(row):
            settings = cell.find(qn("w:tcPr"))
            text = " ".join(filter(None, (text_of(part) for part in cell.iter(qn("w:p")))))
            merged = None if settings is None else settings.find(qn("w:vMerge"))
            if merged is not None and merged.get(qn("w:val")) != "restart":
                text = above.get(column, "")
            above[column] = text
            texts.append(text)
            column += _width(settings)
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None and header_rows == len(rows):
            header_rows += 1
        rows.append(texts)
    if not header_rows and len(rows) > 1 and _first_row_is_header(table):
        header_rows = 1
    return rows, header_rows


def _rows(table: Any) -> Iterator[Any]:
    return _inside(table, qn("w:tr"))


def _cells(row: Any) -> Iterator[Any]:
    return _inside(row, qn("w:tc"))


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, also those in content controls and tracked changes."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _inside(child, tag)


def _width(settings: Any) -> int:
    span = None if settings is None else settings.find(qn("w:gridSpan"))
    value = "1" if span is None else span.get(qn("w:val"), "1")
    return int(value) if value.isdecimal() else 1


def _first_row_is_header(table: Any) -> bool:
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None:
        return False
    if look.get(qn("w:firstRow")) is not None:
        return str(look.get(qn("w:firstRow"))) in ("1", "true")
    value = look.get(qn("w:val"), "0")
    # Bit 0x20 of the old form says that the first row is set apart (ECMA-376, 17.4.55).
    return all(digit in "0123456789abcdefABCDEF" for digit in value) and bool(int(value, 16) & 0x20)
