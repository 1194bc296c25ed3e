"""Word tables as rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from knowledge.readers.rows import Rows
from knowledge.readers.word.text import setting, text_of
from knowledge.readers.xml_trees import local

_ON = ("1", "true", "on")


def is_layout(table: Any) -> bool:
    """One cell: a box around text, not a table."""
    return sum(1 for row in _inside(table, "tr") for _ in _inside(row, "tc")) == 1


def rows_of(table: Any) -> Rows:
    rows = Rows()
    for row in _inside(table, "tr"):
        is_header = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        rows.add(map(_cell, _inside(row, "tc")), is_header)
    if not rows.headers and len(rows.texts) > 1 and _first_row_is_header(table):
        rows.headers = 1
    return rows


def _cell(cell: Any) -> tuple[str | None, int, int]:
    across = _number(setting(cell, "tcPr/gridSpan"))
    if setting(cell, "tcPr/vMerge") not in (None, "restart"):
        return None, across, 1
    return " ".join(filter(None, map(text_of, cell.iter(qn("w:p"))))), across, 1


def _inside(element: Any, name: str) -> Iterator[Any]:
    """Children of that name, also those in content controls and tracked changes."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(child, name)


def _first_row_is_header(table: Any) -> bool:
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None:
        return False
    first = look.get(qn("w:firstRow"))
    # Bit 0x20 of the old form says that the first row is set apart (ECMA-376, 17.4.55).
    return bool(_number(look.get(qn("w:val")), 16) & 0x20) if first is None else first in _ON


def _number(digits: str | None, base: int = 10) -> int:
    try:
        return int(digits or "0", base)
    except ValueError:
        return 0
