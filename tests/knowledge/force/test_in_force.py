"""What is in force stays so, or something says why: index down, clocks that jump, a rebuild."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.documents.statements import Field
from knowledge.errors import IndexUnavailable
from knowledge.index.due import follow_calendar
from knowledge.index.vectors import ChromaVectors
from knowledge.language.dates import said
from knowledge.library import Details
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE

TODAY = date.today()
LATER = TODAY + timedelta(days=200)


@pytest.fixture
def word() -> str:
    return "w" + secrets.token_hex(6)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Inside `with away.context()`: see `_away`."""
    yield monkeypatch


def index_down(patch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise IndexUnavailable("The index is away.")

    patch.setattr(ChromaVectors, "_call", down)


def numbers_in_force(library: TestLibrary, source: str) -> list[int]:
    document = library.named(source)
    return [one.number for one in library.versions(HERE, document.id) if one.state == "published"]


def test_a_date_confirmed_while_the_index_is_down_changes_nothing(
    library: TestLibrary, model: WordVectors, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.load(f"# Leave\n\nOld {word}.", f"{word}.md")
    library.load(f"# Leave\n\nEffective from {said(LATER)}\n\nNew {word}.", f"{word}.md")
    second = library.named(f"{word}.md").current
    assert second is not None and second.number == 2
    with monkeypatch.context() as patch:
        index_down(patch)
        with pytest.raises(IndexUnavailable):
            library.suggestions.confirm(HERE, second.id, Field.EFFECTIVE_FROM)
    assert numbers_in_force(library, f"{word}.md") == [2]
    library.suggestions.confirm(HERE, second.id, Field.EFFECTIVE_FROM)
    assert numbers_in_force(library, f"{word}.md") == [1]
    assert library.heal_index(HERE).ok


def test_a_rebuild_writes_to_the_index_outside_of_any_transaction(
    library: TestLibrary, model: WordVectors, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passages that come into force while it builds are written late."""
    library.load(f"About {word}.", f"{word}.md")
    late = iter(range(2))
    held: list[bool] = []
    ids, upsert = ChromaVectors.ids, ChromaVectors.upsert

    def meanwhile(self: ChromaVectors, name: str) -> set[int]:
        have = ids(self, name)
        if (n := next(late, None)) is not None:
            library.load(f"Late {n} {word}.", f"late-{n}-{word}.md")
        return have

    def watched(self: ChromaVectors, *rest: Any) -> None:
        held.append(library._database._writing.locked())
        upsert(self, *rest)

    monkeypatch.setattr(ChromaVectors, "ids", meanwhile)
    monkeypatch.setattr(ChromaVectors, "upsert", watched)
    library.upkeep.rebuild(library.named(f"{word}.md").collection_id)
    assert held and not any(held)
    assert library.index_health(HERE).ok
    assert f"late-1-{word}.md" in library.sources(f"Late 1 {word}")


def test_a_clock_that_jumped_and_is_right_again(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    library.load(f"Old {word}.", f"{word}.md")
    library.load(f"New {word}.", f"{word}.md", details=Details(effective_from=LATER))
    follow_calendar(BY, library._database, lambda: library.upkeep, LATER)
    assert numbers_in_force(library, f"{word}.md") == [2]
    follow_calendar(BY, library._database, lambda: library.upkeep, TODAY)
    assert numbers_in_force(library, f"{word}.md") == [1]
    assert library.index_health(HERE).ok
    follow_calendar(BY, library._database, lambda: library.upkeep, LATER)
    assert numbers_in_force(library, f"{word}.md") == [2]
