"""A small library in memory: the edge of the chain's unit tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np

from assistant.answering.question.by_example import ByExample, Labelled
from assistant.fitted import load
from knowledge.access import Asker, Scope
from knowledge.catalogue.history import VersionPeriod
from knowledge.catalogue.queue import BeingLoaded
from knowledge.curation.conflicts.conflicts import Conflicts
from knowledge.curation.suggestions import Succession, Suggestions
from knowledge.documents.blocks import Block, BlockKind, Reading
from knowledge.documents.types import Collection, Found, Passage, Reason
from knowledge.documents.units import find_units
from knowledge.embeddings import Embeddings
from knowledge.errors import BernardError
from knowledge.language.words import stems
from knowledge.library import Library, SearchQuery
from knowledge.outside.sending import Sent
from knowledge.search.earlier import EarlierVersions

LEAVE = (
    "You get 25 days of annual leave each year. You may carry over up to 10 days if your manager "
    "agrees before 31 March."
)
GIFTS = "You must refuse any gift worth more than £25. Record every offer in the gifts register."
TRAVEL = "Book rail travel in standard class. First class needs approval from a director."


def passage(number: int, text: str, title: str, *path: str, offset: int = 100) -> Passage:
    """Of one paragraph."""
    reading = Reading(text, [Block(BlockKind.PARAGRAPH, text, 0, len(text))])
    return Passage(
        id=number,
        document_id=number,
        version_id=10 + number,
        version=2,
        collection_id=1,
        title=title,
        source=f"{title.lower().replace(' ', '-')}.md",
        owner="HR Policy Team",
        heading_path=path,
        page=4,
        start=offset,
        end=offset + len(text),
        text=text,
        effective_from=date(2026, 4, 1),
        units=find_units(reading, 0, len(text), path),
    )


PASSAGES = (
    passage(1, LEAVE, "Annual leave policy", "Leave", "Carrying over"),
    passage(2, GIFTS, "Gifts and hospitality"),
    passage(3, TRAVEL, "Travel policy", "Rail"),
)


def found(item: Passage, cosine: float = 0.7) -> Found:
    return Found(item, cosine, (Reason("meaning", 1, cosine),))


class FakeSuggestions(Suggestions):
    """Nothing replaces anything."""

    def replacing(self, scope: Scope, document_ids: Iterable[int]) -> list[Succession]:
        return []


class FakeEarlier(EarlierVersions):
    """One version of everything."""

    def histories(
        self, asker: Asker, document_ids: Iterable[int]
    ) -> dict[int, list[VersionPeriod]]:
        return {one: [] for one in document_ids}


class FakeConflicts(Conflicts):
    """None are known."""

    def dismissed(self, asker: Asker, keys: Iterable[str]) -> set[str]:
        return set()

    def against(self, asker: Asker, passages: Sequence[Passage]) -> list[Passage]:
        return []


class FakeEmbeddings:
    """By the name of the model whose weights are kept; every text means the same."""

    name = load("intent")["model"]
    dimension = len(load("intent")["weights"]["centre"])
    max_tokens = 256

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        centre = np.array(load("intent")["weights"]["centre"], dtype=np.float32)
        return np.tile(centre, (len(texts), 1))

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_passages([text])[0]

    def count_tokens(self, text: str) -> int:
        return len(text.split())


def by_words(text: str) -> Labelled:
    """What a message asks for, told by its words alone."""
    return _BY_WORDS(text)


_BY_WORDS = ByExample(FakeEmbeddings().embed_passages, lambda: FakeEmbeddings.name)


class FakeSearch:
    """Each reading as the library finds it."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def each(
        self,
        readings: Sequence[SearchQuery],
        asker: Asker,
        limit: int,
        sent: Callable[[Sent], None] | None,
    ) -> list[list[Found]]:
        return [self._library.search(one, asker, limit, sent=sent) for one in readings]


class FakeLibrary(Library):
    """Finds by shared words. `error` is raised by the search instead."""

    def __init__(
        self, passages: Sequence[Passage] = PASSAGES, error: BernardError | None = None
    ) -> None:
        self.passages_held = passages
        self.error: Exception | None = error
        self.queries: list[SearchQuery] = []
        self.suggestions = FakeSuggestions.__new__(FakeSuggestions)
        self.earlier = FakeEarlier.__new__(FakeEarlier)
        self.conflicts = FakeConflicts.__new__(FakeConflicts)

    @property
    def embeddings(self) -> Embeddings:
        return FakeEmbeddings()

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        return self.embeddings.embed_passages(texts)

    def collections(self, asker: Asker) -> list[Collection]:
        return [Collection(1, "HR", "HR Policy Team", documents=len(self.passages_held))]

    def read_as(self, question: str, asker: Asker) -> dict[str, str]:
        return {}

    def known_words(self, text: str) -> float:
        return 1.0

    def being_loaded(self, asker: Asker) -> BeingLoaded:
        return BeingLoaded(0, frozenset())

    def document_count(self, asker: Asker) -> int:
        return len(self.passages_held)

    def passages(self, asker: Asker, version_id: int) -> list[Passage]:
        return [item for item in self.passages_held if item.version_id == version_id]

    def search(
        self,
        query: SearchQuery | str,
        asker: Asker,
        limit: int = 20,
        *,
        sent: Callable[[Sent], None] | None = None,
    ) -> list[Found]:
        assert isinstance(query, SearchQuery)
        self.queries.append(query)
        if self.error:
            raise self.error
        texts = [f"{item.title} {item.text}" for item in self.passages_held]
        near = zip(self.closeness(query, texts), self.passages_held, strict=True)
        ranked = sorted(near, key=lambda pair: -pair[0])
        return [found(item, closeness) for closeness, item in ranked[:limit]]

    @property
    def searching(self) -> FakeSearch:  # type: ignore[override]
        return FakeSearch(self)

    def closeness(self, query: SearchQuery, texts: Sequence[str]) -> list[float]:
        """The share of the question's words that each text holds."""
        asked = stems(query.text)
        said = list(map(stems, texts))
        return [len(asked & words) / max(1, len(asked)) for words in said]

    def alike(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [self.closeness(SearchQuery(one), [other])[0] for one, other in pairs]
