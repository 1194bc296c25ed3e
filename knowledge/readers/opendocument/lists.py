"""The numbers of OpenDocument lists and headings, counted as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.readers.numbering import BULLET, MAX_LEVELS, Counters, numeral
from knowledge.readers.xml_trees import local, number, value

_KINDS = {
    "1": "decimal",
    "a": "lower-letter",
    "A": "upper-letter",
    "i": "lower-roman",
    "I": "upper-roman",
}
_OUTLINE = ""


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str = ""  # of `numeral`, or "bullet"
    prefix: str = ""
    suffix: str = ""
    shown: int = 1  # levels in the number: 2 draws "4.2"
    start: int = 1


class Lists:
    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, Counters] = {}
        for root in roots:
            for style in root.iter():
                name = local(style)
                if name == "list-style":
                    self._styles[value(style, "name")] = _levels(style)
                elif name == "outline-style":
                    self._styles[_OUTLINE] = _levels(style)

    def begin(self, style: str) -> None:
        self._counters[style] = Counters()

    def marker(self, style: str, level: int, start: int = 0) -> str:
        """Counts one item; `start`, where it is not 0, is the number that the item states."""
        level = min(level, MAX_LEVELS - 1)
        levels = self._styles.get(style, {})
        drawn = levels.get(level, _Level("bullet"))
        starts = [levels.get(at, _Level()).start for at in range(MAX_LEVELS)]
        counters = self._counters.setdefault(style, Counters())
        if start:
            counters.started[level] = False
            starts[level] = start
        values = counters.advance(level, starts)
        if drawn.kind == "bullet":
            return BULLET
        first = max(0, level + 1 - drawn.shown)
        numerals = (
            numeral(values[at], levels.get(at, _Level()).kind) for at in range(first, level + 1)
        )
        text = ".".join(filter(None, numerals))
        return f"{drawn.prefix}{text}{drawn.suffix}".strip() if text else ""

    def outline(self, level: int, unnumbered: bool) -> str:
        """The number of a heading outside lists; empty where headings have none."""
        levels = self._styles.get(_OUTLINE, {})
        if unnumbered or not levels.get(level - 1, _Level()).kind:
            return ""
        return self.marker(_OUTLINE, level - 1)


def _levels(style: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for part in style:
        name = local(part)
        at = number(part, "level", 0) - 1
        if at < 0 or at >= MAX_LEVELS:
            continue
        if name in ("list-level-style-number", "outline-level-style"):
            levels[at] = _Level(
                _KINDS.get(value(part, "num-format"), ""),
                value(part, "num-prefix"),
                value(part, "num-suffix"),
                number(part, "display-levels", 1),
                number(part, "start-value", 1),
            )
        elif name.startswith("list-level-style"):
            levels[at] = _Level("bullet")
    return levels
