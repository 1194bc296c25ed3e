"""Sentences of English text. Spans are offsets into the very text that was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from knowledge.language.clean import CELLS
from knowledge.language.phrases import listed
from knowledge.language.words import STOP_WORDS, Span, words

# A sentence may end after one of these, with closing quotes or brackets behind it, and then source
# marks ("[1]") that belong to it. From the first of a run only: 10,000 of them took 2.5 s.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?:\s*\[[\d?]{1,3}\])*(?=\s+(?P<next>\S{1,12}))")
_LINE = re.compile(r"[^\n]+")
#: "4.", "(a).", "- 4.2", "…": in front of a sentence, and none by itself.
_MARKER = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlIVXL]{2,5})?\)?")
#: A marker in the midst of a line opens a sentence though it may be a small letter.
_SMALL_MARKER = re.compile(r"\s+(?:[a-z]|[ivxl]{2,5})[.)]\s+[A-Z\d]")
_OPENING = re.compile(r"[(\[“‘\"']")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_NUMBERED = re.compile(r"[\d(]|[A-Z](?![a-z])")
_WORD = re.compile(r"\w+")

_NEVER = listed("abbreviations", "never the end")
_BEFORE_NUMBER = listed("abbreviations", "not before a number or a letter")
_BEFORE_OPENING = listed("abbreviations", "the end before an opening word")
#: A single capital behind these may end a sentence ("see Annex B. You …").
_BEFORE_LETTER = listed("lettered") | {"and", "or"}
#: What points back to the sentence before, or joins on to it, where it opens one.
POINTS = frozenset(
    ("this", "these", "those", "that", "it", "its", "they", "their", "them", "he", "she", "such",
     "instead", "otherwise")
)  # fmt: skip
_JOINS = frozenset(("however", "but", "also", "therefore", "here"))
_CASES = frozenset(("case", "cases", "event"))
#: Characters that hold a sentence's first three words.
_THREE_WORDS = 40
#: Characters before a stop that are looked at: more than any abbreviation and the word before it.
_LOOKED_AT = 48


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order, without white space at their ends.

    A line break always ends a sentence (in a version's text a paragraph is one line); a row of a
    table is one sentence; a list item's marker belongs to its first sentence. Takes time linear in
    the length of the text.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        for start, end in pairwise((0, *_ends(line[0]), len(line[0]))):
            part = line[0][start:end].rstrip()
            if said := part.lstrip():
                last = line.start() + start + len(part)
                spans.append((last - len(said), last))
    return spans


def _ends(line: str) -> Iterator[int]:
    """Offsets in one line after which a new sentence begins."""
    if CELLS in line:  # a row is never split
        return
    begin = 0
    for match in _END.finditer(line):
        at, end, following = match.start(), match.end(), match["next"]
        if following[0].islower() and not _SMALL_MARKER.match(line, end):
            continue
        if at - begin < _LOOKED_AT and _MARKER.fullmatch(line, begin, at):
            continue
        if line[at:end] == "." and _abbreviates(line[max(0, at - _LOOKED_AT) : at], following):
            continue
        if line[at:end] == ".)" and following[0] == "(":  # "(Amendment etc.) (Wales) Act"
            continue
        yield end
        begin = end


def _abbreviates(before: str, following: str) -> bool:
    """Whether the full stop behind `before` belongs to an abbreviation or a marker, and not to a
    sentence; `following` is how the next word begins."""
    *_, previous, last = ["", "", *before.split()]
    token = _OPENING.split(last)[-1]
    lower = token.lower()
    if lower in _NEVER:
        return True
    opening = _WORD.match(following)
    opens = opening is not None and opening[0].lower() in STOP_WORDS and following[0].isupper()
    if lower in _BEFORE_NUMBER and _NUMBERED.match(following):
        return not opens
    if previous.endswith((":", ";")) and _MARKER.fullmatch(last):
        return True
    if len(token) == 1 and token.isupper():
        return token != "I" and not opens and previous.lower() not in _BEFORE_LETTER
    if lower in _BEFORE_OPENING or (_INITIALS.fullmatch(token) and token != lower):
        return not opens
    return bool(_INITIALS.fullmatch(token)) and not following[0].isupper()


def leans_back(text: str, start: int = 0) -> bool:
    """Whether the sentence that starts there goes on with the one before: "It …", "But …", "In such
    cases …", "If not, …"."""
    first, second, third = [*words(text[start : start + _THREE_WORDS]), "", "", ""][:3]
    if first in POINTS or first in _JOINS:
        return True
    if first == "in":
        return second in POINTS and third in _CASES
    return first == "if" and second in ("so", "not")
