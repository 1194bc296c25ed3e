"""Which passage an answer leads with: few signals of it, weighed as `tests.lab.leading` fitted them
on seven labelled sets, each left out in turn (docs/measurements.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answering.evidence.candidates import Candidate
from assistant.fitted import load


@dataclass(frozen=True, slots=True)
class PassageSignals:
    """Words are the share of the question's that are held, each weighing the more the fewer of the
    passages found hold it (0 to 1)."""

    unit: float  # what its best unit scores
    score: float  # as searched, of the place that it was put in for its document or its newness
    words: float  # in its text
    words_of_unit: float  # the most that one unit holds, its heading read with it


@dataclass(frozen=True, slots=True)
class Lead:
    """The passage that leads."""

    rank: int  # its place among those found, from 0
    seen: PassageSignals
    ahead: float  # of the next one, in what they weigh


WEIGHTS: dict[str, float] = load("leading")["weights"]


def by_passage(
    candidates: Sequence[Candidate], score: Callable[[Candidate], float]
) -> dict[int, PassageSignals]:
    """By the place of the passage among those found; `score` is of a unit."""
    sorted_by_rank = sorted(candidates, key=lambda one: one.rank)
    groups = [list(units) for _, units in groupby(sorted_by_rank, key=lambda one: one.rank)]
    scores = sorted((units[0].found.score for units in groups), reverse=True)
    return {
        units[0].rank: _signals(units, score, of_place)
        for units, of_place in zip(groups, scores, strict=True)
    }


def _signals(
    units: Sequence[Candidate], score: Callable[[Candidate], float], of_place: float
) -> PassageSignals:
    return PassageSignals(
        unit=max(map(score, units)),
        score=of_place,
        words=units[0].words_of_passage,
        words_of_unit=max(one.words for one in units),
    )


def leading(candidates: Sequence[Candidate], score: Callable[[Candidate], float]) -> Lead:
    """There is a candidate at least."""
    seen = by_passage(candidates, score)
    first, *others = sorted(seen, key=lambda rank: -_weighed(seen[rank]))
    next_best = _weighed(seen[others[0]]) if others else 0.0
    return Lead(first, seen[first], _weighed(seen[first]) - next_best)


def _weighed(seen: PassageSignals) -> float:
    return sum(weight * float(getattr(seen, name)) for name, weight in WEIGHTS.items())
