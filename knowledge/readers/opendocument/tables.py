"""OpenDocument tables as rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.readers.opendocument.text import text_of
from knowledge.readers.rows import Rows
from knowledge.readers.xml_trees import local, number

#: Spreadsheet-like repeats fill a page with empty cells; nobody writes this many by hand.
MAX_REPEAT = 50
_GROUPS = frozenset(["table-header-rows", "table-rows", "table-row-group"])


def rows_of(table: Any) -> Rows:
    rows = Rows()
    _add(table, False, rows)
    return rows


def _add(element: Any, is_header: bool, rows: Rows) -> None:
    for child in element:
        name = local(child)
        if name == "table-row":
            for _ in range(min(number(child, "number-rows-repeated", 1), MAX_REPEAT)):
                rows.add(_cells(child), is_header)
        elif name in _GROUPS:
            _add(child, is_header or name == "table-header-rows", rows)


def _cells(row: Any) -> Iterator[tuple[str, int, int]]:
    """The cells but those that are covered: the cell that covers them says how far it reaches."""
    for cell in row:
        if local(cell) == "table-cell":
            parts = (text_of(part) for part in cell.iter() if local(part) in ("p", "h"))
            text = " ".join(filter(None, parts))
            across, down = (number(cell, f"number-{of}-spanned", 1) for of in ("columns", "rows"))
            for _ in range(min(number(cell, "number-columns-repeated", 1), MAX_REPEAT)):
                yield text, across, down
