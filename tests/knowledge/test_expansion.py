"""What a question's acronyms also go by: exact, and only from what the asker may see."""

from __future__ import annotations

import pytest

from knowledge.catalogue import read
from knowledge.glossary import lookup
from knowledge.search.expansion import Expansion, expand
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE, somebody


def expanded(library: TestLibrary, question: str, *collections: str) -> Expansion:
    with library._database.read() as session:
        ids = [one.id for one in library.collections(HERE) if one.name in collections]
        asker = somebody("asker", reads=tuple(ids)) if collections else HERE
        return expand(session, question, read.visible(session, asker))


@pytest.fixture(scope="module")
def filled(library: TestLibrary) -> TestLibrary:
    library.load(
        "The Senior Responsible Owner (SRO) and Information Technology (IT) decide. The World "
        "Health Organisation (WHO) and the Information Asset Owner (IAO) do not.",
        "forms.md",
    )
    library.load("The Personnel File Index (PFI) and Old Lace (OL).", "secret.md", "Secret")
    library.load("The Private Finance Initiative (PFI).", "finance.md", "Money")
    return library


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("What does an SRO do?", ["Senior Responsible Owner"]),
        ("What do SROs do?", ["Senior Responsible Owner"]),
        ("What is the SRO's job?", ["Senior Responsible Owner"]),
        ("What do senior responsible owners do?", []),  # an acronym stands in too many places
        ("What is an SRO (Senior Responsible Owner)?", []),
        ("Who buys IT?", ["Information Technology"]),
        ("Who buys it?", []),
        ("It is bought by whom?", []),
        ("WHO BUYS IT?", []),
        ("WHAT DOES AN SRO DO?", ["Senior Responsible Owner"]),
        ("who pays for information technology", []),  # "it" would find every passage
        ("Who may see it?", []),
        ("Does the WHO say so?", ["World Health Organisation"]),
        ("what does an sro do", []),  # small letters: only what a curator confirmed
        ("SROs and IAOs", ["Senior Responsible Owner", "Information Asset Owner"]),
        ("", []),
    ],
)
def test_expanded(filled: TestLibrary, question: str, phrases: list[str]) -> None:
    assert expanded(filled, question).phrases == phrases


def test_a_long_form_is_also_meant_by_its_acronym(filled: TestLibrary) -> None:
    asked = "What do senior responsible owners do?"
    assert expanded(filled, asked).spell_out(asked) == f"{asked} (SRO)"


def test_confirmed_is_found_in_small_letters_unless_it_is_a_word(
    filled: TestLibrary, model: WordVectors
) -> None:
    for short in ("SRO", "IT"):
        filled.glossary.confirm(HERE, short)
    try:
        assert expanded(filled, "does the sro own it").phrases == ["Senior Responsible Owner"]
    finally:
        for short in ("SRO", "IT"):
            filled.glossary.remove(HERE, short)


def test_refused_is_not_searched(filled: TestLibrary, model: WordVectors) -> None:
    filled.glossary.refuse(HERE, "SRO")
    try:
        assert not expanded(filled, "What does an SRO do?").meanings
        assert not expanded(filled, "What do senior responsible owners do?").meanings
    finally:
        filled.glossary.remove(HERE, "SRO")


def test_a_suggestion_stays_in_its_collection(filled: TestLibrary) -> None:
    assert expanded(filled, "What is OL?", "HR", "Secret").phrases == ["Old Lace"]
    assert expanded(filled, "What is OL?", "HR").phrases == []
    assert expanded(filled, "old lace", "HR").phrases == []
    assert expanded(filled, "What is PFI?", "Money").phrases == ["Private Finance Initiative"]
    assert expanded(filled, "What is PFI?", "Secret").phrases == ["Personnel File Index"]


def test_which_of_several_only_a_curator_can_say(filled: TestLibrary, model: WordVectors) -> None:
    assert expanded(filled, "What is PFI?").phrases == []
    filled.glossary.confirm(HERE, "PFI", "Private Finance Initiative")
    assert expanded(filled, "What is PFI?").phrases == ["Private Finance Initiative"]
    # What was confirmed is the department's, whatever collections the asker may see.
    assert expanded(filled, "What is PFI?", "HR").phrases == ["Private Finance Initiative"]
    filled.glossary.remove(HERE, "PFI", "Private Finance Initiative")


def test_spelt_out_for_a_search_by_meaning(filled: TestLibrary) -> None:
    question = "What does an SRO do?"
    said = expanded(filled, question).spell_out(question)
    assert said == "What does an SRO do? (Senior Responsible Owner)"
    assert Expansion().spell_out(question) == question


def test_a_pasted_page_is_no_question(filled: TestLibrary) -> None:
    assert expanded(filled, "word " * 5_000 + "SRO").phrases == []


def test_an_acronym_that_every_document_spells_out_costs_no_more(
    filled: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "COUNTED", 1)
    for name in ("one.md", "two.md"):
        filled.load(f"The Common Word Table (CWT) of {name}.", name)
    assert expanded(filled, "What is the CWT?").phrases == ["Common Word Table"]
