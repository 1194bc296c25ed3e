"""A document that the question names and asks nothing more of: "the travel policy", "who owns the
travel policy?". The first is answered with how it begins, the second with its cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from assistant.answering.evidence.named import Named, as_found, named_documents
from assistant.answering.evidence.named_part import NumberedBlock, blocks
from assistant.answering.evidence.quotes import MOST_QUOTES, Quoted
from knowledge.access import Scope
from knowledge.documents.types import Found, Passage
from knowledge.documents.units import FEWEST_WORDS, is_cover, only_points
from knowledge.language.quantities import numbers
from knowledge.language.titles import FOR_WHOLE, KINDS, beside_title
from knowledge.language.words import content_words, listed_stems, stems
from knowledge.library import Library, SearchQuery

#: Of a title's own words, where all that is asked is among them: "gifts" for Gifts and Hospitality.
LEAST = 1 / 3
#: What asks for something that the document says, and not for the document.
_ASKS_MORE = re.compile(
    r"\b(?:how|who|whom|when|where|why|which|can|could|may|might|must|should|would|will|if|need|"
    r"do i|do we|am i|are we|have to|allowed)\b",
    re.IGNORECASE,
)
#: A sentence; "annual leave" alone is none, and is asked for as a document.
_IS_SENTENCE = re.compile(
    r"\b(?:what|is|are|was|were|does|do|did|has|have|had|am|be|it|i|you|we|they)\b", re.IGNORECASE
)
_OF_COVER = listed_stems("asking", "for the cover")


def named_document(
    query: SearchQuery,
    found: Sequence[Found],
    library: Library,
    scope: Scope,
    *,
    for_cover: bool = False,
) -> Named | None:
    """`for_cover`: its cover is asked for. None where more is asked than a document, or where it
    may be one document or another."""
    asked = query.asked
    if not for_cover and not asks_for_document(query):
        return None
    for document in named_documents(stems(asked), found, LEAST):
        rest = beside_title(asked, document.title)
        if rest - _OF_COVER if for_cover else rest:
            continue
        passages = library.passages(scope, document.version_id)
        shown = _cover(passages) if for_cover else opening(passages)
        if not shown:
            continue
        quotes = (
            Quoted(as_found(one.passage, found, "title"), one.start, one.end) for one in shown
        )
        reason = f"The question names “{document.title}”."
        return Named(tuple(quotes), True, reason, begins="" if for_cover else f"“{document.title}”")
    return None


def asks_for_document(query: SearchQuery) -> bool:
    """ "What is a galaxy?" does not, though a page may be called so; nor does what leans on the
    talk before and names no policy."""
    asked = query.asked
    if _ASKS_MORE.search(asked) or numbers(asked):
        return False
    by_kind = not (KINDS | FOR_WHOLE).isdisjoint(stems(asked))
    return by_kind or not (query.last or _IS_SENTENCE.search(asked))


def _cover(passages: Sequence[Passage]) -> list[NumberedBlock]:
    """The first run of its lines, or the table that holds them."""
    from_first = dropwhile(lambda one: not is_cover(one.text), blocks(passages))
    return list(takewhile(lambda one: is_cover(one.text), from_first))


def opening(passages: Sequence[Passage]) -> list[NumberedBlock]:
    """The first of it that says something."""
    every = list(blocks(passages))
    shown: list[NumberedBlock] = []
    for one, after in zip(every, [*every[1:], None], strict=True):
        is_shown = bool(shown) and one.start < shown[-1].end
        if len(shown) < MOST_QUOTES and not (is_shown or one.is_heading) and says_something(one):
            shown.append(with_list(one, after))
    return [one for one in shown if not one.text.endswith(":")]


def with_list(lead: NumberedBlock, after: NumberedBlock | None) -> NumberedBlock:
    """A sentence that announces a list, with the list."""
    if not lead.text.endswith(":") or after is None or after.passage.id != lead.passage.id:
        return lead
    begin = lead.passage.start
    text = lead.passage.text[lead.start - begin : after.end - begin]
    return NumberedBlock(lead.passage, lead.start, after.end, text)


def says_something(block: NumberedBlock) -> bool:
    return (
        len(content_words(block.text)) >= FEWEST_WORDS
        and not only_points(block.text)
        and not is_cover(block.text)
        and stems(block.text) != stems(block.passage.title)
    )
