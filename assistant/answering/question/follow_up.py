"""A follow-up is searched alone and with what was said before it, and the better reading is taken:
a question on something else is answered as if nothing had been said. Read with what was said, it is
mostly on what the talk is on: the documents and passages that the answers before led with."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.question.understand import has_pronoun, points_back
from assistant.answers.answer import History
from assistant.fitted import load
from knowledge.documents.types import Found
from knowledge.language.words import content_words
from knowledge.library import SearchQuery

#: Answers before that say what the talk is on.
ANSWERS = 2
#: What a passage gains in score at most for its document, and for itself, where an answer before
#: led with it, the last one where a word points to it: "who gets it?"; and the log-odds of leaning
#: on the talk from which on it gains as much. From conversations with the sample library
#: (docs/measurements.md, "Follow-ups").
OF_DOCUMENT = 0.1
OF_PASSAGE = 0.04
POINTED_TO = 0.1
SURELY = 1.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What the last answers led with, by id."""

    documents: frozenset[int] = frozenset()
    passages: tuple[int, ...] = ()  # oldest first

    @classmethod
    def of(cls, history: History) -> Topic:
        turns = [turn for turn in history if turn.cites][-ANSWERS:]
        return cls(
            frozenset(document for turn in turns for document in turn.cites),
            tuple(turn.sources[0].passage_id for turn in turns if turn.sources),
        )

    def first(self, found: Sequence[Found], turn: str, leans: float) -> tuple[Found, ...]:
        """What was found, that of the talk the further ahead the more surely (log-odds) the turn
        leans on it."""
        share = min(1.0, leans / SURELY)
        of_passage = dict.fromkeys(self.passages, OF_PASSAGE)
        if self.passages and has_pronoun(turn):
            of_passage[self.passages[-1]] = POINTED_TO

        def gained(one: Found) -> float:
            of_document = OF_DOCUMENT * (one.passage.document_id in self.documents)
            return one.score + share * (of_document + of_passage.get(one.passage.id, 0.0))

        return tuple(sorted(found, key=gained, reverse=True))


NOTHING_SAID = Topic()


@dataclass(frozen=True, slots=True)
class FollowUpSignals:
    """What tells whether a turn stands alone."""

    points_back: float  # 1 where it does so in so many words: "it", "and for part-timers?"
    words: float  # log(1 + words of content)
    ahead: float  # the best score that the turn alone reaches, above the best with what was said


@dataclass(frozen=True, slots=True)
class FollowUpWeights:
    """Log-odds that a turn stands alone: per unit of each signal, and the constant."""

    points_back: float
    words: float
    ahead: float
    constant: float

    def odds(self, seen: FollowUpSignals) -> float:
        told = self.points_back * seen.points_back + self.words * seen.words
        return told + self.ahead * seen.ahead + self.constant


FITTED = FollowUpWeights(**load("follow_up")["weights"])


def read(
    query: SearchQuery,
    searched: Callable[[Sequence[SearchQuery]], Sequence[Sequence[Found]]],
    talk: Topic = NOTHING_SAID,
) -> tuple[SearchQuery, tuple[Found, ...]]:
    """The reading that is taken, and what `searched` found for it; raises what that does. What is
    no follow-up, or a bare reply, has one reading; others have two, searched together."""
    if not query.last:
        (only,) = searched([query])
        return query, tuple(only)
    alone = SearchQuery(query.last)
    joined, found = searched([query, alone])
    odds = FITTED.odds(signals(query.last, best(found) - best(joined)))
    return (alone, tuple(found)) if odds > 0 else (query, talk.first(joined, query.last, -odds))


def signals(turn: str, ahead: float) -> FollowUpSignals:
    return FollowUpSignals(float(points_back(turn)), math.log(1 + len(content_words(turn))), ahead)


def best(found: Sequence[Found]) -> float:
    return max((item.score for item in found), default=0.0)
