"""OpenDocument styles: which paragraph is the title, which is bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.readers.opendocument.text import text_of
from knowledge.readers.xml_trees import local, value

#: Styles build on one another; a file may make them do so in a circle.
MAX_CHAIN = 20


class Styles:
    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles = {
            value(style, "name"): style
            for root in roots
            for style in root.iter("{*}style")
            if value(style, "family") in ("paragraph", "text")
        }

    def _chain(self, name: str) -> Iterator[Any]:
        """The style's element and those it builds on."""
        for _ in range(MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "parent-style-name")

    def is_title(self, paragraph: Any) -> bool:
        name = value(paragraph, "style-name")
        return name == "Title" or any(
            value(style, "name") == "Title" for style in self._chain(name)
        )

    def is_bold(self, paragraph: Any) -> bool:
        """True where every word of it is bold."""
        if self._has_weight(value(paragraph, "style-name")):
            return True
        if (paragraph.text or "").strip():
            return False
        return all(
            (not text_of(child) or self._has_weight(value(child, "style-name")))
            and not (child.tail or "").strip()
            for child in paragraph
        )

    def _has_weight(self, name: str) -> bool:
        bolds = (bold for style in self._chain(name) if (bold := _bold(style)) is not None)
        return next(bolds, False)


def _bold(style: Any) -> bool | None:
    for part in style:
        weight = value(part, "font-weight")
        if local(part) == "text-properties" and weight:
            return weight == "bold" or (weight.isdecimal() and int(weight) >= 600)
    return None
