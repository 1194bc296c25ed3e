"""Protective markings: found where they stand as labels, not where a sentence uses the words.

The levels are those of the Government Security Classifications Policy; NATO's are set beside them.
"SECRET" as a line of its own, in front of a text, behind its end, in brackets before a paragraph,
or after "Classification:" marks a text. "When do I mark a letter SECRET?" does not.
"""

from __future__ import annotations

import re
from enum import IntEnum


class Marking(IntEnum):
    """Higher is more closely kept."""

    OFFICIAL = 0
    OFFICIAL_SENSITIVE = 1
    SECRET = 2
    TOP_SECRET = 3

    @property
    def words(self) -> str:
        return self.name.replace("_", "-" if self is Marking.OFFICIAL_SENSITIVE else " ")


_LEVEL = (
    r"(?:(?:COSMIC[ ]|ATOMAL[ ])?TOP[ \-]SECRET|(?:UK|NATO)[ ](?:TOP[ ])?SECRET|"
    r"NATO[ ]CONFIDENTIAL|SECRET|OFFICIAL[ ]?[\-–—:/]{1,2}[ ]?SENSITIVE|OFFICIAL[ ]SENSITIVE)"
)
# What may follow a level within a marking: handling words, eyes-only, code words, nationality.
# So many at most, and nothing before a level crosses a line: else a text of ten thousand line
# breaks would be read ten thousand times.
_CAVEATS = (
    r"(?:[ ]?(?:[\-–—:/,]{1,2}|[ ])[ ]?(?:(?:[A-Z/]{2,20}+[ ]){1,2}ONLY|"
    r"FOR[ ]PUBLIC[ ]RELEASE|PERSONAL(?:[ ]DATA)?|"
    r"COMMERCIAL|LOCSEN|MARKET[ ]SENSITIVE|LEGAL|STRAP[ ]?\d?|UMBRA|NOFORN|REL[ ]TO[ ][A-Z, ]++|"
    r"SI|TK|HCS|UKEO|HR)){0,8}"
)
_MARK = rf"{_LEVEL}{_CAVEATS}"

_ALONE = re.compile(rf"^(?:[^\w\n]|_)*({_MARK})(?:[^\w\n]|_)*$", re.MULTILINE)
_BEFORE = re.compile(rf"^[ \t\[(*_>#]*+({_MARK})[\])*_]*[ ]*(?:[:|.]|//?|[\-–—])[ ]*(?=\S)", re.M)
_BRACKETED = re.compile(rf"^[ \t]*[\[(]({_MARK}|(?:TS|S)//[A-Z/]+)[\])](?=\s)", re.MULTILINE)
_BEHIND = re.compile(rf"[.?!…”\"')\]]\s*[\[(]?({_MARK})[\])]?[\s.]*\Z")
_NAMED = re.compile(
    r"\b(?:(?:security|protective)[ ])?(?:classification|classified|marking|protective[ ]marking)"
    rf"(?:[ ]level)?[ ]*[:=][ ]*({_MARK})\b",
    re.IGNORECASE,
)
#: A text that begins with a marking and then asks what it means is about the marking.
_ABOUT_IT = re.compile(
    r"\b(?:this|the|that|which|a|protective|security)\s+(?:marking|classification|label|level|tier)s?"
    r"\b|\bmeans?\b|\bmeaning\b",
    re.IGNORECASE,
)
#: Characters of a text short enough to be a question about the marking in front of it.
_SHORT = 200


def highest_marking(text: str) -> Marking | None:
    """The highest marking that `text` carries, or None. OFFICIAL alone is not looked for."""
    found = [*_ALONE.findall(text), *_BRACKETED.findall(text), *_BEHIND.findall(text)]
    found += _NAMED.findall(text)
    if len(text) > _SHORT or not _ABOUT_IT.search(text):
        found += _BEFORE.findall(text)
    return max(map(_level, found), default=None)


def _level(words: str) -> Marking:
    words = words.upper()
    if "TOP" in words or words.startswith("TS"):
        return Marking.TOP_SECRET
    if "SENSITIVE" in words and "OFFICIAL" in words:
        return Marking.OFFICIAL_SENSITIVE
    return Marking.SECRET
