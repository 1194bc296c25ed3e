"""How lines of text look: titles, numbers, list items, words cut at the end of a line.

Shared by the formats that carry no structure of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: "4", "4.2", "4.2.1", "A1", "Annex B", "Part 2": a number and then a title.
NUMBERED = re.compile(
    r"^((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){0,4}\.?|(?:Annex|Appendix|Part|Chapter|Section|Schedule)"
    r"\s+[A-Z0-9]{1,4}[:.]?)\s+(?=\S)",
)
#: A list item's own marker: "(a)", "a)", "iv.", "12)", a bullet.
MARKER = re.compile(
    r"^\s*(?:\((?:[a-z]{1,2}|[ivxl]{1,5}|\d{1,3})\)|(?:[a-z]|[ivxl]{1,5}|\d{1,3})[.)]|[-*+•▪◦‣·➔–])\s+(?=\S)"
)
BULLET = re.compile("^\\s*[-*+•▪◦‣·➔–\uf0b7\uf0a7\u25cf\u25cb\u25a0\u2022o]\\s+(?=\\S)")
_PARAGRAPH_NUMBER = re.compile(r"^\s*\d{1,3}(?:\.\d{1,3}){1,4}\.?\s+(?=\S)")
_CUT = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\x02\ufffe]$")
_SOFT = "\u00ad\x02\ufffe"
MAX_TITLE = 90  # characters
MAX_TITLE_WORDS = 14


# "Table 1: Rates" stands above its table and heads nothing else.
_CAPTION = re.compile(r"(?:table|figure|chart) \d+\b", re.IGNORECASE)


def looks_like_title(line: str) -> bool:
    """A short line that begins like a title and does not end like a sentence; no caption."""
    line = line.strip()
    if _CAPTION.match(line):
        return False
    if not line or len(line) > MAX_TITLE or len(line.split()) > MAX_TITLE_WORDS:
        return False
    if line[-1] in ".,;:!&/-–—" or not any(character.isalpha() for character in line):
        return False
    body = NUMBERED.sub("", line)
    return bool(body) and (body[0].isupper() or body[0] in "“‘\"'£(" or body[0].isdigit())


def numbered_level(number: str) -> int:
    """ "4" → 1, "4.2" → 2, "Annex B" → 1."""
    return 1 + number.strip(". ").count(".") if number[0].isdigit() else 1


def is_item(line: str) -> bool:
    """True where the line starts an item of a list."""
    numbered = bool(MARKER.match(line)) and not is_numbered_paragraph(line)
    return numbered or bool(BULLET.match(line))


def is_numbered_paragraph(line: str) -> bool:
    """True for "4.2 Staff must …": a paragraph with its number, not an item of a list."""
    return bool(_PARAGRAPH_NUMBER.match(line))


def join_lines(lines: Sequence[str]) -> str:
    """One line of text. A word cut at a line's end is made whole; a hyphen that may be the word's
    own (before a capital or a digit) stays."""
    parts: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        cut = _CUT.search(parts[-1][-2:]) if parts else None
        if cut and (cut.group() in _SOFT or line[0].islower()) and _drops_hyphen(parts[-1]):
            parts[-1] = parts[-1][:-1]
        elif parts and not cut:
            parts.append(" ")
        parts.append(line)
    return "".join(parts).replace("\ufffe", "-").replace("\x02", "-")


def _drops_hyphen(start: str) -> bool:
    """ "author-" "ised" is one word; "well-" "known" keeps its own hyphen."""
    if start[-1] == "\u00ad":
        return True
    first = re.split(r"[^\w-]", start[:-1])[-1]
    return "-" not in first and first.lower() not in _OWN_HYPHEN


#: First parts that keep their hyphen at the end of a line.
_OWN_HYPHEN = frozenset([
    "well", "self", "non", "long", "short", "full", "part", "half", "high", "low", "cross", "all",
    "anti", "multi", "post", "two", "three", "four", "five", "day", "year", "one", "follow",
    "face", "end", "case", "risk", "time", "policy", "evidence", "fixed", "first", "second",
])  # fmt: skip
