"""The desk: which passages a model is given to write from, and why each.

Chosen by tokens, not by number. The best come first, then what a careful reader would fetch to read
them rightly: the other side of a known conflict, what stands around the best, the rest of a short
document that leads, the section that they refer to. What was found further down fills the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from assistant.answering.evidence.in_time import InTime
from assistant.answering.evidence.named_part import PARTS, find_part, named_part
from assistant.answering.question.asked_when import Asked
from assistant.answers.given import Given
from assistant.models.tokens import about
from assistant.prompts.sources import FENCE_TOKENS, describe
from knowledge.access import Scope
from knowledge.documents.types import Found, Passage
from knowledge.language.sentences import sentences
from knowledge.language.words import words
from knowledge.library import Library, SearchQuery
from knowledge.search.variety import SAME, runs

#: The first passages: they have their place before anything is fetched for them.
FIRST = 3
#: Passages whose conflicts are looked up.
CONFLICTS_OF = 8
#: Share of the room that a document may take to be given whole.
WHOLE = 0.35
#: Words with fewer of which a passage is a heading, a link or a page number.
FEWEST_WORDS = 4

_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2})*)"
_REFERENCE = re.compile(rf"\b(?:{PARTS})s?\s+{_NUMBER}\b", re.IGNORECASE)

#: The passages of a version, by its id, in reading order.
PassagesOf = Callable[[int], list[Passage]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What there is to lay out for one question."""

    found: Sequence[Found]  # best first
    time: InTime
    library: Library
    scope: Scope

    def sources(self, tokens: int) -> tuple[Given, ...]:
        """What fits into `tokens`, always the first; documents in the order of their best passage,
        each in reading order."""
        chosen: dict[int, Given] = {}
        held: list[tuple[str, set[tuple[str, ...]]]] = []
        for source in self._offers(tokens):
            passage = source.found.passage
            if passage.id in chosen or _says_nothing(passage):
                continue
            said = runs(passage.text)
            if _repeats(passage, said, held):
                continue
            size = tokens_of(passage)
            if size > tokens and chosen:
                continue
            tokens -= size
            chosen[passage.id] = source
            held.append((passage.title, said))
        documents = list(dict.fromkeys(each.found.passage.document_id for each in chosen.values()))
        return tuple(
            sorted(
                chosen.values(),
                key=lambda each: (
                    documents.index(each.found.passage.document_id),
                    each.found.passage.version_id,
                    each.found.passage.start,
                ),
            )
        )

    def _offers(self, tokens: int) -> Iterator[Given]:
        """Best first; the same passage may be offered again."""
        first, rest = self.found[:FIRST], self.found[FIRST:]
        yield from (Given(item, "found") for item in first)
        if self.time.when.asked is Asked.NOW:
            yield from self._against()
            passages_of = cache(partial(self.library.passages, self.scope))
            yield from self._around(first, tokens, passages_of)
            yield from self._referred_to(first, passages_of)
        yield from (Given(item, "found") for item in rest)

    def _against(self) -> Iterator[Given]:
        """The other side of each conflict that is known of what was found."""
        near = [item.passage for item in self.found[:CONFLICTS_OF]]
        for passage in self.library.conflicts.against(self.scope, near):
            yield Given(self._as_found(passage), "says otherwise")

    def _around(
        self, first: Sequence[Found], tokens: int, passages_of: PassagesOf
    ) -> Iterator[Given]:
        """The document that leads, where it is short; else the neighbours of the best passage."""
        leading = [item.passage for item in first]
        if not leading:
            return
        best = leading[0]
        passages = passages_of(best.version_id)
        size = sum(map(tokens_of, passages))
        leads = sum(one.version_id == best.version_id for one in leading) > 1 or len(leading) == 1
        if leads and size <= WHOLE * tokens:
            yield from (Given(self._as_found(one), "the whole document") for one in passages)
            return
        at = next((n for n, one in enumerate(passages) if one.id == best.id), None)
        for n in (at + 1, at - 1) if at is not None else ():
            if 0 <= n < len(passages):
                yield Given(self._as_found(passages[n]), "beside the best")

    def _referred_to(self, first: Sequence[Found], passages_of: PassagesOf) -> Iterator[Given]:
        """The sections that they send a reader to: of their own document, or of one they name."""
        for item in first:
            passage = item.passage
            for start, end in sentences(passage.text):
                sentence = passage.text[start:end]
                numbers = [match["number"] for match in _REFERENCE.finditer(sentence)]
                if not numbers:
                    continue
                named = named_part(SearchQuery(sentence), self.found, self.library, self.scope)
                if named is not None:
                    meant = [quote.found.passage for quote in named.quotes]
                else:
                    own = passages_of(passage.version_id)
                    parts = (block for number in numbers for block in find_part(own, number))
                    meant = [block.passage for block in parts]
                for one in dict.fromkeys(meant):
                    yield Given(self._as_found(one), "referred to")

    def _as_found(self, passage: Passage) -> Found:
        known = (item for item in self.found if item.passage.id == passage.id)
        return next(known, Found(passage, 0.0, ()))


def tokens_of(passage: Passage) -> int:
    """What it takes in a request, its fence and description included."""
    return FENCE_TOKENS + about(len(describe(passage) + passage.text))


def _says_nothing(passage: Passage) -> bool:
    return len(words(passage.text)) < FEWEST_WORDS


def _repeats(
    passage: Passage,
    said: set[tuple[str, ...]],
    held: Sequence[tuple[str, set[tuple[str, ...]]]],
) -> bool:
    """Whether what is on the desk says all of it, under the same title. Another document that says
    the same has its own standing."""
    return any(
        title == passage.title and len(said & others) >= SAME * len(said) for title, others in held
    )
