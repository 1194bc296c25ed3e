"""Documents → pieces to search: the product's passages in several sizes, or plain windows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.passages import CountTokens, embedded_text, split
from tests.lab.retrieval.documents import BenchDocument

#: Words of a window of the plain pipeline, and from one window's start to the next: they overlap by
#: 40, as is the custom. Without, fewer of wiki_squad2's spans stand whole in one (span in the first
#: five .58 instead of .72).
WINDOW_WORDS, STEP_WORDS = 180, 140

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    document: int  # its place in the list of documents
    text: str
    title: str
    headings: tuple[str, ...] = ()
    context: str = ""

    def embedded(self, *, title: bool = True, headings: bool = True, context: bool = True) -> str:
        """What the model reads, with those parts of what stands in front of the text."""
        return embedded_text(
            self.title if title else "",
            self.headings if headings else (),
            self.context if context else "",
            self.text,
        )


def passages(
    documents: Sequence[BenchDocument], count: CountTokens, body_tokens: int
) -> list[Piece]:
    """As the product cuts them, with `body_tokens` word pieces of text at most."""
    return [
        Piece(
            at,
            document.reading.text[draft.start : draft.end],
            document.title,
            draft.heading_path,
            draft.context,
        )
        for at, document in enumerate(documents)
        for draft in split(document.reading, count, document.title, body_tokens)
    ]


def windows(documents: Sequence[BenchDocument]) -> list[Piece]:
    """Each document's whole text in overlapping runs of words, whatever stands there."""
    return [
        Piece(at, text, document.title)
        for at, document in enumerate(documents)
        for text in _runs(document.reading.text)
    ]


def _runs(text: str) -> Iterator[str]:
    spans = [match.span() for match in _WORD.finditer(text)]
    last = max(len(spans) - WINDOW_WORDS + STEP_WORDS, 1)
    for first in range(0, last, STEP_WORDS):
        some = spans[first : first + WINDOW_WORDS]
        yield text[some[0][0] : some[-1][1]]
