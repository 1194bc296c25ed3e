"""The library: the one door to documents, passages, search and loading. Each call says who asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import select

from knowledge.access import Asker, Scope, System, system
from knowledge.catalogue import force, read
from knowledge.catalogue.files import Files
from knowledge.catalogue.queue import BeingLoaded, being_loaded
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import CATALOGUE, migrate
from knowledge.catalogue.sqlite.word_search import mentioning
from knowledge.catalogue.tables import CollectionRow
from knowledge.curation.conflicts.conflicts import Conflicts
from knowledge.curation.suggestions import Suggestions
from knowledge.documents.blocks import Block
from knowledge.documents.types import Collection, Document, Found, Job, Passage, Version
from knowledge.embeddings import Embeddings, open_embeddings
from knowledge.errors import NotFound
from knowledge.glossary.glossary import Glossary
from knowledge.index.server import ChromaServer
from knowledge.index.take_effect import Change, take_effect
from knowledge.index.upkeep import Upkeep
from knowledge.index.vectors import ChromaVectors
from knowledge.loading import adding, ends
from knowledge.loading.adding import NOTHING_SAID, Details, NewFile
from knowledge.loading.kinship import Newcomer, predecessor
from knowledge.outside.proxies import never_for_loopback
from knowledge.outside.sending import Sent
from knowledge.runtime.home import Home
from knowledge.search.earlier import EarlierVersions
from knowledge.search.query import SearchQuery

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors
    from knowledge.loading.steps import Loader
    from knowledge.search import Search

__all__ = ["Details", "Health", "Library", "NewFile", "SearchQuery"]


@dataclass(frozen=True, slots=True)
class Health:
    """State of the index, one sentence a collection that is not well and one a document that fell
    out of force; `ok` when there is neither."""

    ok: bool
    sentence: str  # "The index is well: 812 passages in 3 collections."
    problems: Sequence[str] = ()
    lost: Sequence[str] = ()


class Library:
    """Open with `Library.open()`; close it, or use it in a `with` block. Safe to use from threads.

    Models and the index are opened when they are first needed.
    """

    def __init__(self, home: Home, database: Database) -> None:
        self.home = home
        self._database = database
        self._files = Files(home.files)
        self._server = ChromaServer(home)
        self.glossary = Glossary(database)
        self.suggestions = Suggestions(database, lambda: self.upkeep)
        self.earlier = EarlierVersions(database, lambda: self.embeddings)
        self.conflicts = Conflicts(database, lambda: self.searching)
        self._opening = threading.RLock()

    @classmethod
    def open(cls, home: Path | None = None) -> Self:
        """Opens (and makes, or migrates) the library of `home`, by default BERNARD_HOME."""
        never_for_loopback()
        where = (Home(home) if home else Home.from_environment()).make()
        database = Database(where.catalogue)
        migrate(database, CATALOGUE)
        return cls(where, database)

    def close(self) -> None:
        """Stops the Chroma server if this library started it."""
        self._server.stop()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What is opened when first needed, for Bernard's own processes.

    @cached_property
    def _embeddings(self) -> Embeddings:
        return open_embeddings(self.home.models)

    @cached_property
    def _chroma(self) -> ChromaVectors:
        return ChromaVectors(self._server)

    @property
    def embeddings(self) -> Embeddings:
        with self._opening:
            return self._embeddings

    @property
    def upkeep(self) -> Upkeep:
        with self._opening:
            by = system("The index is kept true to the catalogue.")
            return Upkeep(by, self._database, self._chroma, self._embeddings)

    def database(self, by: System) -> Database:
        """For Bernard's own work on the tables."""
        return self._database

    def loader(
        self,
        by: System,
        embeddings: Callable[[], Embeddings] | None = None,
        upkeep: Callable[[], Upkeep] | None = None,
    ) -> Loader:
        """`embeddings` and `upkeep`: what a worker puts in the place of the library's own."""
        from knowledge.loading.steps import Loader

        return Loader(
            by,
            self._database,
            self._files,
            embeddings or (lambda: self.embeddings),
            upkeep or (lambda: self.upkeep),
        )

    @cached_property
    def searching(self) -> Search:
        from knowledge.search import Search
        from knowledge.search.reranking import Reranker

        with self._opening:
            reranker = Reranker.from_environment()
            return Search(self._database, self._chroma, self._embeddings, self.upkeep, reranker)

    def index_started(self) -> int:
        """Another number for each start of the index server; 0 while there is none."""
        return self._server.started()

    def warm(self) -> None:
        """Opens models and index, so that the first question does not wait for them."""
        with self._opening:
            chroma = self._chroma
        chroma.warm()
        self.embeddings.embed_query("warm")

    # Reading. Every call shows only what the asker may see.

    def collections(self, asker: Asker) -> list[Collection]:
        with self._database.read() as session:
            return read.collections(session, asker)

    def owners(self, asker: Asker) -> dict[int, str]:
        """Of the collections that the asker may read, by their ids."""
        with self._database.read() as session:
            return read.owners(session, asker)

    def document_count(self, asker: Asker) -> int:
        """Documents in force that the asker may see."""
        with self._database.read() as session:
            return read.document_count(session, read.visible(session, asker))

    def documents(self, asker: Asker, collection_id: int | None = None) -> list[Document]:
        with self._database.read() as session:
            return read.documents(session, asker, collection_id=collection_id)

    def document(self, asker: Asker, document_id: int) -> Document:
        with self._database.read() as session:
            return read.document(session, asker, document_id)

    def find_document(self, asker: Asker, name: str) -> Document:
        """By id, source, file name or exact title. Raises NotFound; several: says which."""
        documents = self.documents(asker)
        for matches in (
            [one for one in documents if str(one.id) == name],
            [one for one in documents if one.source == name],
            [one for one in documents if Path(one.source).name == name],
            [one for one in documents if one.title.casefold() == name.casefold()],
        ):
            if len(matches) == 1:
                return matches[0]
            if matches:
                several = ", ".join(f"{one.id} ({one.collection}: {one.source})" for one in matches)
                raise NotFound(f"Several documents go by that name. Ask by number: {several}.")
        raise NotFound(f"There is no document “{name}”. `bernard documents` lists them.")

    def versions(self, asker: Asker, document_id: int) -> list[Version]:
        """Newest first."""
        with self._database.read() as session:
            return read.versions(session, asker, document_id)

    def version(self, asker: Asker, version_id: int) -> tuple[Document, Version]:
        with self._database.read() as session:
            document_id = read.document_of(session, asker, version_id)
            versions = read.versions(session, asker, document_id)
        document = self.document(asker, document_id)
        return document, next(one for one in versions if one.id == version_id)

    def text(self, asker: Asker, version_id: int) -> str:
        with self._database.read() as session:
            return read.text_of(session, asker, version_id)

    def blocks(self, asker: Asker, version_id: int) -> list[Block]:
        """In reading order."""
        with self._database.read() as session:
            return read.blocks(session, asker, version_id)

    def passages(self, asker: Asker, version_id: int) -> list[Passage]:
        """In reading order."""
        with self._database.read() as session:
            return read.passages_of(session, asker, version_id)

    def being_loaded(self, asker: Asker) -> BeingLoaded:
        """How many files are on their way, and which documents they are about to replace."""
        with self._database.read() as session:
            return being_loaded(session, asker, date.today())

    def search(
        self,
        query: SearchQuery | str,
        asker: Asker,
        limit: int = 20,
        *,
        sent: Callable[[Sent], None] | None = None,
    ) -> list[Found]:
        """Best first. `sent` is told when the question and passages went to a reranking server.
        Raises IndexUnavailable unless somebody hears that words alone were searched
        (knowledge.search.words_alone), ModelUnavailable, BadSetting."""
        wanted = SearchQuery(query) if isinstance(query, str) else query
        return self.searching(wanted, asker, limit, sent)

    def read_as(self, question: str, asker: Asker) -> Mapping[str, str]:
        """Word of the question → the word of the documents that is meant: misspelt, or everyday."""
        from knowledge.search.respelling import read_as

        with self._database.read() as session:
            return read_as(asker, session, question, read.visible(session, asker), self._is_word)

    def known_words(self, text: str) -> float:
        """The share of its words that are ordinary ones."""
        from knowledge.search.respelling import known_share

        return known_share(text, self._is_word)

    def mentioning(self, asker: Asker, words: str, *, named: bool = False) -> set[int]:
        """The documents in force of which a passage holds all of these words; `named`: of which a
        title or a heading does."""
        with self._database.read() as session:
            return mentioning(session, words, read.visible(session, asker), named=named)

    def _is_word(self, word: str) -> bool:
        """Whether the model has it whole; one of a server may tell fewer words apart."""
        return self._embeddings.count_tokens(word) == 1

    def closeness(self, query: SearchQuery, texts: Sequence[str]) -> list[float]:
        """Cosine of each text to the question. Raises ModelUnavailable."""
        return self.searching.closeness(query, texts)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension); the most recent texts are embedded once.
        Raises ModelUnavailable."""
        return self.searching.vectors(texts)

    def alike(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Cosine of the two texts of each pair. Raises ModelUnavailable."""
        return self.searching.alike(pairs)

    # Changing. NotAllowed unless the asker curates the collection.

    def create_collection(self, scope: Scope, name: str, owner: str = "") -> Collection:
        """The collection of that name, made if there is none; a new owner replaces the old. What
        the asker may not read does not exist for them, and its name is taken all the same."""
        name = adding.collection_name(name)
        with self._database.write() as session:
            row = adding.collection(scope, session, name)
            row.owner = owner or row.owner
            session.flush()
            return next(one for one in read.collections(session, scope) if one.id == row.id)

    def add(
        self,
        scope: Scope,
        content: bytes,
        file_name: str,
        collection: str,
        details: Details = NOTHING_SAID,
        *,
        source: str = "",
        batch: str = "",
    ) -> Job:
        """Keeps the file and queues it; when this returns, the file is safe on disk. A worker does
        the rest. Files of one `batch` are shown together."""
        new = NewFile(content, file_name, collection, details, source)
        (job,) = adding.add(scope, self._database, self._files, [new], batch, together=False)
        return job

    def add_together(self, scope: Scope, new: Iterable[NewFile], batch: str = "") -> list[Job]:
        """Files that belong together: queued all or none, and in force all at once, when the last
        of them has been read. One that is refused or fails does not hold up the others."""
        return adding.add(scope, self._database, self._files, new, batch, together=True)

    def jobs(self, scope: Scope, batch: str | None = None, limit: int = 200) -> list[Job]:
        """Newest batch first, in the order added. Raises NotAllowed."""
        scope.require_curator()
        with self._database.read() as session:
            return read.jobs(session, scope, batch, limit)

    def cancel(self, scope: Scope, job_id: int) -> Job:
        """Ends a file's way in; what was in force before stays so. Raises NotFound, NotAllowed, and
        BernardError where it has ended already."""
        return ends.cancel(scope, self._database, job_id)

    def answer(self, scope: Scope, job_id: int, *, replace: bool) -> Job:
        """What a file in JobState.ASKED is. Raises NotFound, NotAllowed, BernardError."""
        return ends.answer(scope, self._database, job_id, replace=replace)

    def predecessor(self, asker: Asker, collection_id: int, title: str, text: str) -> str:
        """The title of what a new file seems to replace there, "" for nothing."""
        with self._database.read() as session:
            return predecessor(asker, session, collection_id, Newcomer(title, text))

    def withdraw(self, scope: Scope, document_id: int) -> Document:
        """Removes the document from answers at once; every version is kept."""
        self._curated(scope, document_id)
        self._take_effect(scope, partial(force.withdraw, scope, document_id=document_id))
        return self.document(scope, document_id)

    def restore(self, scope: Scope, version_id: int) -> Document:
        """Puts that version in force again (it supersedes the one in force, if any). Raises
        BernardError where it is not to be in force yet, IndexUnavailable."""
        document, _ = self.version(scope, version_id)
        self._curated(scope, document.id)
        change = partial(force.restore, scope, version_id=version_id, today=date.today())
        self._take_effect(scope, change)
        return self.document(scope, document.id)

    def _take_effect(self, scope: Scope, change: Change) -> None:
        take_effect(scope, self._database, lambda: self.upkeep, change)

    # Index.

    def index_health(self, asker: Asker) -> Health:
        """Raises NotAllowed for who looks after nothing."""
        asker.require_curator()
        total, problems = self.upkeep.check()
        with self._database.read() as session:
            lost = read.lost(session, asker)
        well = f"The index is well: {total:,} passages in force."
        if problems:
            well = "The index needs mending. Rebuild it: nothing is lost."
        return Health(
            not problems and not lost,
            well,
            [f"{one.collection}: {one.sentence}." for one in problems],
            [
                f"“{title}” ({place}) fell out of force, and nobody withdrew it. Put a version in "
                "force again on its page."
                for title, place in lost
            ],
        )

    def heal_index(self, asker: Asker) -> Health:
        """Mends what the check finds; the answer says what was mended. Raises NotAllowed."""
        asker.require_admin()
        mended = self.upkeep.heal()
        health = self.index_health(asker)
        if mended and not health.problems:
            names = ", ".join(sorted({one.collection for one in mended}))
            return replace(health, sentence=f"{health.sentence} Mended just now: {names}.")
        return health

    def rebuild_index(self, asker: Asker) -> Health:
        """Builds every collection's index beside the old one from stored vectors, then flips.
        Raises NotAllowed."""
        asker.require_admin()
        with self._database.read() as session:
            ids = list(session.scalars(select(CollectionRow.id)))
        for collection_id in ids:
            self.upkeep.rebuild(collection_id)
        return self.heal_index(asker)

    def _curated(self, scope: Scope, document_id: int) -> Document:
        """The document, which the asker may see and curates."""
        document = self.document(scope, document_id)
        scope.require_curator(document.collection_id)
        return document
