"""The words of an element of a web page, on one line."""

from __future__ import annotations

from typing import Any

from knowledge.readers.web.frame import is_dropped

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
