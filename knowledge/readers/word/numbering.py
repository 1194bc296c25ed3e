"""The numbers of Word lists, counted as Word counts them when it draws the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from knowledge.readers.numbering import BULLET, MAX_LEVELS, Counters, numeral
from knowledge.readers.word.styles import Styles

_KINDS = {
    "decimal": "decimal",
    "decimalZero": "decimal",
    "lowerLetter": "lower-letter",
    "upperLetter": "upper-letter",
    "lowerRoman": "lower-roman",
    "upperRoman": "upper-roman",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str = "decimal"  # of `numeral`, or "bullet"
    text: str = ""  # "%1.%2", "(%3)"
    start: int = 1
    style: str = ""  # whose paragraphs stand at this level


class Numbering:
    def __init__(self, document: Any, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, _Level]] = {}  # list → level → how it is drawn
        self._shared: dict[str, str] = {}  # list → what it shares its counters with
        self._counters: dict[str, Counters] = {}
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
            reference = number.find(qn("w:abstractNumId"))
            identifier = number.get(qn("w:numId"), "")
            item = abstract.get("" if reference is None else reference.get(qn("w:val")))
            if item is None:
                continue
            link = item.find(qn("w:numStyleLink"))
            if link is not None:
                item = linked.get(link.get(qn("w:val")), item)
            self._add(identifier, item, number)

    def _add(self, identifier: str, item: Any, number: Any) -> None:
        levels = {_number(level, "ilvl"): _level(level) for level in item.iter(qn("w:lvl"))}
        overridden = False
        for override in number.iter(qn("w:lvlOverride")):
            at = _number(override, "ilvl")
            for level in override.iter(qn("w:lvl")):
                levels[at] = _level(level)
            start = override.find(qn("w:startOverride"))
            if start is not None:
                overridden = True
                old = levels.get(at, _Level())
                levels[at] = replace(old, start=_number(start, "val"))
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
        level = levels.get(at, _Level("bullet"))
        starts = [levels.get(number, _Level()).start for number in range(MAX_LEVELS)]
        counters = self._counters.setdefault(self._shared[identifier], Counters())
        values = counters.advance(at, starts)
        if level.kind == "bullet":
            return BULLET, at

        def draw(match: re.Match[str]) -> str:
            number = int(match.group(1)) - 1
            if not 0 <= number < len(values):
                return ""
            return numeral(values[number], levels.get(number, _Level()).kind)

        drawn = re.sub(r"%(\d)", draw, level.text).strip()
        return drawn, at

    def _place(self, paragraph: Any, style: str) -> tuple[str, int]:
        """The list and level that the paragraph, or else its style, says."""
        settings = [paragraph.find(qn("w:pPr"))]
        settings += [element.find(qn("w:pPr")) for element in self._styles.chain(style)]
        identifier, at = "", None
        for setting in settings:
            place = None if setting is None else setting.find(qn("w:numPr"))
            if place is None:
                continue
            level, number = place.find(qn("w:ilvl")), place.find(qn("w:numId"))
            if at is None and level is not None:
                at = _number(level, "val")
            if number is not None:
                identifier = number.get(qn("w:val"), "")
                break
        if at is None:
            levels = self._levels.get(identifier, {})
            at = next((number for number, level in levels.items() if level.style == style), 0)
        return identifier, at


def _level(level: Any) -> _Level:
    kind, text, start, style = (
        level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start", "pStyle")
    )
    name = "decimal" if kind is None else kind.get(qn("w:val"), "")
    return _Level(
        "bullet" if name == "bullet" else _KINDS.get(name, "decimal"),
        "" if text is None else text.get(qn("w:val"), ""),
        1 if start is None else _number(start, "val"),
        "" if style is None else style.get(qn("w:val"), ""),
    )


def _number(element: Any, name: str) -> int:
    value = element.get(qn(f"w:{name}"), "0")
    return int(value) if value.isdecimal() and len(value) < 9 else 0
