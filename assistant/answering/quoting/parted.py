"""Each part of a question held to evidence of its own: which are answered, and which is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering.evidence.candidates import Closeness
from assistant.answering.evidence.judge import Judgement
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.evidence.weigh import Weighed, weigh
from assistant.answering.question.by_example import Classify
from assistant.answering.question.intent import intent_by_rule
from assistant.answering.question.parts import Part
from assistant.answering.question.understand import leans
from assistant.answers.status import Status
from assistant.answers.text import unmarked
from assistant.answers.turns import History, Turn
from knowledge.documents.types import Found
from knowledge.library import SearchQuery

#: Quotes for each part.
MOST_QUOTES = 2

Find = Callable[[SearchQuery], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class AskedPart:
    """A part and what was found for it alone."""

    part: Part
    weighed: Weighed

    @property
    def answered(self) -> bool:
        return self.weighed.judgement.status is Status.ANSWERED


@dataclass(frozen=True, slots=True)
class Parted:
    """A question's parts, of which at least one is answered."""

    held: tuple[AskedPart, ...]

    @property
    def missing(self) -> list[str]:
        """A sentence for each part that is not answered."""
        return [
            f"The documents do not say clearly: “{_shown(one.part)}”"
            for one in self.held
            if not one.answered
        ]

    @property
    def judgement(self) -> Judgement:
        lacking = len(self.missing)
        if not lacking:
            return Judgement(
                Status.ANSWERED, "Each part of the question has an answer near enough."
            )
        reason = f"Of {len(self.held)} parts of the question {lacking} may not be answered."
        return Judgement(Status.PARTIAL, reason)

    @property
    def found(self) -> list[Found]:
        """What is quoted."""
        return [quote.found for quote in self.quotes()]

    def quotes(self) -> list[Quoted]:
        """The best words for each part that is answered, the same words once."""
        chosen: dict[tuple[int, int], Quoted] = {}
        for one in self.held:
            if one.answered:
                for quote in one.weighed.quotes(MOST_QUOTES):
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
    found = []
    before: list[Turn] = list(history)
    for place, part in enumerate(asked):
        stands_alone = place > 0 and not leans(part.asked)
        intent = intent_by_rule(part.text, [] if stands_alone else before, classify, today)
        found.append(AskedPart(part, weigh(intent, find(intent.query), closeness, MOST_QUOTES)))
        before.append(Turn("user", part.text))
    return Parted(tuple(found)) if any(one.answered for one in found) else None


def _shown(part: Part) -> str:
    """Its own words on one line, ending with one question mark."""
    return unmarked(" ".join(part.asked.split())).rstrip(" ?.,;") + "?"
