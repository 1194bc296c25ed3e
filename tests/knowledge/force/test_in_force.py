"""What is in force stays so, or something says why: index down, clocks that jump, a rebuild."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import date, timedelta
from typing import Any

import pytest

from knowledge.access import Grant, Person, Verb, scope_for
from knowledge.documents.statements import Field
from knowledge.documents.types import JobState
from knowledge.errors import BernardError, IndexUnavailable, NotAllowed
from knowledge.index.connection import Connection
from knowledge.index.take_effect import follow_calendar
from knowledge.index.vectors import ChromaVectors
from knowledge.language.wording import day
from knowledge.library import Details
from knowledge.loading.ends import fail
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE, somebody

TODAY = date.today()
LATER = TODAY + timedelta(days=200)


@pytest.fixture
def word() -> str:
    return "w" + secrets.token_hex(6)


def index_down(patch: pytest.MonkeyPatch) -> None:
    def down(*_: object) -> None:
        raise IndexUnavailable("The index is away.")

    patch.setattr(Connection, "call", down)


def numbers_in_force(library: TestLibrary, source: str) -> list[int]:
    document = library.named(source)
    return [one.number for one in library.versions(HERE, document.id) if one.state == "published"]


def test_a_date_confirmed_while_the_index_is_down_changes_nothing(
    library: TestLibrary, model: WordVectors, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.load(f"# Leave\n\nOld {word}.", f"{word}.md")
    library.load(f"# Leave\n\nEffective from {day(LATER)}\n\nNew {word}.", f"{word}.md")
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


def test_two_versions_that_came_too_early(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    """Each gives its place back to the one that had it."""
    for n, days in enumerate((None, 200, 300), 1):
        since = TODAY + timedelta(days=days) if days else None
        library.load(f"{n} {word}.", f"{word}.md", details=Details(effective_from=since))
    follow_calendar(BY, library._database, lambda: library.upkeep, TODAY + timedelta(days=400))
    assert numbers_in_force(library, f"{word}.md") == [3]
    follow_calendar(BY, library._database, lambda: library.upkeep, LATER)
    assert numbers_in_force(library, f"{word}.md") == [2]
    follow_calendar(BY, library._database, lambda: library.upkeep, TODAY + timedelta(days=400))
    follow_calendar(BY, library._database, lambda: library.upkeep, TODAY)
    assert numbers_in_force(library, f"{word}.md") == [1]
    assert library.index_health(HERE).ok


def test_a_clock_that_is_behind_takes_nothing_out_of_force(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    details = Details(effective_from=TODAY - timedelta(days=10))
    library.load(f"Old {word}.", f"{word}.md")
    library.load(f"New {word}.", f"{word}.md", details=details)
    assert follow_calendar(BY, library._database, lambda: library.upkeep, date(1970, 1, 1)) == 0
    assert numbers_in_force(library, f"{word}.md") == [2]


def test_what_is_put_off_gives_back_the_version_whose_place_it_took(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    """And not the newest before it: that one had been out of force."""
    for n in (1, 2):
        library.load(f"{n} {word}.", f"{word}.md")
    document = library.named(f"{word}.md")
    library.restore(HERE, library.versions(HERE, document.id)[-1].id)
    library.load(f"Effective from {day(LATER)}\n\n3 {word}.", f"{word}.md")
    third = library.named(f"{word}.md").current
    assert third is not None and third.number == 3
    library.suggestions.confirm(HERE, third.id, Field.EFFECTIVE_FROM)
    assert numbers_in_force(library, f"{word}.md") == [1]


def test_a_version_is_not_restored_before_its_day(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    library.load(f"Old {word}.", f"{word}.md")
    library.load(f"New {word}.", f"{word}.md", details=Details(effective_from=LATER))
    document = library.named(f"{word}.md")
    waiting, _ = library.versions(HERE, document.id)
    with pytest.raises(BernardError, match=f"in force from {day(LATER)}"):
        library.restore(HERE, waiting.id)
    assert numbers_in_force(library, f"{word}.md") == [1]


def test_who_may_not_change_the_other_document_does_not_supersede_it(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    library.load(f"# Travel {word}\n\nOld.", f"old-{word}.md", "Travel")
    library.load(f"# New {word}\n\nThis policy replaces the Travel {word}.", f"{word}.md")
    new, old = library.named(f"{word}.md"), library.named(f"old-{word}.md")
    assert new.current is not None
    curator = scope_for(
        Person("https://id.example", "c"),
        [
            Grant(new.collection_id, Verb.CURATE, "A test says so."),
            Grant(old.collection_id, Verb.READ, "A test says so."),
        ],
    )
    with pytest.raises(NotAllowed):
        library.suggestions.confirm(curator, new.current.id, Field.REPLACES)
    assert numbers_in_force(library, f"old-{word}.md") == [1]


def test_what_fell_out_of_force_is_named(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    """Whoever wrote to the database past its rules."""
    library.load(f"# Lost {word}\n\nOne.", f"{word}.md", "Lost")
    document = library.named(f"{word}.md")
    assert document.current is not None
    with sqlite3.connect(library.home.catalogue) as raw:  # foreign keys are off here
        raw.execute("UPDATE versions SET state = 'superseded' WHERE id = ?", (document.current.id,))
    raw.close()
    health = library.index_health(HERE)
    assert not health.ok
    (lost,) = health.lost
    assert f"Lost {word}" in lost and "Put a version in force again" in lost
    elsewhere = somebody("c", curates=(document.collection_id + 1_000,))
    assert library.index_health(elsewhere).lost == []
    library.heal_index(HERE)
    library.restore(HERE, document.current.id)
    assert library.index_health(HERE).ok


def test_what_goes_wrong_after_it_is_in_force_takes_nothing_back(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    job = library.load(f"About {word}.", f"{word}.md")
    fail(BY, library.database(BY), job.id, BernardError("The last lines failed."))
    assert library.job(job.id).state is JobState.LOADED
    assert numbers_in_force(library, f"{word}.md") == [1]


def test_what_a_waiting_version_defines_is_suggested_from_its_day_on(
    library: TestLibrary, model: WordVectors, word: str
) -> None:
    text = "The Zebra Quality Office (ZQO) opens."
    library.load(text, f"{word}.md", details=Details(effective_from=LATER))
    assert [one for one in library.glossary.entries(HERE) if one.short == "ZQO"] == []
    follow_calendar(BY, library._database, lambda: library.upkeep, LATER)
    assert [one for one in library.glossary.entries(HERE) if one.short == "ZQO"]
