"""A follow-up is searched alone and with what was said before it, and the better reading is taken:
a question on something else is answered as if nothing had been said."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.answering.question.understand import points_back
from assistant.fitted import load
from knowledge.documents.types import Found
from knowledge.language.words import content_words
from knowledge.library import SearchQuery

Results = TypeVar("Results", bound=Sequence[Found])


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

    def stands_alone(self, seen: FollowUpSignals) -> bool:
        told = self.points_back * seen.points_back + self.words * seen.words
        return told + self.ahead * seen.ahead + self.constant > 0


FITTED = FollowUpWeights(**load("follow_up")["weights"])


def read(
    query: SearchQuery, searched: Callable[[SearchQuery], Results]
) -> tuple[SearchQuery, Results]:
    """The reading that is taken, and what `searched` found for it; raises what that does. What is
    no follow-up, or a bare reply, has one reading."""
    joined = searched(query)
    if not query.last:
        return query, joined
    alone = SearchQuery(query.last)
    found = searched(alone)
    taken = FITTED.stands_alone(signals(query.last, best(found) - best(joined)))
    return (alone, found) if taken else (query, joined)


def signals(turn: str, ahead: float) -> FollowUpSignals:
    return FollowUpSignals(float(points_back(turn)), math.log(1 + len(content_words(turn))), ahead)


def best(found: Sequence[Found]) -> float:
    return max((item.score for item in found), default=0.0)
