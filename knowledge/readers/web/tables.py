"""Tables of web pages: rows of cells, and which tables only lay out the page."""

from __future__ import annotations

from typing import Any

from knowledge.readers.rows import Rows
from knowledge.readers.web.text import text_of

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


def rows_of(table: Any) -> Rows:
    rows = Rows()
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        is_header = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
        if cells:
            rows.add(
                ((text_of(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in cells),
                is_header,
            )
    return rows


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), MAX_SPAN)) if value.isdecimal() else 1
