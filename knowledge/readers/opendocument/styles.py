"""OpenDocument styles: which paragraph is the title, which is bold, how lists are numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from knowledge.readers.numbering import KINDS, MAX_LEVELS, Level, draw
from knowledge.readers.opendocument.text import text_of
from knowledge.readers.xml_trees import local, number, value

#: Styles build on one another; a file may make them do so in a circle.
MAX_CHAIN = 20
_OUTLINE = ""
_NONE = Level("")  # a level without a number


class OpenDocumentStyles:
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


class Lists:
    """The numbers of lists and headings, counted as they are drawn."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._counters: dict[str, list[int]] = {}
        for root in roots:
            for style in root.iter("{*}list-style", "{*}outline-style"):
                outline = local(style) == "outline-style"
                self._styles[_OUTLINE if outline else value(style, "name")] = _levels(style)

    def begin(self, style: str) -> None:
        self._counters[style] = []

    def marker(self, style: str, level: int, start: int = 0) -> str:
        """Counts one item; `start`, where it is not 0, is the number that the item states."""
        counters = self._counters.setdefault(style, [])
        return draw(self._styles.get(style, {}), min(level, MAX_LEVELS - 1), counters, start)

    def outline(self, level: int, unnumbered: bool) -> str:
        """The number of a heading outside lists; empty where headings have none."""
        levels = self._styles.get(_OUTLINE, {})
        if unnumbered or not levels.get(level - 1, _NONE).kind:
            return ""
        return self.marker(_OUTLINE, level - 1)


def _levels(style: Any) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for part in style:
        name = local(part)
        at = number(part, "level", 0) - 1
        if not 0 <= at < MAX_LEVELS:
            continue
        if name in ("list-level-style-number", "outline-level-style"):
            kind = KINDS.get(value(part, "num-format"), "")
            levels[at] = Level(kind, start=number(part, "start-value", 1))
            first = max(0, at + 1 - number(part, "display-levels", 1))
            shown = [up for up in range(first, at + 1) if levels.get(up, _NONE).kind]
            if shown:
                numbers = ".".join(f"%{(up + 1) % MAX_LEVELS}" for up in shown)
                text = f"{value(part, 'num-prefix')}{numbers}{value(part, 'num-suffix')}"
                levels[at] = replace(levels[at], text=text)
        elif name.startswith("list-level-style"):
            levels[at] = Level("bullet")
    return levels
