"""Each part of a question held to evidence of its own: which are answered, and which is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.evidence.candidates import Closeness
from assistant.answering.evidence.judge import Judgement
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.evidence.weigh import Weighed, weigh
from assistant.answering.question.by_example import Classify
from assistant.answering.question.follow_up import Topic, read
from assistant.answering.question.intent import intent_of
from assistant.answering.question.parts import Part
from assistant.answering.question.understand import leans
from assistant.answers.answer import History, Turn
from assistant.answers.status import Status
from assistant.answers.text import unmarked
from knowledge.documents.types import Found
from knowledge.library import SearchQuery

#: Quotes for each part.
MOST_QUOTES = 2

Find = Callable[[Sequence[SearchQuery]], Sequence[Sequence[Found]]]


@dataclass(frozen=True, slots=True)
class Parted:
    """A question's parts, of which at least one is answered."""

    answered: tuple[Weighed, ...]
    missing: tuple[str, ...]  # a sentence for each part that is not answered

    @property
    def judgement(self) -> Judgement:
        lacking, every = len(self.missing), len(self.missing) + len(self.answered)
        if not lacking:
            reason = "Each part of the question has an answer near enough."
            return Judgement(Status.ANSWERED, reason)
        reason = f"Of {every} parts of the question {lacking} may not be answered."
        return Judgement(Status.PARTIAL, reason)

    def quotes(self) -> list[Quoted]:
        """The best words for each part that is answered, the same words once."""
        chosen: dict[tuple[int, int], Quoted] = {}
        for weighed in self.answered:
            for quote in weighed.quotes(MOST_QUOTES):
                chosen.setdefault((quote.found.passage.id, quote.start), quote)
        return list(chosen.values())


def parted(
    asked: Sequence[Part],
    history: History,
    find: Find,
    closeness: Closeness,
    classify: Classify,
    today: date,
) -> Parted | None:
    """None where it is one question, or where no part is answered: then it is judged as one.
    Raises IndexUnavailable, ModelUnavailable."""
    answered: list[Weighed] = []
    missing: list[str] = []
    before: list[Turn] = list(history)
    for place, part in enumerate(asked):
        stands_alone = place > 0 and not leans(part.asked)
        intent = intent_of(part.text, [] if stands_alone else before, classify, today)
        # What follows in the same message is on what it began with, unless it says otherwise.
        if place:
            query, (found,) = intent.query, find([intent.query])
        else:
            query, found = read(intent.query, find, Topic.of(history))
        weighed = weigh(replace(intent, query=query), found, closeness, MOST_QUOTES)
        if weighed.judgement.status is Status.ANSWERED and (weighed.judgement.margin or 0.0) >= 0:
            answered.append(weighed)
        else:
            missing.append(f"The documents do not say clearly: “{_shown(part)}”")
        before.append(Turn("user", part.text))
    return Parted(tuple(answered), tuple(missing)) if answered else None


def _shown(part: Part) -> str:
    """Its own words on one line, ending with one question mark."""
    return unmarked(" ".join(part.asked.split())).rstrip(" ?.,;") + "?"
