"""Intent: what a turn asks for. Made by rule, or with a model that rewrites what leans on the
conversation; what kind of request it is, is told by examples either way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.answering.question.asked import AUXILIARY, asked_back, asked_proper
from assistant.answering.question.asked_when import NOW, When, asked_when
from assistant.answering.question.by_example import Classify, Kind, Label
from assistant.answering.question.parts import Part, parts
from assistant.answering.question.understand import understand
from assistant.answers.answer import History
from knowledge.language.words import words
from knowledge.library import SearchQuery

if TYPE_CHECKING:
    from assistant.models import Models


class AnswerType(StrEnum):
    """The type of value that an answer has to hold."""

    MONEY = "a sum of money"
    FIGURE = "a figure"
    TIME = "a length of time"
    DATE = "a date"


TYPES = {
    Label.MONEY: AnswerType.MONEY,
    Label.FIGURE: AnswerType.FIGURE,
    Label.TIME: AnswerType.TIME,
    Label.DATE: AnswerType.DATE,
}


#: What a text is to be about: "an email to my team" is written from no document on e-mail.
_ABOUT = re.compile(r"\b(?:about|on)\b(?P<what>.*\w.*)", re.IGNORECASE | re.DOTALL)


_ONESELF = frozenset(("i", "we"))
_TO_HAVE = frozenset(("have", "get", "see", "ask"))


@dataclass(frozen=True, slots=True)
class Intent:
    query: SearchQuery  # stands alone
    kind: Kind = Kind.OTHER
    confidence: float = 0.0  # in the kind: about 1 for what an example says
    parts: tuple[Part, ...] = ()  # where it asks several things
    when: When = NOW
    expects: AnswerType | None = None
    wants_decision: bool = False  # yes or no for one's own case
    wants_cover: bool = False  # whose a document is and since when


def intent_of(
    question: str,
    history: History,
    classify: Classify,
    today: date,
    models: Models | None = None,
    *,
    english: bool | None = None,
) -> Intent:
    """By rule; with `models` one call where the turn leans on the conversation, or is not in
    English (`english`: where more than its words says so). Raises ModelUnavailable (the embedding
    model's)."""
    query, made = understand(question, history, models, english=english)
    found = classify(asked_proper(query.asked))
    told = made is not None and (found.kind is Kind.OTHER or made.kind is Kind.RESHAPE)
    kind = made.kind if made and told else found.kind
    if kind is Kind.WORK and not made and _asks_leave(query.asked):
        kind = Kind.DECISION
    about = _ABOUT.search(query.text) if kind is Kind.WORK and not query.last else None
    if about:
        query = SearchQuery(about["what"].strip())
    replied_to = asked_back(history)
    decided = replied_to[0].content if replied_to else question
    return Intent(
        query=query,
        kind=kind,
        confidence=found.confidence,
        parts=tuple(map(Part, made.several)) if made else parts(question, classify),
        when=asked_when(question, today, found.label),
        expects=TYPES.get(found.label),
        wants_decision=Kind.DECISION
        in (kind, made and made.kind, classify(asked_proper(decided)).kind),
        wants_cover=kind is Kind.COVER,
    )


def _asks_leave(message: str) -> bool:
    """Whether it asks if one may do the work oneself: "can I use AI to write a reply"; not for
    something to have: "can I have a summary"."""
    first, second, third = [*words(message), "", "", ""][:3]
    if re.fullmatch(AUXILIARY, first) and second in _ONESELF:
        return third not in _TO_HAVE
    return (first, second) == ("ok", "to") or (second, third) == ("it", "ok")
