"""A small library to be killed in: on a copy of its database, with an index that may be down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Dialect, event, text

from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.schema import CATALOGUE, migrate
from knowledge.documents.types import Document
from knowledge.errors import IndexUnavailable
from knowledge.index.take_effect import follow_calendar
from knowledge.index.vectors import ChromaVectors
from knowledge.language.wording import day
from knowledge.library import Details, NewFile
from knowledge.runtime.home import Home
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE

TODAY = date.today()
LATER = TODAY + timedelta(days=200)

LEAVE = (
    f"# Leave\n\nEffective from {day(LATER)}\n\nOwner: HR Team\n\nReview by: 1 April 2030\n\nTwo."
)
FILES = {
    "travel.md": "# Travel Policy\n\nGo by train.",
    "journeys.md": "# Journeys\n\nThis policy replaces the Travel Policy.\n\nGo by boat.",
    "gifts.md": "# Gifts\n\nThis policy is replaced by the Interests Guide.\n\nTake none.",
    "interests.md": "# Interests Guide\n\nTell us of gifts.",
    "dogs.md": "# Dogs\n\nThe Dog Walking Team (DWT) walks them.",
    "cats.md": "# Cats\n\nThey walk themselves.",
    "birds.md": "# Birds\n\nThey fly.",
    "leave.md": "# Leave\n\nOne.",
}
_ROWS = (
    "SELECT document_id, number, state, effective_from, review_by, superseded_by FROM versions",
    "SELECT document_id, standing, version_id FROM standings",
    "SELECT id, title, owner, superseded_by FROM documents",
    "SELECT version_id, field, state FROM statements",
    "SELECT id, state, document_id, version_id FROM jobs",
)
_IN_FORCE = (
    "SELECT p.id FROM passages p JOIN versions v ON v.id = p.version_id WHERE v.state = 'published'"
)
_UNEXPLAINED = """
SELECT d.title FROM documents d LEFT JOIN standings s ON s.document_id = d.id
WHERE (SELECT count(*) FROM versions v WHERE v.document_id = d.id AND v.state = 'published')
    <> coalesce(s.standing = 'in-force', 0)
OR s.standing IS NULL AND EXISTS
    (SELECT 1 FROM versions v WHERE v.document_id = d.id AND v.state <> 'staged')
"""


class Index(ChromaVectors):
    """As much of Chroma as is asked for, in memory. It refuses to be asked within a transaction."""

    def __init__(self, held: Mapping[str, set[int]], database: Database) -> None:
        self.held = {name: set(ids) for name, ids in held.items()}
        self.down = False
        self.changes = 0
        self._database = database

    @property
    def shared(self) -> bool:
        return False

    def _look(self, changes: bool = False) -> None:
        self.changes += changes
        assert not self._database._writing.locked(), "the index is asked within a transaction"
        if self.down:
            raise IndexUnavailable("The index is down.")

    def create(self, name: str) -> None:
        self._look(changes=True)
        self.held[name] = set()

    def drop(self, name: str) -> None:
        self._look(changes=True)
        self.held.pop(name, None)

    def names(self) -> set[str]:
        self._look()
        return set(self.held)

    def upsert(self, name: str, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        self._look(changes=True)
        self.held[name].update(ids)

    def remove(self, name: str, ids: Sequence[int]) -> None:
        self._look(changes=True)
        self.held[name].difference_update(ids)

    def ids(self, name: str) -> set[int]:
        self._look()
        return set(self.held[name])

    def query(
        self, name: str, vectors: NDArray[np.float32], count: int
    ) -> list[list[tuple[int, float]]]:
        self._look()
        return [[(one, 1.0) for one in self.held[name]] for _ in vectors]


class SmallLibrary(TestLibrary):
    index: Index

    @cached_property
    def _chroma(self) -> ChromaVectors:
        return self.index

    def rows(self) -> list[list[Any]]:
        """All that says what is in force and what was decided."""
        with self._database.read() as session:
            return [sorted(map(repr, session.execute(text(query)))) for query in _ROWS]

    def in_force(self) -> list[list[Any]]:
        """The first two, without what is still to come into force."""
        versions, standings, *_ = self.rows()
        return [[one for one in versions if "'staged'" not in one], standings]

    def require_whole(self) -> None:
        """One version in force or a standing that says why; the words are those of what is in
        force, and every passage of it is in the index."""
        with self._database.read() as session:
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            assert session.scalars(text(_UNEXPLAINED)).all() == []
            live = set(session.scalars(text(_IN_FORCE)))
            assert set(session.scalars(text("SELECT rowid FROM words"))) == live
            (name,) = self.upkeep.pointers(session).values()
        assert live <= self.index.held[name]

    def of(self, source: str) -> Document:
        return next(one for one in self.documents(HERE) if one.source == source)

    def current(self, source: str) -> int:
        version = self.of(source).current
        assert version is not None
        return version.id

    def first(self, source: str) -> int:
        """The first version."""
        return self.versions(HERE, self.of(source).id)[-1].id

    def next_job(self, source: str) -> int:
        return next(
            one.id for one in self.jobs(HERE) if one.source == source and not one.state.ended
        )


@dataclass(frozen=True)
class Photo:
    """What is on disk at one moment, and what the index holds: what a killed process leaves."""

    files: dict[Path, bytes]
    held: dict[str, set[int]]

    @classmethod
    def of(cls, library: SmallLibrary) -> Photo:
        files = {path: path.read_bytes() for path in _files(library.home) if path.exists()}
        return cls(files, {name: set(ids) for name, ids in library.index.held.items()})


def moment(library: SmallLibrary) -> tuple[object, ...]:
    """Another one when what a photo would show has changed."""
    stats = [path.stat() for path in _files(library.home) if path.exists()]
    return *((one.st_mtime_ns, one.st_size) for one in stats), library.index.changes


def _files(home: Home) -> tuple[Path, Path]:
    return home.catalogue, Path(f"{home.catalogue}-wal")


class Start:
    """The library as each action finds it."""

    def __init__(self, folder: Path) -> None:
        self._home = Home(folder).make()
        self._dialect: Dialect | None = None
        self._compiled: dict[Any, Any] = {}
        migrate(Database(self._home.catalogue), CATALOGUE)
        library = self._open({})
        _fill(library)
        library.close()
        self._photo = Photo.of(library)

    @contextmanager
    def copied(self, photo: Photo | None = None) -> Iterator[SmallLibrary]:
        """A process opens what `photo` shows, by default the start."""
        photo = photo or self._photo
        for path in (*_files(self._home), Path(f"{self._home.catalogue}-shm")):
            path.unlink(missing_ok=True)
        for path, content in photo.files.items():
            path.write_bytes(content)
        library = self._open(photo.held)
        try:
            yield library
        finally:
            library.close()

    def _open(self, held: dict[str, set[int]]) -> SmallLibrary:
        database = Database(self._home.catalogue)
        # The disk is not waited for, and SQL is compiled once for all copies: both take longer than
        # all that is tried here.
        event.listen(database.engine, "connect", _without_waiting)
        self._dialect = self._dialect or database.engine.dialect
        database.engine.dialect = self._dialect
        database.engine.update_execution_options(compiled_cache=self._compiled)
        library = SmallLibrary(self._home, database)
        library.double = WordVectors()
        library.index = Index(held, database)
        return library


def _without_waiting(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _fill(library: SmallLibrary) -> None:
    """The day of cats.md's second version is still to come; birds.md's was brought into force by a
    clock that was wrong. A file waits, and a batch of three is ready."""
    to_come = Details(effective_from=LATER)
    for name, words in FILES.items():
        library.load(words, name)
    library.load(LEAVE, "leave.md")
    library.load("# Birds\n\nThey sing.", "birds.md", details=to_come)
    follow_calendar(BY, library._database, lambda: library.upkeep, LATER)
    library.load("# Cats\n\nThey are walked.", "cats.md", details=to_come)
    library.withdraw(HERE, library.of("dogs.md").id)
    library.put("# Travel Policy\n\nStay at home.", "travel.md")
    batch = [
        NewFile(b"# Notes\n\nA first note.", "notes.md", "HR"),
        NewFile(b"# Notes\n\nA second note.", "notes.md", "HR"),
        NewFile(b"# Interests Guide\n\nTell us of loans.", "interests.md", "HR"),
    ]
    for job in library.add_together(HERE, batch):
        library.loader(BY).run(job.id)
