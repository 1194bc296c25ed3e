"""The items of a web page's lists, with their numbers as a browser draws them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from knowledge.readers.numbering import BULLET, KINDS, numeral

#: The attribute by which a list that was no web page carries an item's marker as it was written.
AS_WRITTEN = "data-marker"
#: Only what looks like a marker: an attribute must not bring text that nobody sees.
_MARKER = re.compile(r"\(?[0-9A-Za-z]{1,9}[.)]")


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
