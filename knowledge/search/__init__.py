"""A question's words and who asks → ranked passages that the reader may see."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy.orm import Session

from knowledge.access import Asker, system
from knowledge.catalogue import read
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.read import Allowed, InForce
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.term_counts import TermCounts
from knowledge.catalogue.sqlite.word_search import search_words
from knowledge.documents.types import Found, Passage
from knowledge.embeddings import Embeddings
from knowledge.errors import IndexUnavailable
from knowledge.index.upkeep import Upkeep
from knowledge.index.vectors import ChromaVectors
from knowledge.outside.sending import Sent
from knowledge.search.closeness import RecentVectors
from knowledge.search.expansion import expand
from knowledge.search.query import SearchQuery
from knowledge.search.ranking import Ranking, ranked
from knowledge.search.reranking import Reranked, Reranker
from knowledge.search.variety import with_another_document, without_repeats
from knowledge.search.words_alone import tell_or_raise

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

log = logging.getLogger(__name__)

#: Passages that each of the two searches brings before they are fused.
DEPTH = 100
#: Passages looked at beyond those asked for, in place of repeats.
SPARE = 10
#: Searches by words and in collections at a time, each beside the others: SQLite, Chroma and the
#: embedding model let other threads run.
BESIDE = 8

#: For each question the nearest passages: (id, cosine), nearest first.
Near = list[list[tuple[int, float]]]


class Search:
    def __init__(
        self,
        database: Database,
        chroma: ChromaVectors,
        embeddings: Embeddings,
        upkeep: Upkeep,
        reranker: Reranker | None = None,
    ) -> None:
        self._database = database
        self._chroma = chroma
        self._embeddings = embeddings
        self.vectors = RecentVectors(embeddings)
        self._upkeep = upkeep
        self._reranker = reranker
        self._counts = TermCounts(system("How common a word is decides where a search starts."))
        self._beside = ThreadPoolExecutor(BESIDE, "search")

    def __call__(
        self,
        query: SearchQuery,
        asker: Asker,
        limit: int,
        sent: Callable[[Sent], None] | None = None,
    ) -> list[Found]:
        """Best first. `sent` is told what went to the reranking server. Where the index does not
        answer, by words alone (knowledge.search.words_alone).
        Raises IndexUnavailable, ModelUnavailable."""
        return self.each([query], asker, limit, sent)[0]

    def each(
        self,
        readings: Sequence[SearchQuery],
        asker: Asker,
        limit: int,
        sent: Callable[[Sent], None] | None = None,
    ) -> list[list[Found]]:
        """The same for each way that one question may be meant: they ask the same words, so that
        index and catalogue are asked once for all of them."""
        (asked,) = {one.asked for one in readings}
        with self._database.read() as session:
            allowed = read.visible(session, asker)
            pointers = self._upkeep.pointers(session)
            meant = expand(session, asked, allowed)
        if not allowed or not asked.strip():
            return [[] for _ in readings]
        by_words = self._beside.submit(self._by_words, asked, allowed, meant.phrases)
        spelt = [[meant.spell_out(text) for text in one.readings] for one in readings]
        texts = list(dict.fromkeys(text for some in spelt for text in some))
        questions = self.vectors(texts)
        names = [pointers[one] for one in allowed if one in pointers]
        nearest = dict(zip(texts, self._nearest(names, questions), strict=True))
        everything = set[int]().union(*nearest.values())
        ahead = {} if by_words.done() else self._read_ahead(everything, allowed)
        bm25 = by_words.result()
        with self._database.read() as session:
            live = read.in_force(session, everything | bm25.keys(), allowed)
            vectors = self._stored(session, live, ahead)
            owners = {one: entry.document_id for one, entry in live.items()}
            cosines = dict(zip(texts, _cosines(vectors, questions), strict=True))
            rankings = [
                ranked(
                    one,
                    set(bm25).union(*(nearest[text] for text in some)),
                    owners,
                    [cosines[text] for text in some],
                    bm25,
                )
                for one, some in zip(readings, spelt, strict=True)
            ]
            first = {one for ranking in rankings for one in ranking.order[: limit + SPARE]}
            passages = read.passages_by_id(session, first, allowed)
        return [
            self._found(one.text, ranking, passages, vectors, limit, sent)
            for one, ranking in zip(readings, rankings, strict=True)
        ]

    def _found(
        self,
        text: str,
        ranking: Ranking,
        passages: Mapping[int, Passage],
        vectors: Mapping[int, Vectors],
        limit: int,
        sent: Callable[[Sent], None] | None,
    ) -> list[Found]:
        order = ranking.order[: limit + SPARE]
        reranked = self._reranker(text, order, passages) if self._reranker else Reranked(order)
        if reranked.sent and sent:
            sent(reranked.sent)
        order = without_repeats(reranked.order, passages, vectors)
        order = with_another_document(order, ranking.documents)[:limit]
        why = (*ranking.reasons(order), reranked.reasons)
        return [
            Found(passages[one], ranking.scores[one], tuple(by[one] for by in why if one in by))
            for one in order
        ]

    def _by_words(self, text: str, allowed: Allowed, also: Sequence[str]) -> dict[int, float]:
        with self._database.read() as session:
            return dict(search_words(session, text, allowed, DEPTH, self._counts, also=also))

    def closeness(self, query: SearchQuery, texts: Sequence[str]) -> list[float]:
        """Cosine of each text to the question; of a follow-up, the mean of both its readings."""
        if not texts:
            return []
        questions = self.vectors([query.text, query.last or query.text])
        question = questions.mean(axis=0)
        return [float(value) for value in self.vectors(texts) @ question]

    def alike(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Cosine of the two texts of each pair. Raises ModelUnavailable."""
        return self.vectors.alike(pairs)

    def _nearest(self, names: Sequence[str], questions: Vectors) -> list[set[int]]:
        """Each question's nearest passages of all collections together, asked side by side."""
        answers = self._asked(names, questions)
        missing = [one for one in answers if isinstance(one, IndexUnavailable)]
        if missing:
            log.warning("searching by words only: %s", missing[0].reason)
            tell_or_raise(missing[0])
        found = [one for one in answers if not isinstance(one, IndexUnavailable)]
        nearest: list[set[int]] = [set() for _ in questions]
        for those, of_collections in zip(nearest, zip(*found, strict=True), strict=False):
            near = [pair for pairs in of_collections for pair in pairs]
            near.sort(key=lambda pair: -pair[1])
            those.update(one for one, _ in near[:DEPTH])
        return nearest

    def _asked(self, names: Sequence[str], questions: Vectors) -> list[Near | IndexUnavailable]:
        """What each collection answers."""
        try:
            self._chroma.require_answers()
        except IndexUnavailable as error:
            return [error]
        return list(self._beside.map(lambda name: self._near(name, questions), names))

    def _near(self, name: str, questions: Vectors) -> Near | IndexUnavailable:
        """Of a collection that is missing, too, the words still find; the worker's next check
        builds it again."""
        try:
            return self._chroma.query(name, questions, DEPTH)
        except IndexUnavailable as error:
            return error

    def _read_ahead(self, nearest: Collection[int], allowed: Allowed) -> Mapping[str, Vectors]:
        """Vectors by text hash, read while the words are still searched. The connection is given
        back before anyone waits for them: searches at once would hold all there are, and the
        searches by words that they wait for would get none."""
        with self._database.read() as session:
            live = read.in_force(session, nearest, allowed)
            hashes = {entry.text_hash for entry in live.values()}
            return stored.load(session, self._embeddings.name, hashes)

    def _stored(
        self, session: Session, live: Mapping[int, InForce], ahead: Mapping[str, Vectors]
    ) -> dict[int, Vectors]:
        """Passage id → its vector, of those that have one; `ahead` holds some by text hash."""
        hashes = {entry.text_hash for entry in live.values()}
        vectors = {**ahead, **stored.load(session, self._embeddings.name, hashes - ahead.keys())}
        return {
            one: vectors[entry.text_hash]
            for one, entry in live.items()
            if entry.text_hash in vectors
        }


def _cosines(vectors: Mapping[int, Vectors], questions: Vectors) -> list[dict[int, float]]:
    """For each question, passage id → exact cosine."""
    if not vectors:
        return [{} for _ in questions]
    matrix = np.stack(list(vectors.values()))
    return [dict(zip(vectors, (matrix @ one).tolist(), strict=True)) for one in questions]
