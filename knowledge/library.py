"""The library: the one door to documents, passages, search and loading for the rest of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.access import Reader
from knowledge.blocks import Block
from knowledge.types import Collection, Document, Found, Job, Passage, Version


@dataclass(frozen=True, slots=True)
class Details:
    """What a curator says of a file; empty fields are taken from the file itself."""

    title: str = ""
    owner: str = ""
    effective_from: date | None = None
    review_by: date | None = None
    replaces: int | None = None  # document id: load as this document's next version


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to search. `text` is matched by words and by meaning; `last` is a follow-up's last turn
    alone, whose own closeness counts too (models.md: last turn's cosine)."""

    text: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """State of the index, one entry a collection that is not well; `ok` when there is none."""

    ok: bool
    sentence: str  # "The index is well: 812 passages in 3 collections."
    problems: Sequence[str] = ()


class Library:
    """Open with `Library.open()`; close it, or use it in a `with` block. Safe to use from threads."""

    @classmethod
    def open(cls, home: Path | None = None) -> Self:
        """Opens (and makes, or migrates) the library of `home`, by default BERNARD_HOME."""
        raise NotImplementedError

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    # Reading. Every call shows only what `reader` may see; NotFound for anything else.
    def collections(self, reader: Reader) -> list[Collection]: ...
    def documents(self, reader: Reader, collection_id: int | None = None) -> list[Document]: ...
    def document(self, reader: Reader, document_id: int) -> Document: ...
    def find_document(self, reader: Reader, name: str) -> Document:
        """By id, source, file name or exact title."""

    def versions(self, reader: Reader, document_id: int) -> list[Version]:
        """Newest first."""

    def text(self, reader: Reader, version_id: int) -> str: ...
    def blocks(self, reader: Reader, version_id: int) -> list[Block]: ...
    def passages(self, reader: Reader, version_id: int) -> list[Passage]: ...
    def search(self, query: SearchQuery | str, reader: Reader, limit: int = 20) -> list[Found]: ...

    # Changing. NotAllowed unless the reader is a curator.
    def create_collection(self, reader: Reader, name: str, owner: str = "") -> Collection:
        """The collection of that name, made if there is none."""

    def add(
        self,
        reader: Reader,
        content: bytes,
        file_name: str,
        collection: str,
        details: Details = Details(),
        *,
        source: str = "",
        batch: str = "",
    ) -> Job:
        """Keeps the file and queues it; when this returns, the file is safe on disk. A worker does
        the rest. `source` (default: the file name) identifies the document in its collection: the
        same source again is its next version."""

    def jobs(self, reader: Reader, batch: str | None = None, limit: int = 200) -> list[Job]:
        """Newest batch first, in the order added."""

    def withdraw(self, reader: Reader, document_id: int) -> Document:
        """Removes the document from answers at once; every version is kept."""

    def restore(self, reader: Reader, version_id: int) -> Document:
        """Puts that version in force again (it supersedes the one in force, if any)."""

    # Index.
    def index_health(self) -> Health: ...
    def rebuild_index(self) -> Health:
        """Builds every collection's index beside the old one from stored vectors, checks it, flips."""
