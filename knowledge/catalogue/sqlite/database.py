"""One database, opened the same way everywhere: SQLite in WAL, writes that say so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from knowledge.errors import BernardError

#: Pages a connection may keep, taken as they are read: a search of a million passages walks lists
#: of several MB, and takes a sixth longer with SQLite's own 2 MB.
CACHE_KIB = 32_768
#: Milliseconds a connection waits for another's write lock before "database is locked".
BUSY_TIMEOUT_MS = 30_000


class Database:
    """`read()` sees one consistent state and never waits; `write()` takes the write lock at once.

    Without BEGIN IMMEDIATE a transaction that reads first and writes later fails "locked" under
    concurrency (25–38 % did when measured); a plain BEGIN for reads keeps them out of that queue.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path)
        # SQLite's own wait for the write lock sleeps up to 0.1 s at a time; threads need not.
        self._writing = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with (
            self.engine.connect() as connection,
            Session(bind=connection, expire_on_commit=False) as session,
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Commits when the block ends, rolls back when it raises. Never within another."""
        with self._writing, self.engine.connect() as plain:
            connection = plain.execution_options(bernard_write=True)
            try:
                with Session(bind=connection, expire_on_commit=False) as session, session.begin():
                    yield session
            except OperationalError as error:
                raise _explained(error) from error

    def close(self) -> None:
        self.engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite+pysqlite:///{path}", connect_args={"check_same_thread": False, "timeout": 30}
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged document survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("bernard_write", False)
        # By the driver's own hand: nothing is asked of it that SQLAlchemy could add to.
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _explained(error: OperationalError) -> BernardError:
    said = str(error.orig)
    if "full" in said:
        return BernardError(
            "The disk is full, so nothing more could be saved. What was saved before is kept. "
            "Free some space and try again.",
            said,
        )
    return BernardError(
        "The catalogue could not be written to. Nothing was changed; try again.", said
    )
