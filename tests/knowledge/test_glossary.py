"""The glossary: suggested by documents in force, decided by curators, shown to who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge import access
from knowledge.access import LOCAL_READER, Reader, Role
from knowledge.errors import BernardError, NotAllowed, NotFound
from knowledge.glossary.entries import Entry, EntryState
from knowledge.glossary.glossary import Glossary
from tests.knowledge.doubles import TestLibrary, WordVectors

STRANGER = Reader("someone.else")
#: A curator who may see no collection but "Open".
OPEN_CURATOR = Reader("open.curator", roles=frozenset({Role.CURATOR}))


@pytest.fixture(autouse=True)
def _readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until collections have groups, knowledge.access lets only the local reader see anything."""

    def readable(reader: Reader, collections: Any) -> tuple[Any, ...]:
        if reader == OPEN_CURATOR:
            return tuple(one for one in collections if one.name == "Open")
        return access.readable(reader, collections)

    monkeypatch.setattr("knowledge.catalogue.allowed.readable", readable)


@pytest.fixture
def glossary(library: TestLibrary, model: WordVectors) -> Glossary:
    return library.glossary


def of(glossary: Glossary, short: str, reader: Reader = LOCAL_READER) -> list[Entry]:
    return [one for one in glossary.entries(reader) if one.short == short]


def test_a_loaded_document_suggests(library: TestLibrary, glossary: Glossary) -> None:
    text = "A Senior Quality Owner (SQO) is named. Senior quality owners (SQOs) report."
    library.load(text, "sqo.md")
    (entry,) = of(glossary, "SQO")
    assert (entry.long, entry.state) == ("Senior Quality Owner", EntryState.SUGGESTED)
    (place,) = entry.places
    assert (entry.count, place.title, place.version_id) == (2, "sqo", version_of(library, "sqo.md"))
    said = library.text(LOCAL_READER, place.version_id)[place.start : place.end]
    assert said == "Senior Quality Owner (SQO)"


def version_of(library: TestLibrary, source: str) -> int:
    current = library.named(source).current
    assert current
    return current.id


def test_every_long_form_is_kept_with_its_count(library: TestLibrary, glossary: Glossary) -> None:
    library.load("The Central Data Bank (CDB). The central data bank (CDB).", "bank.md")
    library.load("The Civil Defence Brigade (CDB).", "brigade.md")
    assert [(one.long, one.count) for one in of(glossary, "CDB")] == [
        ("Central Data Bank", 2),
        ("Civil Defence Brigade", 1),
    ]


def test_a_suggestion_goes_and_comes_with_its_document(
    library: TestLibrary, glossary: Glossary
) -> None:
    library.load("The Rapid Winding Gear (RWG).", "gear.md")
    library.load("The Gear has no long name now.", "gear.md")
    assert of(glossary, "RWG") == []

    document = library.named("gear.md")
    first = library.versions(LOCAL_READER, document.id)[-1]
    library.restore(LOCAL_READER, first.id)
    assert of(glossary, "RWG")

    library.withdraw(LOCAL_READER, document.id)
    assert of(glossary, "RWG") == []


def test_what_was_confirmed_stays_when_its_document_goes(
    library: TestLibrary, glossary: Glossary
) -> None:
    library.load("The Boat House Keeper (BHK).", "keeper.md")
    glossary.confirm(LOCAL_READER, "BHK")
    library.withdraw(LOCAL_READER, library.named("keeper.md").id)
    (entry,) = of(glossary, "BHK")
    assert (entry.state, entry.places) == (EntryState.CONFIRMED, ())
    assert entry.changed_by == "local" and entry.changed_at


def test_refused_is_not_suggested_again(library: TestLibrary, glossary: Glossary) -> None:
    library.load("The Paper Clip Fund (PCF).", "clips.md")
    glossary.refuse(LOCAL_READER, "pcf", "paper clip funds")
    library.load("The Paper Clip Fund (PCF) goes on.", "clips.md")
    assert [one.state for one in of(glossary, "PCF")] == [EntryState.REFUSED]

    assert glossary.remove(LOCAL_READER, "PCF")
    assert [one.state for one in of(glossary, "PCF")] == [EntryState.SUGGESTED]


def test_typed_and_removed(library: TestLibrary, glossary: Glossary) -> None:
    entry = glossary.add(LOCAL_READER, " XQZ ", "Extra  Quiet Zone")
    assert (entry.short, entry.long, entry.state) == (
        "XQZ",
        "Extra Quiet Zone",
        EntryState.CONFIRMED,
    )
    assert not glossary.remove(LOCAL_READER, "XQZ")
    assert of(glossary, "XQZ") == []


@pytest.mark.parametrize(
    ("short", "long"),
    [("", "Nothing"), ("X", "Ten"), ("12", "Twelve twelve"), ("A B", "Alpha Beta"),
     ("ABCDEFGHIJK", "Too long"), ("SRO", ""), ("SRO", "SRO"), ("SRO", "owner " * 40)],
)  # fmt: skip
def test_what_cannot_be_an_entry(glossary: Glossary, short: str, long: str) -> None:
    before = glossary.entries(LOCAL_READER)
    with pytest.raises(BernardError, match="Nothing was changed"):
        glossary.add(LOCAL_READER, short, long)
    assert glossary.entries(LOCAL_READER) == before


def test_several_long_forms_must_be_said(library: TestLibrary, glossary: Glossary) -> None:
    library.load("The Green Lane Team (GLT). The Grand Loan Trust (GLT).", "glt.md")
    with pytest.raises(NotFound, match=r"Say which: .*Green Lane Team"):
        glossary.confirm(LOCAL_READER, "GLT")
    with pytest.raises(NotFound, match="does not hold"):
        glossary.confirm(LOCAL_READER, "NONE")


def test_mining_again_changes_nothing(library: TestLibrary, glossary: Glossary) -> None:
    library.load("The Long Jump Pit (LJP).", "pit.md")
    before = glossary.entries(LOCAL_READER)
    assert glossary.mine(LOCAL_READER) == len(
        [one for one in library.documents(LOCAL_READER) if one.current]
    )
    assert glossary.entries(LOCAL_READER) == before


def test_a_suggestion_is_shown_to_those_who_may_read_its_document(
    library: TestLibrary, glossary: Glossary
) -> None:
    library.load("Operation Velvet Otter (OVO) begins.", "secret.md", "Secret")
    library.load("The Open Tea Room (OTR) is open.", "tea.md", "Open")
    assert of(glossary, "OVO") and of(glossary, "OTR")
    assert [one.short for one in glossary.entries(OPEN_CURATOR) if one.places] == ["OTR"]
    with pytest.raises(NotFound) as refusal:
        glossary.confirm(OPEN_CURATOR, "OVO")
    assert "Velvet" not in refusal.value.message

    glossary.refuse(LOCAL_READER, "OVO")
    assert of(glossary, "OVO", OPEN_CURATOR) == []
    glossary.confirm(LOCAL_READER, "OVO")  # the department's own word from now on
    (entry,) = of(glossary, "OVO", OPEN_CURATOR)
    assert entry.state is EntryState.CONFIRMED and entry.places == ()


#: Every method of Glossary that is anybody's to call, as a stranger would.
CALLS: dict[str, Callable[[Glossary, Reader], Any]] = {
    "entries": lambda glossary, reader: glossary.entries(reader),
    "find": lambda glossary, reader: glossary.find(reader, "SRO"),
    "add": lambda glossary, reader: glossary.add(reader, "SRO", "Senior Responsible Owner"),
    "confirm": lambda glossary, reader: glossary.confirm(reader, "SRO"),
    "refuse": lambda glossary, reader: glossary.refuse(reader, "SRO"),
    "remove": lambda glossary, reader: glossary.remove(reader, "SRO"),
    "mine": lambda glossary, reader: glossary.mine(reader),
}


def test_every_method_is_held_to_this() -> None:
    assert {name for name in vars(Glossary) if not name.startswith("_")} == CALLS.keys()


@pytest.mark.parametrize("name", CALLS)
def test_nobody_but_a_curator(glossary: Glossary, name: str) -> None:
    with pytest.raises(NotAllowed, match="Only a curator"):
        CALLS[name](glossary, STRANGER)
