"""OpenDocument tables as rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.readers.opendocument.text import text_of
from knowledge.readers.xml_trees import local, number

#: Spreadsheet-like repeats fill a page with empty cells; nobody writes this many by hand.
MAX_REPEAT = 50
_GROUPS = frozenset(["table-header-rows", "table-rows", "table-row-group"])


def rows_of(table: Any) -> tuple[list[list[str]], int]:
    """The rows, and how many of them are headers. A cell over several rows is said in each."""
    rows: list[list[str]] = []
    header_rows = 0
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still to come, text
    for row, is_header in _rows(table, False):
        texts: list[str] = []
        for column, cell in enumerate(_cells(row)):
            left, text = hanging.pop(column, (0, ""))
            if local(cell) == "table-cell":
                parts = (text_of(part) for part in cell.iter() if local(part) in ("p", "h"))
                text = " ".join(filter(None, parts))
                left = number(cell, "number-rows-spanned", 1)
            elif not left:
                continue  # covered by the cell on its left, which has been said
            if left > 1:
                hanging[column] = (left - 1, text)
            texts.append(text)
        header_rows += is_header
        rows.append(texts)
    return rows, header_rows


def _rows(element: Any, is_header: bool) -> Iterator[tuple[Any, bool]]:
    for child in element:
        name = local(child)
        if name == "table-row":
            for _ in range(min(number(child, "number-rows-repeated", 1), MAX_REPEAT)):
                yield child, is_header
        elif name in _GROUPS:
            yield from _rows(child, is_header or name == "table-header-rows")


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if local(child) in ("table-cell", "covered-table-cell"):
            for _ in range(min(number(child, "number-columns-repeated", 1), MAX_REPEAT)):
                yield child
