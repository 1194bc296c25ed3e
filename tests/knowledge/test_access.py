"""Who may see nothing is told nothing, by any way in; who may not change, changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.access import LOCAL_READER, Reader, Role
from knowledge.documents.types import Document
from knowledge.errors import NotAllowed, NotFound
from knowledge.library import Library
from tests.knowledge.doubles import TestLibrary, WordVectors

STRANGER = Reader("someone.else")
CURIOUS_CURATOR = Reader("other.curator", roles=frozenset({Role.CURATOR}))


def in_force(document: Document) -> int:
    assert document.current
    return document.current.id


#: Every method of Library that reads for a reader, asked for what the document is.
READS: dict[str, Callable[[Library, Reader, Document], Any]] = {
    "collections": lambda library, reader, _: library.collections(reader),
    "document_count": lambda library, reader, _: library.document_count(reader),
    "documents": lambda library, reader, _: library.documents(reader),
    "document": lambda library, reader, it: library.document(reader, it.id),
    "find_document": lambda library, reader, it: library.find_document(reader, it.source),
    "versions": lambda library, reader, it: library.versions(reader, it.id),
    "version": lambda library, reader, it: library.version(reader, in_force(it)),
    "text": lambda library, reader, it: library.text(reader, in_force(it)),
    "blocks": lambda library, reader, it: library.blocks(reader, in_force(it)),
    "passages": lambda library, reader, it: library.passages(reader, in_force(it)),
    "search": lambda library, reader, _: library.search("annual leave", reader),
    "jobs": lambda library, reader, _: library.jobs(reader),
}
CHANGES: dict[str, Callable[[Library, Reader, Document], Any]] = {
    "create_collection": lambda library, reader, _: library.create_collection(reader, "New"),
    "add": lambda library, reader, _: library.add(reader, b"text", "a.md", "New"),
    "withdraw": lambda library, reader, it: library.withdraw(reader, it.id),
    "restore": lambda library, reader, it: library.restore(reader, in_force(it)),
}
#: Methods that hand out nothing of a document.
NEITHER = {
    "open", "close", "warm", "closeness", "alike", "index_health", "heal_index", "rebuild_index",
}  # fmt: skip


@pytest.fixture
def document(library: TestLibrary, model: WordVectors) -> Document:
    library.load("# Leave\n\nYou get 25 days of annual leave.", "leave.md")
    return library.named("leave.md")


def test_every_method_is_held_to_this() -> None:
    public = {
        name
        for name, value in vars(Library).items()
        if not name.startswith("_") and (callable(value) or isinstance(value, classmethod))
    }
    assert public == READS.keys() | CHANGES.keys() | NEITHER


@pytest.mark.parametrize("name", READS)
def test_the_local_reader_sees_all(library: TestLibrary, document: Document, name: str) -> None:
    assert READS[name](library, LOCAL_READER, document)


@pytest.mark.parametrize("reader", [STRANGER, CURIOUS_CURATOR], ids=lambda one: one.user_id)
@pytest.mark.parametrize("name", READS)
def test_another_reader_sees_nothing(
    library: TestLibrary, document: Document, name: str, reader: Reader
) -> None:
    try:
        answer = READS[name](library, reader, document)
    except (NotFound, NotAllowed) as refusal:
        assert document.title not in refusal.message
    else:
        assert answer in ([], 0)


@pytest.mark.parametrize("name", CHANGES)
def test_another_reader_changes_nothing(
    library: TestLibrary, document: Document, name: str
) -> None:
    before = library.collections(LOCAL_READER), library.documents(LOCAL_READER)
    with pytest.raises(NotAllowed, match="Only a curator"):
        CHANGES[name](library, STRANGER, document)
    assert (library.collections(LOCAL_READER), library.documents(LOCAL_READER)) == before


@pytest.mark.parametrize("name", ["withdraw", "restore"])
def test_a_curator_changes_only_what_they_may_see(
    library: TestLibrary, document: Document, name: str
) -> None:
    with pytest.raises(NotFound):
        CHANGES[name](library, CURIOUS_CURATOR, document)
    assert library.named("leave.md").current == document.current
