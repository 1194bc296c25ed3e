"""Two searches → one order: score fusion, which beat reciprocal rank on every set (`make
bench-retrieval`). `python -m tests.lab.fusion` fits the weights on one half of each set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.fitted import load
from knowledge.search.query import SearchQuery

#: Nearest passages of a document whose mean closeness counts, at most.
NEAREST = 3


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """What each thing that speaks for a passage counts. Of a follow-up its last turn alone and its
    last two together are looked for."""

    meaning: float  # per unit of cosine of a question that stands alone
    last: float  # of a follow-up: per unit of cosine of its last turn
    joined: float  # and of its last two turns
    words: float  # for the query's best BM25; other passages get their share of it
    words_of_last: float  # of a follow-up's last turn, whose words say less
    #: Added to the best BM25 before it is shared out: where even the best passage holds few of the
    #: words, or the words are common, they count for less.
    few_words: float
    document: float  # per unit of how near the passage's document is to what the talk is about
    document_of_talk: float  # the same for a follow-up


FITTED = FusionWeights(**load("fusion")["weights"])


@dataclass(frozen=True, slots=True)
class Closeness:
    """Passage id → cosine; a passage without a value counts as 0.

    For a question that stands alone all three are its own: see `alone`.
    """

    last: Mapping[int, float]
    joined: Mapping[int, float]
    context: Mapping[int, float]
    follow_up: bool = True

    @classmethod
    def of(cls, query: SearchQuery, cosines: Sequence[Mapping[int, float]]) -> Closeness:
        """`cosines` are of the query's readings, in their order."""
        if not query.last:
            return cls.alone(cosines[0])
        joined, last, context = cosines
        return cls(last, joined, context)

    @classmethod
    def alone(cls, cosine: Mapping[int, float]) -> Closeness:
        return cls(cosine, cosine, cosine, follow_up=False)


def fuse(
    documents: Mapping[int, int],
    close: Closeness,
    bm25: Mapping[int, float],
    weights: FusionWeights = FITTED,
) -> dict[int, float]:
    """Passage id → score, higher is better, at most about 1: what was reached of all weights.

    `documents` maps the candidates to their documents.
    """
    best = max(bm25.values(), default=0.0) + weights.few_words
    words, document = weights.words, weights.document
    last, joined = weights.meaning, 0.0
    if close.follow_up:
        words, document = weights.words_of_last, weights.document_of_talk
        last, joined = weights.last, weights.joined
    near = _document_closeness(documents, close.context)
    total = last + joined + words + document
    scores: dict[int, float] = {}
    for one, owner in documents.items():
        meaning = last * close.last.get(one, 0.0) + joined * close.joined.get(one, 0.0)
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
