"""Who may see nothing is told nothing, by any way in; who may not change, changes nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.access import Asker, Scope
from knowledge.documents.types import Document
from knowledge.errors import NotAllowed, NotFound
from knowledge.library import Details, Library, NewFile
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, CURATOR, HERE, STRANGER, somebody

#: May make collections, and has a right on none of those that are there.
CURIOUS_CURATOR = somebody("other.curator", curates=(9_999,), roles=(CURATOR,))
ROOT = Path(__file__).parents[2]


def in_force(document: Document) -> int:
    assert document.current
    return document.current.id


#: Every method of Library that reads for somebody, asked for what the document is.
READS: dict[str, Callable[[Library, Asker, Document], Any]] = {
    "collections": lambda library, asker, _: library.collections(asker),
    "owners": lambda library, asker, _: library.owners(asker),
    "document_count": lambda library, asker, _: library.document_count(asker),
    "documents": lambda library, asker, _: library.documents(asker),
    "document": lambda library, asker, it: library.document(asker, it.id),
    "find_document": lambda library, asker, it: library.find_document(asker, it.source),
    "versions": lambda library, asker, it: library.versions(asker, it.id),
    "version": lambda library, asker, it: library.version(asker, in_force(it)),
    "text": lambda library, asker, it: library.text(asker, in_force(it)),
    "blocks": lambda library, asker, it: library.blocks(asker, in_force(it)),
    "passages": lambda library, asker, it: library.passages(asker, in_force(it)),
    "read_as": lambda library, asker, _: library.read_as("where are the kenels", asker),
    "predecessor": lambda library, asker, it: library.predecessor(
        asker, it.collection_id, it.title, "You get 25 days of annual leave and no kennels."
    ),
    "mentioning": lambda library, asker, _: library.mentioning(asker, "annual leave"),
    "search": lambda library, asker, _: library.search("annual leave", asker),
}
JOBS: dict[str, Callable[[Library, Scope, Document], Any]] = {
    "jobs": lambda library, scope, _: library.jobs(scope),
    "being_loaded": lambda library, scope, _: library.being_loaded(scope).files,
}
CHANGES: dict[str, Callable[[Library, Scope, Document], Any]] = {
    "create_collection": lambda library, scope, it: library.create_collection(
        scope, it.collection, "Somebody"
    ),
    "add": lambda library, scope, it: library.add(scope, b"# Two", "leave.md", it.collection),
    "add_together": lambda library, scope, it: library.add_together(
        scope, [NewFile(b"# Two", "leave.md", it.collection)]
    ),
    "answer": lambda library, scope, _: library.answer(
        scope, library.jobs(HERE)[0].id, replace=True
    ),
    "cancel": lambda library, scope, it: library.cancel(scope, library.jobs(HERE)[0].id),
    "withdraw": lambda library, scope, it: library.withdraw(scope, it.id),
    "restore": lambda library, scope, it: library.restore(scope, in_force(it)),
    "index_health": lambda library, scope, _: library.index_health(scope),
    "heal_index": lambda library, scope, _: library.heal_index(scope),
    "rebuild_index": lambda library, scope, _: library.rebuild_index(scope),
}
#: Methods that hand out nothing of a document, or take the system alone.
NEITHER = {
    "open", "close", "warm", "closeness", "vectors", "alike", "known_words",
    "index_started", "database", "loader",
}  # fmt: skip


@pytest.fixture
def document(library: TestLibrary, model: WordVectors) -> Document:
    library.load("# Leave\n\nYou get 25 days of annual leave and no kennels.", "leave.md")
    return library.named("leave.md")


def test_every_method_is_held_to_this() -> None:
    public = {
        name
        for name, value in vars(Library).items()
        if not name.startswith("_") and (callable(value) or isinstance(value, classmethod))
    }
    assert public == READS.keys() | JOBS.keys() | CHANGES.keys() | NEITHER


@pytest.mark.parametrize("name", READS)
def test_the_person_at_this_machine_sees_all(
    library: TestLibrary, document: Document, name: str
) -> None:
    assert READS[name](library, HERE, document)
    assert READS[name](library, BY, document)


@pytest.mark.parametrize("name", READS)
def test_a_reader_of_the_collection_sees_it(
    library: TestLibrary, document: Document, name: str
) -> None:
    assert READS[name](library, somebody("r", reads=(document.collection_id,)), document)


@pytest.mark.parametrize("scope", [STRANGER, CURIOUS_CURATOR], ids=lambda one: one.person.subject)
@pytest.mark.parametrize("name", [*READS, *JOBS])
def test_another_person_sees_nothing(
    library: TestLibrary, document: Document, name: str, scope: Scope
) -> None:
    try:
        answer = {**READS, **JOBS}[name](library, scope, document)
    except (NotFound, NotAllowed) as refusal:
        assert document.title not in refusal.message
    else:
        assert not answer


@pytest.mark.parametrize("who", ["stranger", "reader", "curator of another collection"])
@pytest.mark.parametrize("name", CHANGES)
def test_who_does_not_curate_the_collection_changes_nothing(
    library: TestLibrary, document: Document, name: str, who: str
) -> None:
    """A curator who may see nothing of HR could add version 2 of HR's leave policy, and change the
    collection's owner."""
    scope = {
        "stranger": STRANGER,
        "reader": somebody("r", reads=(document.collection_id,)),
        "curator of another collection": CURIOUS_CURATOR,
    }[who]
    if name == "index_health" and who.startswith("curator"):
        return  # how the index is says nothing of a document
    before = library.collections(HERE), library.documents(HERE), library.jobs(HERE)
    kept = sorted(library.home.files.rglob("*"))
    with pytest.raises((NotAllowed, NotFound)) as refusal:
        CHANGES[name](library, scope, document)
    assert "no such" in refusal.value.message or "Only a" in refusal.value.message
    assert (library.collections(HERE), library.documents(HERE), library.jobs(HERE)) == before
    assert sorted(library.home.files.rglob("*")) == kept, "no file is left behind"


def test_a_curator_of_the_collection_may(library: TestLibrary, document: Document) -> None:
    curator = somebody("c", curates=(document.collection_id,))
    assert library.add(curator, b"# Two", "two.md", document.collection)
    assert library.withdraw(curator, document.id).current is None
    assert library.restore(curator, in_force(document)).current
    with pytest.raises(NotAllowed):
        library.add(curator, b"# Two", "two.md", "A new collection")
    maker = somebody("m", roles=(CURATOR,))
    with pytest.raises(NotAllowed):
        library.withdraw(somebody("r", reads=(document.collection_id,)), document.id)
    assert library.add(maker, b"# Two", "two.md", "Made by m")


def test_what_waits_or_was_withdrawn_is_for_those_who_look_after_it(
    library: TestLibrary, document: Document
) -> None:
    """By its number, too."""
    reader = somebody("r", reads=(document.collection_id,))
    later = library.load(
        "# Leave\n\nYou get 30 days of annual leave.",
        "leave.md",
        details=Details(effective_from=_far_away()),
    )
    (waiting,) = [one for one in library.versions(HERE, document.id) if one.state.value == "staged"]
    assert later.document_id == document.id
    assert [one.number for one in library.versions(reader, document.id)] == [
        one.number for one in library.versions(HERE, document.id) if one.id != waiting.id
    ]
    assert library.document(reader, document.id).latest != library.named("leave.md").latest
    for read in (library.text, library.passages, library.blocks, library.version):
        with pytest.raises(NotFound):
            read(reader, waiting.id)
        assert read(HERE, waiting.id)

    seen = in_force(library.document(HERE, document.id))
    assert library.text(reader, seen)
    library.withdraw(HERE, document.id)
    with pytest.raises(NotFound):
        library.text(reader, seen)
    library.restore(HERE, seen)
    assert library.text(reader, seen)


def _far_away() -> Any:
    from datetime import date, timedelta

    return date.today() + timedelta(days=200)


def test_a_scope_says_why() -> None:
    assert "sign-in" in HERE.why[None]
    assert somebody("r", reads=(3,)).why == {3: "A test says so."}
    assert not STRANGER.may_read(3) and STRANGER.why == {}


def test_only_the_access_room_makes_a_scope() -> None:
    made = {"Scope", "System", "Grant"}
    for path in _product():
        if path == ROOT / "knowledge" / "access.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in made, f"{path.name} makes a {node.func.id}"
                assert node.func.id != "Allowed" or path.name == "read.py"


#: Says who asks, or that somebody was asked.
ASKED = {"Scope", "System", "Asker", "Allowed"}
#: What touches rows of no document.
WITHOUT = {
    "knowledge/catalogue/vectors.py": "a vector by its text's hash",
    "knowledge/catalogue/sqlite/database.py": "the database itself",
    "assistant/record/turns.py": "exchanges that their reader was just given, by their ids",
}


def test_every_public_function_that_touches_a_table_says_who_asks() -> None:
    without = [
        f"{path.relative_to(ROOT)}:{name}"
        for path in _product()
        if str(path.relative_to(ROOT)) not in WITHOUT
        for name in _unasked(ast.parse(path.read_text()))
    ]
    assert without == []


def _product() -> Iterator[Path]:
    for top in ("knowledge", "assistant", "ui"):
        for path in (ROOT / top).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def _unasked(tree: ast.Module) -> Iterator[str]:
    """Public functions, and public methods of classes whose making does not say who asks, in which
    a session is opened."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            if _opens(node) and not _says(node):
                yield node.name
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
            if any(one.name == "__init__" and _says(one) for one in methods):
                continue
            for one in methods:
                private = one.name.startswith("_") and one.name != "__call__"
                if not private and _opens(one) and not _says(one):
                    yield f"{node.name}.{one.name}"


def _opens(function: ast.FunctionDef) -> bool:
    """Whether it opens a session, or reads or writes through one."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr in ("read", "write") and "database" in ast.unparse(node.func.value))
            or ast.unparse(node.func.value) == "session"
        )
        for node in ast.walk(function)
    )


def _says(function: ast.FunctionDef) -> bool:
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return any(
        argument.annotation is not None
        and not ASKED.isdisjoint(ast.unparse(argument.annotation).replace("|", " ").split())
        for argument in arguments
    )
