"""What may be quoted of a passage: whole sentences, whole lists with their lead-in, table rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from knowledge.documents.blocks import Block, BlockKind, Reading
from knowledge.documents.statements import LABELS
from knowledge.language.clean import CELLS
from knowledge.language.sentences import leans_back, sentences
from knowledge.language.words import Span, content_words

#: Characters up to which a list or a table is quoted whole.
LONGEST_WHOLE = 700
#: A sentence that only leads elsewhere: "4.2 See also the Travel Policy."
_POINTS = re.compile(
    r"\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?:please )?(?:see(?: also)?|refer to|go to)\b", re.IGNORECASE
)
#: One with more words of content says something itself.
MOST_WORDS_OF_POINTER = 8
#: Fewer words of content are a heading, a label or a fragment.
FEWEST_WORDS = 3
#: What says on a document's first page whose it is and since when.
_COVER = re.compile(
    rf"^\W*{LABELS}(?! to\b)[^|:]{{0,30}}[|:]|^(?:[\d.]+ )?(?:it|this \w+) (?:replac|supersed)es\b",
    re.IGNORECASE,
)
_LINE = re.compile(r"\S[^\n]*")
_NOTHING = (0, 0)
#: Level of a block that begins in an earlier passage.
_BEGUN = -1


class UnitKind(StrEnum):
    SENTENCE = "sentence"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table
    COVER = "cover"  # of any form: it only says whose the document is and since when


_KINDS = {BlockKind.LIST_ITEM: UnitKind.ITEM, BlockKind.TABLE: UnitKind.ROW}


@dataclass(frozen=True, slots=True)
class Unit:
    """`[start:end]` of its passage's text. `quoted` is what is shown of it: the short list or table
    that it stands in, with the lead-in; the sentence before, where it leans on that. `lead` is what
    it hangs on: the lead-in of a list item, the header of a table's row, else nothing."""

    kind: UnitKind
    start: int
    end: int
    quoted: Span
    lead: Span = (0, 0)

    def words(self, text: str) -> str:
        """In the passage's `text`, behind those that it hangs on."""
        return f"{text[slice(*self.lead)]} {text[self.start : self.end]}".lstrip()


def find_units(
    reading: Reading, start: int, end: int, heading_path: Sequence[str]
) -> tuple[Unit, ...]:
    """Of the passage `[start:end]`, in reading order. What says too little by itself, only leads
    elsewhere, or repeats its heading is none."""
    passage = reading.text[start:end]
    found: list[Unit] = []
    lead = _NOTHING
    for block in _within(passage, reading.blocks, start, end):
        kind, span = _KINDS.get(block.kind, UnitKind.SENTENCE), (block.start, block.end)
        announces = _NOTHING
        if block.text in heading_path:
            pass
        elif _has_rows(block):
            header, *rows = _lines(passage, span, _NOTHING, kind)
            found += (replace(row, lead=(header.start, header.end)) for row in rows or [header])
        elif "\n" in block.text or (lead != _NOTHING and len(block.text) < LONGEST_WHOLE):
            found += _lines(passage, span, lead, kind)
        else:
            cut = [(block.start + a, block.start + b) for a, b in sentences(block.text)]
            found += _sentences(passage, cut, kind)
            if cut and passage[slice(*cut[-1])].endswith(":"):
                announces = cut[-1]
        lead = announces
    return tuple(_typed(passage, one) for one in found if _says_something(one.words(passage)))


def only_points(text: str) -> bool:
    return bool(_POINTS.match(text)) and len(content_words(text)) <= MOST_WORDS_OF_POINTER


def is_cover_line(line: str) -> bool:
    """ "Owner | Finance Directorate", "Review by: May 2027", "This policy replaces …"."""
    return bool(_COVER.match(line))


def is_cover(text: str) -> bool:
    """Whether all its lines are such."""
    return all(map(is_cover_line, text.split("\n")))


def _says_something(words: str) -> bool:
    return len(content_words(words)) >= FEWEST_WORDS and not only_points(words)


def _typed(text: str, unit: Unit) -> Unit:
    return replace(unit, kind=UnitKind.COVER) if is_cover(text[slice(*unit.quoted)]) else unit


def _within(text: str, blocks: Sequence[Block], start: int, end: int) -> Iterator[Block]:
    """The blocks as far as the passage `[start:end]` holds them, the items of a list together. A
    table that begins before it has left its header there."""
    first = bisect_right(blocks, start, key=attrgetter("end"))
    last = bisect_left(blocks, end, key=attrgetter("start"))
    for kind, run in groupby(blocks[first:last], attrgetter("kind")):
        some = list(run)
        for one in some[:1] if kind is BlockKind.LIST_ITEM else some:
            begin = max(one.start - start, 0)
            stop = min((some[-1] if kind is BlockKind.LIST_ITEM else one).end, end) - start
            level = one.level if one.start >= start else _BEGUN
            yield Block(kind, text[begin:stop], begin, stop, level=level)


def _has_rows(block: Block) -> bool:
    """Whether the first row may be the header of the others; a box with text has none."""
    cells = [CELLS in row for row in block.text.split("\n")]
    begins = block.kind is BlockKind.TABLE and block.level != _BEGUN
    return begins and (all(cells) or (block.level > 0 and any(cells)))


def _sentences(text: str, spans: Sequence[Span], kind: UnitKind) -> Iterator[Unit]:
    for place, (start, end) in enumerate(spans):
        if text[start:end].endswith(":"):
            continue  # what it announces is quoted with it
        leans = place and leans_back(text, start)
        yield Unit(kind, start, end, (spans[place - 1][0] if leans else start, end))


def _lines(text: str, span: Span, lead: Span, kind: UnitKind) -> Iterator[Unit]:
    """Each with the lead-in; where the whole is short, the whole is quoted."""
    whole = (lead[0] if lead != _NOTHING else span[0], span[1])
    short = whole[1] - whole[0] <= LONGEST_WHOLE
    for line in _LINE.finditer(text, *span):
        yield Unit(kind, *line.span(), whole if short else line.span(), lead)
