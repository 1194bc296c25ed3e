"""What may be quoted of a passage: whole sentences, whole lists with their lead-in, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.documents.types import Passage
from knowledge.language.clean import CELLS
from knowledge.language.sentences import sentences
from knowledge.language.words import Span, content_words

#: Characters up to which a list or a table is quoted whole.
LONGEST_WHOLE = 700
#: A sentence that opens like this leans on the one before it, which is then quoted too.
_LEANS = re.compile(
    r"(?:this|these|those|that|it|its|they|their|them|he|she|such|however|but|also|otherwise|"
    r"therefore|instead|in (?:this|that|these|such) (?:case|cases|event)|if so|if not|here)\b",
    re.IGNORECASE,
)
#: A sentence that only leads elsewhere: "4.2 See also the Travel Policy."
_POINTS = re.compile(
    r"\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?:please )?(?:see(?: also)?|refer to|go to)\b", re.IGNORECASE
)
#: One with more words of content says something itself.
MOST_WORDS_OF_POINTER = 8
#: Fewer words of content are a heading, a label or a fragment.
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """`[start:end]` of the passage's text may be quoted; `judged` is what is held to the question:
    the same words, with their heading, and the lead-in of a list item or the header of a table row,
    in front (the heading made the leading quote right in 64 instead of 53 of 100 sample questions
    and in 74 instead of 66 of gov_uk_condqa's)."""

    start: int
    end: int
    judged: str


def units(passage: Passage) -> list[Unit]:
    """In reading order; units of one short list or table share the span of the whole."""
    found: list[Unit] = []
    text = passage.text
    lead: Span | None = None
    for start, end in blocks(text):
        block = text[start:end]
        if _is_heading(block, passage.heading_path):
            lead = None
        elif _is_table(block):
            found.extend(_rows(text, start, end))
            lead = None
        elif "\n" in block or (lead is not None and len(block) < LONGEST_WHOLE):
            found.extend(_items(text, start, end, lead))
            lead = None
        else:
            spans = [(start + a, start + b) for a, b in sentences(block)]
            found.extend(_sentences(text, spans))
            announces = bool(spans) and text[slice(*spans[-1])].endswith(":")
            lead = spans[-1] if announces else None
    heading = passage.heading_path[-1] if passage.heading_path else passage.title
    return [
        Unit(unit.start, unit.end, f"{heading}: {unit.judged}")
        for unit in found
        if len(content_words(unit.judged)) >= FEWEST_WORDS and not only_points(unit.judged)
    ]


def only_points(text: str) -> bool:
    return bool(_POINTS.match(text)) and len(content_words(text)) <= MOST_WORDS_OF_POINTER


def blocks(text: str) -> Iterator[Span]:
    """Paragraphs, headings, lists and tables: what blank lines part."""
    at = 0
    for part in text.split("\n\n"):
        if part.strip():
            yield at, at + len(part)
        at += len(part) + 2


def _is_heading(block: str, heading_path: tuple[str, ...]) -> bool:
    return block in heading_path


def _is_table(block: str) -> bool:
    return all(CELLS in line for line in block.split("\n"))


def _sentences(text: str, spans: list[Span]) -> Iterator[Unit]:
    for place, (start, end) in enumerate(spans):
        judged = text[start:end]
        if judged.endswith(":"):
            continue  # its list is quoted with it
        if place and _LEANS.match(judged):
            start = spans[place - 1][0]
        yield Unit(start, end, judged)


def _items(text: str, start: int, end: int, lead: Span | None) -> Iterator[Unit]:
    """Items of a list: the list whole where it is short, else each item by itself."""
    begin = lead[0] if lead else start
    opening = text[slice(*lead)] + " " if lead else ""
    whole = end - begin <= LONGEST_WHOLE
    for item_start, item_end in _lines(text, start, end):
        span = (begin, end) if whole else (item_start, item_end)
        yield Unit(*span, opening + text[item_start:item_end])


def _rows(text: str, start: int, end: int) -> Iterator[Unit]:
    lines = list(_lines(text, start, end))
    header = text[slice(*lines[0])]
    whole = end - start <= LONGEST_WHOLE
    for row_start, row_end in lines[1:] or lines:
        span = (start, end) if whole else (row_start, row_end)
        yield Unit(*span, f"{header}\n{text[row_start:row_end]}")


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text[start:end].split("\n"):
        stripped = len(line) - len(line.lstrip())
        if line.strip():
            yield at + stripped, at + len(line)
        at += len(line) + 1
