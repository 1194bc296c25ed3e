"""List numbers as a word processor draws them: "4.2", "(a)", "iv."."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.documents.blocks import ReadingBuilder

BULLET = "-"
#: The kinds of `numeral`, which are Word's, as HTML and OpenDocument name them.
KINDS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MAX_LEVELS = 10


def write_marked(builder: ReadingBuilder, marker: str | None, text: str, depth: int) -> None:
    """A paragraph with what is drawn before it: "4.2" numbers a paragraph, "(a)" or "-" an item of
    a list, "" an item without a number; None stands before what is in no list."""
    whole = f"{marker} {text}" if marker else text
    if marker is None or re.match(r"\d+\.\d", marker):
        builder.paragraph(whole)
    else:
        builder.list_item(whole, depth)


def numeral(value: int, kind: str) -> str:
    """As Word names kinds; those that English documents do not use are drawn as decimals."""
    if kind in ("", "none") or value < 0:
        return ""
    if kind.endswith("Letter"):
        # After z comes aa, then bb, as Word has it.
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value else ""
        return letters[:8].upper() if kind.startswith("upper") else letters[:8]
    if kind.endswith("Roman"):
        return _roman(value).upper() if kind.startswith("upper") else _roman(value)
    return str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    drawn = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        drawn += letters * count
    return drawn


@dataclass(frozen=True, slots=True)
class Level:
    """How the items of one level of a list are drawn."""

    kind: str = "decimal"  # of `numeral`, or "bullet"
    text: str = ""  # "%1.%2", "(%3)": the numbers of the levels, from 1; "%0" is the tenth
    start: int = 1
    style: str = ""  # whose paragraphs stand at this level, where a style says so


def draw(levels: Mapping[int, Level], at: int, counters: list[int], start: int = 0) -> str:
    """Counts one item at a level and gives what is drawn before it. `counters` are the numbers of
    the item before, down to its level. `start`, where it is not 0, is the number that the item
    itself states."""
    level = levels.get(at, Level("bullet"))
    if len(counters) > at and not start:
        counters[at:] = [counters[at] + 1]
    else:
        del counters[at:]
        counters += [levels.get(n, Level()).start for n in range(len(counters), at + 1)]
        counters[at] = start or counters[at]

    def number(place: re.Match[str]) -> str:
        shown = (int(place[1]) - 1) % MAX_LEVELS
        return numeral(counters[shown], levels.get(shown, Level()).kind) if shown <= at else ""

    return BULLET if level.kind == "bullet" else re.sub(r"%([0-9])", number, level.text).strip()
