"""The numbers of Word lists, counted as Word counts them when it draws the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docx.oxml.ns import qn

from knowledge.readers.numbering import MAX_LEVELS, Level, draw
from knowledge.readers.word.styles import WordStyles
from knowledge.readers.word.text import setting


class Numbering:
    def __init__(self, document: Any, styles: WordStyles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Level]] = {}  # list → level → how it is drawn
        self._shared: dict[str, str] = {}  # list → what it shares its counters with
        self._counters: dict[str, list[int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, AttributeError, ValueError, NotImplementedError):
            return  # a document without lists
        abstract = {
            item.get(qn("w:abstractNumId")): item for item in root.iter(qn("w:abstractNum"))
        }
        linked = {
            link.get(qn("w:val")): item
            for item in abstract.values()
            for link in item.iter(qn("w:styleLink"))
        }
        for number in root.iter(qn("w:num")):
            item = abstract.get(setting(number, "abstractNumId"))
            if item is not None:
                item = linked.get(setting(item, "numStyleLink"), item)
                self._add(number.get(qn("w:numId"), ""), item, number)

    def _add(self, identifier: str, item: Any, number: Any) -> None:
        levels = {
            _number(level.get(qn("w:ilvl"))): _level(level) for level in item.iter(qn("w:lvl"))
        }
        overridden = False
        for override in number.iter(qn("w:lvlOverride")):
            at = _number(override.get(qn("w:ilvl")))
            for level in override.iter(qn("w:lvl")):
                levels[at] = _level(level)
            start = setting(override, "startOverride")
            if start is not None:
                overridden = True
                levels[at] = replace(levels.get(at, Level()), start=_number(start))
        self._levels[identifier] = levels
        # Lists of one definition count on from one another, unless one says where it starts.
        self._shared[identifier] = (
            f"num {identifier}" if overridden else f"abstract {item.get(qn('w:abstractNumId'))}"
        )

    def marker(self, paragraph: Any, style: str) -> tuple[str | None, int]:
        """What is drawn before the paragraph and its depth; None where it is in no list."""
        identifier, at = self._place(paragraph, style)
        levels = self._levels.get(identifier)
        if identifier in ("", "0") or levels is None:
            return None, 0
        at = max(0, min(at, MAX_LEVELS - 1))
        counters = self._counters.setdefault(self._shared[identifier], [])
        return draw(levels, at, counters), at

    def _place(self, paragraph: Any, style: str) -> tuple[str, int]:
        """The list and level that the paragraph, or else its style, says."""
        identifier, level = None, None
        for element in (paragraph, *self._styles.chain(style)):
            level = setting(element, "pPr/numPr/ilvl") if level is None else level
            identifier = setting(element, "pPr/numPr/numId")
            if identifier is not None:
                break
        if level is not None:
            return identifier or "", _number(level)
        levels = self._levels.get(identifier or "", {})
        return identifier or "", next((at for at, one in levels.items() if one.style == style), 0)


def _level(level: Any) -> Level:
    return Level(
        setting(level, "numFmt") or "decimal",
        setting(level, "lvlText") or "",
        _number(setting(level, "start"), 1),
        setting(level, "pStyle") or "",
    )


def _number(value: str | None, otherwise: int = 0) -> int:
    if value is None:
        return otherwise
    return int(value) if value.isdecimal() and len(value) < 9 else 0
