"""Parts of a web page: the words of an element, the rows of a table, the items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from knowledge.readers.numbering import BULLET, KINDS, numeral
from knowledge.readers.rows import Rows
from knowledge.readers.web.frame import is_dropped

#: The attribute by which a list that was no web page carries an item's marker as it was written.
AS_WRITTEN = "data-marker"
#: Only what looks like a marker: an attribute must not bring text that nobody sees.
_MARKER = re.compile(r"\(?[0-9A-Za-z]{1,9}[.)]")
#: Cells that span more than this are a slip or an attack.
MAX_SPAN = 100
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "phrase", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "br",
    "button",
])  # fmt: skip


def text_of(element: Any) -> str:
    """Breaks are line breaks, pictures are their description, what is dropped is not in it."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not is_dropped(child):
            parts.append(inline_part(child))
        parts.append(child.tail or "")
    return "".join(parts)


def inline_part(element: Any) -> str:
    """An element's share of the line that it stands in; blocks keep their distance from it."""
    if element.tag == "br":
        return "\n"
    if element.tag == "img":
        return _description(element)
    return text_of(element) if element.tag in INLINE else f" {text_of(element)} "


def _description(picture: Any) -> str:
    """A picture's alternative text where it says something: an icon's one word does not."""
    alternative = (picture.get("alt") or "").strip()
    return f" {alternative} " if len(alternative.split()) > 2 else ""


def has_blocks(element: Any) -> bool:
    return any(
        isinstance(inner.tag, str) and inner.tag not in INLINE
        for inner in element.iterdescendants()
    )


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


def items_of(items: Any) -> Iterator[tuple[Any, str]]:
    """Each child of a `ul` or `ol` with its marker: "-", "2.", "iv."; "" for what is no item."""
    ordered, step = items.tag == "ol", 1 if items.get("reversed") is None else -1
    number = _whole(items.get("start"), 1 if step > 0 else len(items.findall("li")))
    for item in items:
        if item.tag != "li":
            yield item, ""
            continue
        number = _whole(item.get("value"), number)
        kind = KINDS.get(item.get("type") or items.get("type") or "", "decimal")
        drawn = f"{numeral(number, kind)}." if ordered else BULLET
        written = item.get(AS_WRITTEN, "")
        yield item, written if _MARKER.fullmatch(written) else drawn
        number += step


def _whole(text: str | None, otherwise: int) -> int:
    """The whole number that an attribute states. Longer ones than a person writes are none."""
    text = (text or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) <= 9 else otherwise
