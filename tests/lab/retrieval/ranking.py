"""A variant and a question → the order of all pieces that were found. Pure, given the indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from assistant.answering.question.follow_up import FITTED, signals
from assistant.answering.question.understand import understand
from knowledge.catalogue.sqlite.word_search import quoted_terms
from knowledge.search import DEPTH
from knowledge.search.fusion import Closeness, fuse
from knowledge.search.query import SearchQuery
from tests.lab.evaluation.questions import LabelledQuestion
from tests.lab.retrieval.indexes import Meaning, Sentences, Words
from tests.lab.retrieval.variants import Variant

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

#: Of reciprocal rank fusion, as in the paper that named it (Cormack, Clarke and Büttcher 2009).
RANK_CONSTANT = 60
#: What each search of the plain pipeline brings.
PLAIN_DEPTH = 100

_PLAIN_WORD = re.compile(r"\w+")


def asked(variant: Variant, question: LabelledQuestion) -> SearchQuery:
    """What is searched: of a conversation, the turns that the variant takes."""
    if not question.history or variant.turns in ("bernard", "no context"):
        query = understand(question.text, question.history, None)[0]
        return replace(query, context=query.last) if variant.turns == "no context" else query
    said = [turn.content for turn in question.history if turn.role == "user"]
    earlier = {"last": said[:0], "two": said[-1:], "all": said}[variant.turns]
    return SearchQuery("\n".join([*earlier, question.text]))


def order(
    variant: Variant,
    query: SearchQuery,
    words: Words,
    meaning: Meaning,
    documents: Sequence[int],
    sentences: Sentences | None = None,
) -> list[int]:
    """Pieces, best first. `documents` is each piece's document; pieces are in reading order."""
    scores = _searched(variant, query, words, meaning, documents, sentences)
    if query.last and (variant.turns, variant.fusion) == ("bernard", "scores"):
        alone = _searched(variant, SearchQuery(query.last), words, meaning, documents, sentences)
        ahead = max(alone.values(), default=0.0) - max(scores.values(), default=0.0)
        if FITTED.odds(signals(query.last, ahead)) > 0:
            scores = alone
    return sorted(scores, key=lambda one: (-scores[one], one))


def _searched(
    variant: Variant,
    query: SearchQuery,
    words: Words,
    meaning: Meaning,
    documents: Sequence[int],
    sentences: Sentences | None,
) -> Mapping[int, float]:
    depth = PLAIN_DEPTH if variant.plain else DEPTH
    bm25: dict[int, float] = {}
    if variant.fusion != "meaning":
        expression = (
            _any_word(query.text) if variant.plain else " OR ".join(quoted_terms(query.asked))
        )
        bm25 = words.best(expression, variant.weights, depth)
    near: dict[int, None] = {}
    if variant.fusion != "words":
        near = dict.fromkeys(one for text in query.readings for one in meaning.nearest(text, depth))
    if variant.fusion == "words":
        return bm25
    if variant.fusion == "ranks":
        return reciprocal_ranks([list(bm25), _nearest(near, query, meaning)[:depth]])
    return _scores(variant, query, {*near, *bm25}, bm25, meaning, documents, sentences)


def _scores(
    variant: Variant,
    query: SearchQuery,
    found: set[int],
    bm25: Mapping[int, float],
    meaning: Meaning,
    documents: Sequence[int],
    sentences: Sentences | None,
) -> dict[int, float]:
    """The product's fusion, with what the variant adds."""
    beside = {two for one in found for two in _neighbours(one, documents)}
    candidates = found | beside if variant.neighbours else found
    owners = {one: documents[one] if variant.by_document else one for one in candidates}
    cosines = [_of(meaning.cosines(text), candidates) for text in query.readings]
    scores = fuse(owners, Closeness.of(query, cosines), bm25)
    if variant.sentences and sentences:
        asked_now = query.asked
        for one in scores:
            scores[one] += variant.sentences * sentences.best(asked_now, one)
    if variant.neighbours:
        return {
            one: scores[one] + variant.neighbours * _beside(one, scores, documents) for one in found
        }
    return scores


def _nearest(found: Iterable[int], query: SearchQuery, meaning: Meaning) -> list[int]:
    """By the mean of the readings' cosines."""
    cosine = np.sum([meaning.cosines(text) for text in query.readings], axis=0)
    return sorted(found, key=lambda one: (-float(cosine[one]), one))


def reciprocal_ranks(lists: Iterable[Sequence[int]]) -> dict[int, float]:
    """The sum of 1 / (60 + rank) over the lists, ranks from 1."""
    scores: dict[int, float] = {}
    for ranked in lists:
        for rank, one in enumerate(ranked, start=1):
            scores[one] = scores.get(one, 0.0) + 1 / (RANK_CONSTANT + rank)
    return scores


def _of(values: Vectors, candidates: Iterable[int]) -> dict[int, float]:
    return {one: float(values[one]) for one in candidates}


def _neighbours(one: int, documents: Sequence[int]) -> list[int]:
    """The pieces before and after it in the same document."""
    return [
        two
        for two in (one - 1, one + 1)
        if 0 <= two < len(documents) and documents[two] == documents[one]
    ]


def _beside(one: int, scores: Mapping[int, float], documents: Sequence[int]) -> float:
    """The better neighbour's score; its own where it stands alone, which thus loses nothing."""
    return max((scores[two] for two in _neighbours(one, documents)), default=scores[one])


def _any_word(query: str) -> str:
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(_PLAIN_WORD.findall(query.lower())))
