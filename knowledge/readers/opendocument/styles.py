"""OpenDocument styles: which paragraph is the title, which is bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.readers.opendocument.text import text_of
from knowledge.readers.xml_trees import local, value

#: Styles build on one another; a file may make them do so in a circle.
MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str
    bold: bool | None


class Styles:
    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles: dict[str, _Style] = {}
        for root in roots:
            for style in root.iter():
                if local(style) == "style" and value(style, "family") in ("paragraph", "text"):
                    self._styles[value(style, "name")] = _Style(
                        value(style, "parent-style-name"), _bold(style)
                    )

    def _chain(self, name: str) -> Iterator[tuple[str, _Style]]:
        for _ in range(MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield name, style
            name = style.parent

    def is_title(self, paragraph: Any) -> bool:
        name = value(paragraph, "style-name")
        return name == "Title" or any(found == "Title" for found, _ in self._chain(name))

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
        found = (style.bold for _, style in self._chain(name) if style.bold is not None)
        return next(found, False)


def _bold(style: Any) -> bool | None:
    for part in style:
        weight = value(part, "font-weight")
        if local(part) == "text-properties" and weight:
            return weight == "bold" or (weight.isdecimal() and int(weight) >= 600)
    return None
