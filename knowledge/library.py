"""The library: the one door to documents, passages, search and loading."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.access import Reader, readable, require_curator
from knowledge.catalogue import force as publishing
from knowledge.catalogue import read as reading
from knowledge.catalogue.allowed import readable_ids
from knowledge.catalogue.files import Files
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import (
    CollectionRow,
    JobRow,
    VersionRow,
)
from knowledge.curation.conflicts.conflicts import Conflicts
from knowledge.curation.suggestions import Currency
from knowledge.documents.blocks import Block
from knowledge.documents.types import (
    Collection,
    Document,
    Found,
    Job,
    JobState,
    Passage,
    Version,
    VersionState,
)
from knowledge.embeddings import Embeddings, open_embeddings
from knowledge.errors import BernardError, NotFound
from knowledge.glossary.glossary import Glossary
from knowledge.index.hand_over import put_in_force
from knowledge.index.server import ChromaServer
from knowledge.index.upkeep import Progress, Upkeep
from knowledge.index.vectors import ChromaVectors
from knowledge.outside.sending import Sent
from knowledge.runtime.home import Home
from knowledge.search.query import SearchQuery

if TYPE_CHECKING:
    from knowledge.loading.steps import Loader
    from knowledge.search import Search

__all__ = ["Details", "Health", "Library", "SearchQuery"]

MIGRATIONS = "knowledge:catalogue/migrations"


@dataclass(frozen=True, slots=True)
class Details:
    """What a curator says of a file; empty fields are taken from the file itself."""

    title: str = ""
    owner: str = ""
    effective_from: date | None = None
    review_by: date | None = None
    replaces: int | None = None  # document id: load as this document's next version


@dataclass(frozen=True, slots=True)
class Health:
    """State of the index, one sentence a collection that is not well; `ok` when there is none."""

    ok: bool
    sentence: str  # "The index is well: 812 passages in 3 collections."
    problems: Sequence[str] = ()


_NOTHING_SAID = Details()


class Library:
    """Open with `Library.open()`; close it, or use it in a `with` block. Safe to use from threads.

    Models and the index are opened when they are first needed.
    """

    def __init__(self, home: Home, database: Database) -> None:
        self.home = home
        self.database = database
        self.files = Files(home.files)
        self.server = ChromaServer(home)
        self.glossary = Glossary(database)
        self.currency = Currency(self)
        self.conflicts = Conflicts(self)
        self._opening = threading.RLock()

    @classmethod
    def open(cls, home: Path | None = None) -> Self:
        """Opens (and makes, or migrates) the library of `home`, by default BERNARD_HOME."""
        where = (Home(home) if home else Home.from_environment()).make()
        database = Database(where.catalogue)
        database.migrate(MIGRATIONS, "catalogue_version")
        return cls(where, database)

    def close(self) -> None:
        """Stops the Chroma server if this library started it."""
        self.server.stop()
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    # What is opened when first needed.

    @cached_property
    def _embeddings(self) -> Embeddings:
        return open_embeddings(self.home.models)

    @cached_property
    def _chroma(self) -> ChromaVectors:
        return ChromaVectors(self.server)

    @property
    def embeddings(self) -> Embeddings:
        with self._opening:
            return self._embeddings

    @property
    def upkeep(self) -> Upkeep:
        with self._opening:
            return Upkeep(self.database, self._chroma, self._embeddings)

    @property
    def loader(self) -> Loader:
        from knowledge.loading.steps import Loader

        return Loader(self.database, self.files, lambda: self.embeddings, lambda: self.upkeep)

    @cached_property
    def _search(self) -> Search:
        from knowledge.search import Search
        from knowledge.search.reranking import Reranker

        with self._opening:
            reranker = Reranker.from_environment()
            return Search(self.database, self._chroma, self._embeddings, self.upkeep, reranker)

    def warm(self) -> None:
        """Opens models and index, so that the first question does not wait for them."""
        with self._opening:
            chroma = self._chroma
        chroma.names()
        self.embeddings.embed_query("warm")

    # Reading. Every call shows only what `reader` may see.

    def collections(self, reader: Reader) -> list[Collection]:
        with self.database.read() as session:
            return list(readable(reader, reading.collections(session)))

    def document_count(self, reader: Reader) -> int:
        """Documents in force that the reader may see."""
        with self.database.read() as session:
            return reading.document_count(session, readable_ids(session, reader))

    def documents(self, reader: Reader, collection_id: int | None = None) -> list[Document]:
        with self.database.read() as session:
            wanted = readable_ids(session, reader)
            if collection_id is not None:
                wanted = [one for one in wanted if one == collection_id]
            return reading.documents(session, wanted)

    def document(self, reader: Reader, document_id: int) -> Document:
        with self.database.read() as session:
            found = reading.documents(session, readable_ids(session, reader), document_id)
        if not found:
            raise NotFound("There is no such document in the library.")
        return found[0]

    def find_document(self, reader: Reader, name: str) -> Document:
        """By id, source, file name or exact title. Raises NotFound; several: says which."""
        documents = self.documents(reader)
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

    def versions(self, reader: Reader, document_id: int) -> list[Version]:
        """Newest first."""
        self.document(reader, document_id)
        with self.database.read() as session:
            return reading.versions(session, document_id)

    def version(self, reader: Reader, version_id: int) -> tuple[Document, Version]:
        document = self.document(reader, self._document_of(version_id))
        versions = self.versions(reader, document.id)
        return document, next(one for one in versions if one.id == version_id)

    def text(self, reader: Reader, version_id: int) -> str:
        self.document(reader, self._document_of(version_id))
        with self.database.read() as session:
            return session.scalars(select(VersionRow.text).where(VersionRow.id == version_id)).one()

    def blocks(self, reader: Reader, version_id: int) -> list[Block]:
        """In reading order."""
        self.document(reader, self._document_of(version_id))
        with self.database.read() as session:
            return reading.blocks(session, version_id)

    def passages(self, reader: Reader, version_id: int) -> list[Passage]:
        """In reading order."""
        self.document(reader, self._document_of(version_id))
        with self.database.read() as session:
            return reading.passages_of(session, version_id)

    def search(
        self,
        query: SearchQuery | str,
        reader: Reader,
        limit: int = 20,
        *,
        sent: Callable[[Sent], None] | None = None,
    ) -> list[Found]:
        """Best first. `sent` is told when the question and passages went to a reranking server.
        Raises IndexUnavailable, ModelUnavailable, BadSetting."""
        wanted = SearchQuery(query) if isinstance(query, str) else query
        return self._search(wanted, reader, limit, sent)

    def closeness(self, query: SearchQuery, texts: Sequence[str]) -> list[float]:
        """Cosine of each text to the question. Raises ModelUnavailable."""
        return self._search.closeness(query, texts)

    def alike(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Cosine of the two texts of each pair. Raises ModelUnavailable."""
        return self._search.alike(pairs)

    # Changing. NotAllowed unless the reader is a curator.

    def create_collection(self, reader: Reader, name: str, owner: str = "") -> Collection:
        """The collection of that name, made if there is none; a new owner replaces the old."""
        require_curator(reader)
        name = _collection_name(name)
        with self.database.write() as session:
            row = _collection(session, name)
            row.owner = owner or row.owner
            session.flush()
            return next(one for one in reading.collections(session) if one.id == row.id)

    def add(
        self,
        reader: Reader,
        content: bytes,
        file_name: str,
        collection: str,
        details: Details = _NOTHING_SAID,
        *,
        source: str = "",
        batch: str = "",
    ) -> Job:
        """Keeps the file and queues it; when this returns, the file is safe on disk.

        A worker does the rest. `source` (default: the file name) identifies the document in its
        collection: the same source again is its next version.
        """
        require_curator(reader)
        name = _collection_name(collection)
        if details.replaces is not None:
            document = self.document(reader, details.replaces)
            if document.collection.lower() != name.lower():
                raise BernardError(
                    f"“{document.title}” is in the collection “{document.collection}”. Its next "
                    "version belongs there: nothing was changed."
                )
        digest = self.files.keep(content)
        with self.database.write() as session:
            target = _collection(session, name)
            row = JobRow(
                batch=batch or uuid.uuid4().hex,
                collection_id=target.id,
                source=source or file_name,
                file_name=file_name,
                content_hash=digest,
                title=" ".join(details.title.split()),
                owner=details.owner or target.owner,
                effective_from=details.effective_from,
                review_by=details.review_by,
                replaces=details.replaces,
                added_by=reader.user_id,
                state=JobState.WAITING.value,
            )
            session.add(row)
            session.flush()
            return reading.job(row, target.name)

    def jobs(self, reader: Reader, batch: str | None = None, limit: int = 200) -> list[Job]:
        """Newest batch first, in the order added."""
        require_curator(reader)
        with self.database.read() as session:
            return reading.jobs(session, readable_ids(session, reader), batch, limit)

    def withdraw(self, reader: Reader, document_id: int) -> Document:
        """Removes the document from answers at once; every version is kept."""
        require_curator(reader)
        document = self.document(reader, document_id)
        with self.database.write() as session:
            old = publishing.withdraw(session, document_id)
            gone = publishing.passage_hashes(session, old)
        self.upkeep.remove(document.collection_id, list(gone))
        return self.document(reader, document_id)

    def restore(self, reader: Reader, version_id: int) -> Document:
        """Puts that version in force again (it supersedes the one in force, if any)."""
        require_curator(reader)
        document, version = self.version(reader, version_id)
        if version.state is VersionState.STAGED:
            raise BernardError("This version is still being loaded. Wait until it is in force.")
        put_in_force(self.database, self.upkeep, document.collection_id, version_id)
        return self.document(reader, document.id)

    # Index.

    def index_health(self) -> Health:
        total, problems = self.upkeep.check()
        return _health(total, [f"{one.collection}: {one.sentence}." for one in problems])

    def heal_index(self) -> Health:
        """Mends what the check finds; the answer says what was mended."""
        mended = self.upkeep.heal()
        total, problems = self.upkeep.check()
        health = _health(total, [f"{one.collection}: {one.sentence}." for one in problems])
        if health.ok and mended:
            names = ", ".join(sorted({one.collection for one in mended}))
            return Health(True, f"{health.sentence} Mended just now: {names}.")
        return health

    def rebuild_index(self, progress: Progress | None = None) -> Health:
        """Builds every collection's index beside the old one from stored vectors, then flips."""
        with self.database.read() as session:
            ids = list(session.scalars(select(CollectionRow.id)))
        for collection_id in ids:
            self.upkeep.rebuild(collection_id, progress)
        return self.heal_index()

    def _document_of(self, version_id: int) -> int:
        with self.database.read() as session:
            found = session.scalar(
                select(VersionRow.document_id).where(VersionRow.id == version_id)
            )
        if found is None:
            raise NotFound("There is no such version in the library.")
        return found


def _collection_name(given: str) -> str:
    name = " ".join(given.split())
    if not name:
        raise BernardError("A collection needs a name. Give it one and try again.")
    return name


def _collection(session: Session, name: str) -> CollectionRow:
    """The collection of that name, made without an owner if there is none."""
    row = session.scalar(
        select(CollectionRow).where(func.lower(CollectionRow.name) == name.lower())
    )
    if row is None:
        row = CollectionRow(name=name, owner="")
        session.add(row)
        session.flush()
    return row


def _health(total: int, problems: list[str]) -> Health:
    if problems:
        return Health(False, "The index needs mending. Rebuild it: nothing is lost.", problems)
    return Health(True, f"The index is well: {total:,} passages in force.")
