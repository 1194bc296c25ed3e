"""What was found for one reading of a question, in its order, and why each stands where it does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.documents.types import Reason
from knowledge.search.fusion import Closeness, fuse
from knowledge.search.query import SearchQuery

Scores = Mapping[int, float]  # by passage id


@dataclass(frozen=True, slots=True)
class Ranking:
    order: list[int]  # best first
    scores: Scores
    documents: Mapping[int, int]
    meaning: Scores  # cosine to the reading
    words: Scores  # BM25

    def reasons(self, shown: Sequence[int]) -> tuple[dict[int, Reason], dict[int, Reason]]:
        """By meaning and by words: how high each of `shown` stands among all."""
        return _reasons("meaning", self.meaning, shown), _reasons("words", self.words, shown)


def ranked(
    query: SearchQuery,
    found: Collection[int],
    documents: Mapping[int, int],
    cosines: Sequence[Scores],
    bm25: Scores,
) -> Ranking:
    """Of those of `documents`, the passages in force with their documents, that were `found` for
    this reading. `cosines` are of its texts, in their order; they and `bm25` may hold more."""
    owners = {one: owner for one, owner in documents.items() if one in found}
    scores = fuse(owners, Closeness.of(query, cosines), bm25)
    order = sorted(owners, key=lambda one: (-scores[one], one))
    of_text = {one: cosines[0][one] for one in owners if one in cosines[0]}
    return Ranking(
        order, scores, owners, of_text, {one: bm25[one] for one in bm25 if one in owners}
    )


def _reasons(by: str, scores: Scores, shown: Sequence[int]) -> dict[int, Reason]:
    order = sorted(scores, key=lambda one: -scores[one])
    ranks = {one: rank for rank, one in enumerate(order, start=1)}
    return {one: Reason(by, ranks[one], scores[one]) for one in shown if one in ranks}
