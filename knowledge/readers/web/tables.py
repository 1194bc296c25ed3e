"""Tables of web pages: rows of cells, and which tables only lay out the page."""

from __future__ import annotations

from typing import Any

#: Cells that span more than this are a slip or an attack.
MAX_SPAN = 100


def is_layout(table: Any) -> bool:
    """A table inside a table's cell, or one column without header cells, lays out the page."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return True
    if table.find(".//th") is not None:
        return False
    widths = [len(row.findall("td")) for row in table.iter("tr")]
    return bool(widths) and max(widths) <= 1


def rows_of(table: Any) -> tuple[list[list[str]], int]:
    """The rows, and how many of them are headers. A cell over several rows is said in each, so that
    a row can be read alone; a cell over several columns is said once."""
    from knowledge.readers.web.html import inline

    rows: list[list[str]] = []
    header_rows = 0
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still to come, text
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        texts: list[str] = []
        column = 0
        for cell in cells:
            column = _hang(hanging, texts, column)
            text = inline(cell)
            texts.append(text)
            down = _span(cell, "rowspan")
            if down > 1:
                hanging[column] = (down - 1, text)
            column += 1
        _hang(hanging, texts, column)
        if not cells:
            continue
        is_header = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
        if is_header and header_rows == len(rows):
            header_rows += 1
        rows.append(texts)
    return rows, header_rows


def _hang(hanging: dict[int, tuple[int, str]], texts: list[str], column: int) -> int:
    """Puts the cells that reach down from above into this row; gives the next free column."""
    while column in hanging:
        left, text = hanging.pop(column)
        texts.append(text)
        if left > 1:
            hanging[column] = (left - 1, text)
        column += 1
    return column


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(int(value), MAX_SPAN) if value.isdecimal() else 1
