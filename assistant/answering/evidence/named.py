"""Words that a question names by their place and not by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.evidence.judge import Judgement
from assistant.answering.evidence.quotes import MOST_QUOTES, Quoted
from assistant.answers.status import Status
from knowledge.documents.types import Found, Passage, Reason
from knowledge.language.titles import own_words


@dataclass(frozen=True, slots=True)
class Named:
    """What stands in the document that the question names, at the place that it names."""

    quotes: tuple[Quoted, ...]  # in reading order; () where there is no such place
    alone: bool  # nothing else is asked for
    reason: str  # one sentence, for "How this answer was made" and the log
    missing: str = ""  # a sentence where there is no such place
    begins: str = ""  # the place, where only its beginning is quoted
    outlines: str = ""  # the place, where a text is to be made of it and its outline is quoted

    @property
    def judgement(self) -> Judgement:
        status = Status.PARTIAL if self.outlines else Status.ANSWERED
        return Judgement(status if self.quotes else Status.NOT_COVERED, self.reason)

    def first(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """What was found, the passages of the place before the others."""
        ours = {quote.found.passage.id: quote.found for quote in self.quotes}
        others = (item for item in found if item.passage.id not in ours)
        return (*ours.values(), *others)

    def beside(self, others: Sequence[Quoted]) -> list[Quoted]:
        """The place, and behind it the best of what else answers."""
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


def as_found(passage: Passage, found: Sequence[Found], why: str) -> Found:
    """The passage as it was found, or as near as the nearest, with one more reason: `why`."""
    named = Reason(why, 1, 1.0)
    for item in found:
        if item.passage.id == passage.id:
            return Found(passage, item.score, (*item.reasons, named))
    return Found(passage, found[0].score, (named,))


#: The share of a title's own words that names the document.
NAMES_DOCUMENT = 0.5


def named_documents(
    said: set[str], found: Sequence[Found], least: float = NAMES_DOCUMENT
) -> list[Passage]:
    """A passage of the document of whose title's own words the most are among the stems `said`; of
    several, in the order found, where their titles say the same. [] where fewer than the share
    `least` are, and where it may be one document or another."""
    firsts: dict[int, Passage] = {}
    for item in found:
        firsts.setdefault(item.passage.document_id, item.passage)
    titles = {one: own_words(passage.title) for one, passage in firsts.items()}
    shares = {one: len(own & said) / max(1, len(own)) for one, own in titles.items()}
    best = max(shares.values(), default=0.0)
    named = [one for one in firsts if shares[one] == best]
    if best < least or any(titles[one] != titles[named[0]] for one in named):
        return []
    return [firsts[one] for one in named]
