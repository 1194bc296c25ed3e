"""Two searches → one order: score fusion, which beat reciprocal rank on every set (`make
bench-retrieval`). Weights were fitted on the tune halves of six sets; docs/measurements.md has the
figures of the halves kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.search.query import SearchQuery

#: Per unit of cosine of a question that stands alone.
MEANING = 9.0
#: Of a follow-up: per unit of cosine of its last turn alone, and of the last two turns together.
LAST, JOINED = 7.0, 2.0
#: For the query's best BM25; other passages get their share of it. Of a follow-up's last turn the
#: words say less.
WORDS, WORDS_OF_LAST = 5.0, 4.0
#: Added to the best BM25 before it is shared out: where even the best passage holds few of the
#: words, or the words are common, they count for less.
FEW_WORDS = 8.0
#: Per unit of how near the passage's document is to what the talk is about: the mean of its nearest
#: passages, so many at most. A follow-up that leans on what was said stays with its documents.
DOCUMENT, DOCUMENT_LEANING = 2.0, 6.0
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Closeness:
    """Passage id → cosine; a passage without a value counts as 0.

    For a question that stands alone all three are its own: see `alone`.
    """

    last: Mapping[int, float]
    joined: Mapping[int, float]
    context: Mapping[int, float]
    follow_up: bool = True
    leans: bool = False

    @classmethod
    def of(cls, query: SearchQuery, cosines: Sequence[Mapping[int, float]]) -> Closeness:
        """`cosines` are of the query's readings, in their order."""
        if not query.last:
            return cls.alone(cosines[0])
        joined, last, context = cosines
        return cls(last, joined, context, leans=query.leans)

    @classmethod
    def alone(cls, cosine: Mapping[int, float]) -> Closeness:
        return cls(cosine, cosine, cosine, follow_up=False)


def fuse(
    documents: Mapping[int, int], close: Closeness, bm25: Mapping[int, float]
) -> dict[int, float]:
    """Passage id → score, higher is better, at most about 1: what was reached of all weights.

    `documents` maps the candidates to their documents.
    """
    best = max(bm25.values(), default=0.0) + FEW_WORDS
    words = WORDS_OF_LAST if close.follow_up else WORDS
    near = _document_closeness(documents, close.context)
    document = DOCUMENT_LEANING if close.leans else DOCUMENT
    total = (LAST + JOINED if close.follow_up else MEANING) + words + document
    scores: dict[int, float] = {}
    for one, owner in documents.items():
        if close.follow_up:
            meaning = LAST * close.last.get(one, 0.0) + JOINED * close.joined.get(one, 0.0)
        else:
            meaning = MEANING * close.last.get(one, 0.0)
        by_words = words * bm25.get(one, 0.0) / best
        scores[one] = (meaning + by_words + document * near[owner]) / total
    return scores


def _document_closeness(
    documents: Mapping[int, int], cosine: Mapping[int, float]
) -> Mapping[int, float]:
    """Document → the mean of its nearest candidates' cosines."""
    of: dict[int, list[float]] = defaultdict(list)
    for one, owner in documents.items():
        of[owner].append(cosine.get(one, 0.0))
    return {owner: _mean(sorted(values, reverse=True)[:NEAREST]) for owner, values in of.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
