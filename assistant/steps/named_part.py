"""A part of a document that the question names by its number: "paragraph 4.3 of the leave policy".

Neither words nor meaning find it: "4.3" stands in every policy and says nothing. So the document is
the one whose title the question names, and the part is looked up in its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Status
from assistant.steps.compose_embedded import MOST_QUOTES, Quote
from assistant.steps.judge import Judgement
from assistant.steps.numbering import PARTS, find_part, is_numbered
from knowledge.access import Reader
from knowledge.library import Library, SearchQuery
from knowledge.text import stem, stems, words
from knowledge.types import Found, Passage, Reason

#: The share of a title's own words that names the document.
NAMES_DOCUMENT = 0.5

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,3})*[a-z]?|[a-z](?=\W|$))(?![\w%£]|\.\d)"
_NAMED = re.compile(rf"\b(?P<kind>{PARTS}|s)s?\b\.?\s*{_NUMBER}", re.IGNORECASE)
_SIGN = re.compile(rf"(?P<kind>[§¶])+\s*{_NUMBER}", re.IGNORECASE)
#: "contract approvals 4.2": figures of parts, right behind a word of the title.
_BARE = re.compile(r"(?P<before>[^\W\d_]+)[\s,:]+(?P<number>\d{1,2}(?:\.\d{1,2})+)(?![\w%£]|\.\d)")
#: "section 12 of the Act" is a part of a law, which no policy holds.
_LAW = frozenset(("act", "acts", "regulations", "order", "bill", "directive", "statute"))
#: Words that titles share.
_OF_ANY_TITLE = frozenset(
    stem(word)
    for word in (
        "policy", "policies", "guide", "guidance", "procedure", "procedures", "handbook", "manual",
        "standard", "standards", "rules", "code", "framework", "strategy", "handling", "document",
    )
)  # fmt: skip
_ASKING = frozenset(
    stem(word)
    for word in (
        "say", "says", "said", "state", "states", "tell", "show", "read", "quote", "give", "mean",
        "means", "contain", "contains", "text", "wording", "words", "exactly", "full", "please",
        "find", "summarise", "explain",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A document that the question names, and the part of it that the number leads to."""

    title: str
    called: str  # "paragraph 4.3", as it was asked
    quotes: tuple[Quote, ...]  # in reading order; () where the document has no such part
    alone: bool  # nothing but that part is asked for

    @property
    def missing(self) -> str:
        """A sentence where the document has no such part, else empty."""
        return "" if self.quotes else f"“{self.title}” has no {self.called}."

    @property
    def judgement(self) -> Judgement:
        if self.quotes:
            return Judgement(
                Status.ANSWERED, f"The question names {self.called} of “{self.title}”."
            )
        return Judgement(Status.NOT_COVERED, self.missing)

    def first(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """What was found, the part's passages before the others."""
        ours = {quote.found.passage.id: quote.found for quote in self.quotes}
        others = (item for item in found if item.passage.id not in ours)
        return (*ours.values(), *others)

    def beside(self, others: Sequence[Quote]) -> list[Quote]:
        """The part, and behind it the best of what else answers."""
        apart = [
            one
            for one in others
            if not any(
                one.found.passage.id == ours.found.passage.id
                and one.start < ours.end
                and ours.start < one.end
                for ours in self.quotes
            )
        ]
        return [*self.quotes, *apart[: max(1, MOST_QUOTES - len(self.quotes))]]


def named_part(
    query: SearchQuery, found: Sequence[Found], library: Library, reader: Reader
) -> Named | None:
    """None where the question names no part, or none of the documents found."""
    if not found or not _LAW.isdisjoint(words(query.asked)):
        return None
    asked = [(match, True) for regex in (_NAMED, _SIGN) for match in regex.finditer(query.asked)]
    asked += [(match, False) for match in _BARE.finditer(query.asked)]
    documents = _named_documents(query.text, found) if asked else []
    known = {item.passage.id: item for item in found}
    for match, plainly in asked:
        for document in documents:
            if not plainly and not _is_title_word(match["before"], document.title):
                continue
            passages = library.passages(reader, document.version_id)
            spans = find_part(passages, match["number"])
            called = match.group() if plainly else f"paragraph {match['number']}"
            alone = not _rest(query.asked, match, document.title)
            if spans:
                quotes = (
                    Quote(_found(one.passage, known, found[0].score), one.start, one.end)
                    for one in spans
                )
                return Named(document.title, called, tuple(quotes), alone)
            if alone and plainly and len(documents) == 1 and is_numbered(passages):
                return Named(document.title, called, (), alone)
    return None


def _named_documents(question: str, found: Sequence[Found]) -> list[Passage]:
    """A passage of the document whose title the question names best; of several, in the order
    found, where their titles say the same. [] where it may be one or another."""
    said = stems(question)
    firsts: dict[int, Passage] = {}
    for item in found:
        firsts.setdefault(item.passage.document_id, item.passage)
    titles = {one: _own_words(passage.title) for one, passage in firsts.items()}
    shares = {one: len(own & said) / max(1, len(own)) for one, own in titles.items()}
    best = max(shares.values())
    named = [one for one in firsts if shares[one] == best]
    if best < NAMES_DOCUMENT or any(titles[one] != titles[named[0]] for one in named):
        return []
    return [firsts[one] for one in named]


def _own_words(title: str) -> set[str]:
    """Without years, and without what other titles share unless there is nothing else."""
    all_words = {word for word in stems(title) if not word.isdigit()}
    return all_words - _OF_ANY_TITLE or all_words


def _is_title_word(word: str, title: str) -> bool:
    return stem(word.lower()) in stems(title) | _OF_ANY_TITLE


def _rest(question: str, match: re.Match[str], title: str) -> set[str]:
    """What is asked beside the part."""
    number = match.start("number")
    start = match.start() if "kind" in match.groupdict() else number
    around = f"{question[:start]} {question[match.end('number') :]}"
    return stems(around) - stems(title) - _OF_ANY_TITLE - _ASKING


def _found(passage: Passage, known: dict[int, Found], best: float) -> Found:
    named = Reason("number", 1, 1.0)
    item = known.get(passage.id)
    if item is None:
        return Found(passage, best, (named,))
    return Found(passage, item.score, (*item.reasons, named))
