"""Sentences of English text. Spans are offsets into the very text that was given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.language.clean import CELLS
from knowledge.language.words import Span


def _listed(text: str) -> list[str]:
    return text.split()


# A sentence may end after one of these, with closing quotes or brackets behind it, and then source
# marks ("[1]") that belong to it. From the first of a run only: 10,000 of them took 2.5 s.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*(?:\s*\[[\d?]{1,3}\])*(?=\s)")
_LINE = re.compile(r"[^\n]+")
_LIST_MARKER = re.compile(r"\s*(?:[-*•–]\s+)?(?:\(?(?:\d+|[A-Za-z]|[ivxl]+)[.)])(?=\s)")
_LAST_TOKEN = re.compile(r"[^\s(\[“\"']*$")
_INITIAL = re.compile(r"^(?:[A-Z]\.)*[A-Z]$")

#: Never the end of a sentence.
_TITLES = frozenset(
    _listed("mr mrs ms mx dr prof rev hon rt st sgt capt col gen lt messrs e.g eg i.e ie viz cf vs")
)
#: Not the end when a number or a single letter follows ("No. 5", "para. 4.2", "Annex. B").
_BEFORE_NUMBER = frozenset(
    _listed(
        "no nos para paras p pp s ss sec sect art arts reg regs fig figs vol ch cl r rr sch pt ed"
    )
)
#: A single capital after these is a name of a thing and may end a sentence ("see Annex B. You …").
_LETTERED = frozenset(
    _listed(
        "annex appendix schedule part class grade plan option band group category form table type "
        "section tier and or"
    )
)


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order, without white space at their ends.

    A line break always ends a sentence (in a version's text a paragraph is one line); a row of a
    table is one sentence; a list item's marker belongs to its first sentence.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        begin = line.start()
        for end in _ends(line.group()):
            _append(spans, text, begin, line.start() + end)
            begin = line.start() + end
        _append(spans, text, begin, line.end())
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(line: str) -> Iterator[int]:
    """Offsets in one line after which a new sentence begins."""
    if CELLS in line:  # a row is never split
        return
    marker = _LIST_MARKER.match(line)
    search_from = marker.end() if marker else 0
    for match in _END.finditer(line, search_from):
        rest = line[match.end() :].lstrip()
        if rest and not rest[0].islower() and not _abbreviates(line[: match.start()], rest, match):
            yield match.end()


def _abbreviates(before: str, rest: str, match: re.Match[str]) -> bool:
    """Whether the full stop after `before` belongs to an abbreviation, not to a sentence."""
    if not match.group().startswith(".") or match.group().strip() != ".":
        return False
    found = _LAST_TOKEN.search(before)
    token = found.group() if found else ""
    lower = token.lower()
    if lower in _TITLES:
        return True
    if lower in _BEFORE_NUMBER and re.match(r"\d|[A-Z]\d|[A-Z]\b", rest):
        return True
    if _INITIAL.match(token):
        previous = before[: len(before) - len(token)].split()
        lettered = bool(previous) and previous[-1].lower() in _LETTERED
        return len(token) == 1 and token != "I" and not lettered and rest[0].isupper()
    return False
