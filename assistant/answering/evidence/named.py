"""Words that a question names by their place and not by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.evidence.judge import Judgement
from assistant.answering.evidence.quotes import MOST_QUOTES, Quoted
from assistant.answers.status import Status
from knowledge.documents.types import Found, Passage, Reason


@dataclass(frozen=True, slots=True)
class Named:
    """What stands in the document that the question names, at the place that it names."""

    quotes: tuple[Quoted, ...]  # in reading order; () where there is no such place
    alone: bool  # nothing else is asked for
    reason: str  # one sentence, for "How this answer was made" and the log
    missing: str = ""  # a sentence where there is no such place
    begins: str = ""  # the place, where only its beginning is quoted

    @property
    def judgement(self) -> Judgement:
        return Judgement(Status.ANSWERED if self.quotes else Status.NOT_COVERED, self.reason)

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
