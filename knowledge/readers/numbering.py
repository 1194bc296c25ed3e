"""List numbers as a word processor draws them: "4.2", "(a)", "iv."."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.documents.blocks import ReadingBuilder

BULLET = "-"
#: The kinds of `numeral` as HTML and OpenDocument name them.
KINDS = {
    "1": "decimal",
    "a": "lower-letter",
    "A": "upper-letter",
    "i": "lower-roman",
    "I": "upper-roman",
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
    """`kind`: decimal, lower-letter, upper-letter, lower-roman, upper-roman, or "" for none."""
    if kind == "" or value < 0:
        return ""
    if kind.endswith("letter"):
        # After z comes aa, then bb, as Word has it.
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value else ""
        return letters[:8].upper() if kind.startswith("upper") else letters[:8]
    if kind.endswith("roman"):
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


def draw(levels: Mapping[int, Level], at: int, counters: Counters, start: int = 0) -> str:
    """Counts one item at a level and gives what is drawn before it. `start`, where it is not 0, is
    the number that the item itself states."""
    level = levels.get(at, Level("bullet"))
    starts = [levels.get(number, Level()).start for number in range(MAX_LEVELS)]
    if start:
        counters.started[at] = False
        starts[at] = start
    values = counters.advance(at, starts)

    def number(place: re.Match[str]) -> str:
        shown = (int(place[1]) - 1) % MAX_LEVELS
        return numeral(values[shown], levels.get(shown, Level()).kind) if shown <= at else ""

    return BULLET if level.kind == "bullet" else re.sub(r"%([0-9])", number, level.text).strip()


@dataclass
class Counters:
    """The running numbers of one list, one a level."""

    values: list[int] = field(default_factory=lambda: [0] * MAX_LEVELS)
    started: list[bool] = field(default_factory=lambda: [False] * MAX_LEVELS)

    def advance(self, level: int, starts: Sequence[int]) -> list[int]:
        """Counts one item at `level`; deeper levels begin anew. Gives the numbers down to it."""
        for upper in range(level):
            if not self.started[upper]:
                self._set(upper, starts[upper])
        self._set(level, self.values[level] + 1 if self.started[level] else starts[level])
        for deeper in range(level + 1, MAX_LEVELS):
            self.started[deeper] = False
        return self.values[: level + 1]

    def _set(self, level: int, value: int) -> None:
        self.values[level], self.started[level] = value, True
