"""The glossary: suggested by documents in force, decided by curators, shown to who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.access import Scope
from knowledge.errors import BernardError, NotAllowed, NotFound
from knowledge.glossary.entries import Entry, EntryState
from knowledge.glossary.glossary import Glossary
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE, STRANGER, somebody


def open_curator(library: TestLibrary) -> Scope:
    """A curator who may see no collection but "Open"."""
    (place,) = [one.id for one in library.collections(HERE) if one.name == "Open"]
    return somebody("open.curator", curates=(place,))


@pytest.fixture
def glossary(library: TestLibrary, model: WordVectors) -> Glossary:
    return library.glossary


def of(glossary: Glossary, short: str, scope: Scope = HERE) -> list[Entry]:
    return [one for one in glossary.entries(scope) if one.short == short]


def test_a_loaded_document_suggests(library: TestLibrary, glossary: Glossary) -> None:
    text = "A Senior Quality Owner (SQO) is named. Senior quality owners (SQOs) report."
    library.load(text, "sqo.md")
    (entry,) = of(glossary, "SQO")
    assert (entry.long, entry.state) == ("Senior Quality Owner", EntryState.SUGGESTED)
    (place,) = entry.places
    assert (entry.count, place.title, place.version_id) == (2, "sqo", version_of(library, "sqo.md"))
    said = library.text(HERE, place.version_id)[place.start : place.end]
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
    what = "lifts the cage from the shaft twice a day and is looked after by the duty engineer."
    library.load(f"The Rapid Winding Gear (RWG) {what}", "gear.md")
    library.load(f"The Gear {what}", "gear.md")
    assert of(glossary, "RWG") == []

    document = library.named("gear.md")
    first = library.versions(HERE, document.id)[-1]
    library.restore(HERE, first.id)
    assert of(glossary, "RWG")

    library.withdraw(HERE, document.id)
    assert of(glossary, "RWG") == []


def test_what_was_confirmed_stays_when_its_document_goes(
    library: TestLibrary, glossary: Glossary
) -> None:
    library.load("The Boat House Keeper (BHK).", "keeper.md")
    glossary.confirm(HERE, "BHK")
    library.withdraw(HERE, library.named("keeper.md").id)
    (entry,) = of(glossary, "BHK")
    assert (entry.state, entry.places) == (EntryState.CONFIRMED, ())
    assert entry.changed_by == "local" and entry.changed_at


def test_refused_is_not_suggested_again(library: TestLibrary, glossary: Glossary) -> None:
    library.load("The Paper Clip Fund (PCF).", "clips.md")
    glossary.refuse(HERE, "pcf", "paper clip funds")
    library.load("The Paper Clip Fund (PCF) goes on.", "clips.md")
    assert [one.state for one in of(glossary, "PCF")] == [EntryState.REFUSED]

    assert glossary.remove(HERE, "PCF")
    assert [one.state for one in of(glossary, "PCF")] == [EntryState.SUGGESTED]


def test_typed_and_removed(library: TestLibrary, glossary: Glossary) -> None:
    entry = glossary.add(HERE, " XQZ ", "Extra  Quiet Zone")
    assert (entry.short, entry.long, entry.state) == (
        "XQZ",
        "Extra Quiet Zone",
        EntryState.CONFIRMED,
    )
    assert not glossary.remove(HERE, "XQZ")
    assert of(glossary, "XQZ") == []


@pytest.mark.parametrize(
    ("short", "long"),
    [("", "Nothing"), ("X", "Ten"), ("12", "Twelve twelve"), ("A B", "Alpha Beta"),
     ("ABCDEFGHIJK", "Too long"), ("SRO", ""), ("SRO", "SRO"), ("SRO", "owner " * 40)],
)  # fmt: skip
def test_what_cannot_be_an_entry(glossary: Glossary, short: str, long: str) -> None:
    before = glossary.entries(HERE)
    with pytest.raises(BernardError, match="Nothing was changed"):
        glossary.add(HERE, short, long)
    assert glossary.entries(HERE) == before


def test_several_long_forms_must_be_said(library: TestLibrary, glossary: Glossary) -> None:
    library.load("The Green Lane Team (GLT). The Grand Loan Trust (GLT).", "glt.md")
    with pytest.raises(NotFound, match=r"Say which: .*Green Lane Team"):
        glossary.confirm(HERE, "GLT")
    with pytest.raises(NotFound, match="does not hold"):
        glossary.confirm(HERE, "NONE")


def test_mining_again_changes_nothing(library: TestLibrary, glossary: Glossary) -> None:
    library.load("The Long Jump Pit (LJP).", "pit.md")
    before = glossary.entries(HERE)
    assert glossary.mine(HERE) == len([one for one in library.documents(HERE) if one.current])
    assert glossary.entries(HERE) == before


def test_a_suggestion_is_shown_to_those_who_may_read_its_document(
    library: TestLibrary, glossary: Glossary
) -> None:
    library.load("Operation Velvet Otter (OVO) begins.", "secret.md", "Secret")
    library.load("The Open Tea Room (OTR) is open.", "tea.md", "Open")
    assert of(glossary, "OVO") and of(glossary, "OTR")
    curator = open_curator(library)
    assert [one.short for one in glossary.entries(curator) if one.places] == ["OTR"]
    with pytest.raises(NotFound) as refusal:
        glossary.confirm(curator, "OVO")
    assert "Velvet" not in refusal.value.message

    glossary.refuse(HERE, "OVO")
    assert of(glossary, "OVO", curator) == []
    glossary.confirm(HERE, "OVO")  # the department's own word from now on
    (entry,) = of(glossary, "OVO", curator)
    assert entry.state is EntryState.CONFIRMED and entry.places == ()


#: Every method of Glossary that is anybody's to call, as a stranger would.
CALLS: dict[str, Callable[[Glossary, Scope], Any]] = {
    "entries": lambda glossary, scope: glossary.entries(scope),
    "find": lambda glossary, scope: glossary.find(scope, "SRO"),
    "add": lambda glossary, scope: glossary.add(scope, "SRO", "Senior Responsible Owner"),
    "confirm": lambda glossary, scope: glossary.confirm(scope, "SRO"),
    "refuse": lambda glossary, scope: glossary.refuse(scope, "SRO"),
    "remove": lambda glossary, scope: glossary.remove(scope, "SRO"),
    "mine": lambda glossary, scope: glossary.mine(scope),
}


def test_every_method_is_held_to_this() -> None:
    assert {name for name in vars(Glossary) if not name.startswith("_")} == CALLS.keys()


@pytest.mark.parametrize("name", CALLS)
def test_nobody_but_a_curator(glossary: Glossary, name: str) -> None:
    with pytest.raises(NotAllowed, match="Only a curator"):
        CALLS[name](glossary, STRANGER)
