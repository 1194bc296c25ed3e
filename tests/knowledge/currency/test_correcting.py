"""The owner and the dates of what is in force can be put right, and only to what can be."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest

from knowledge.curation.correcting import LONGEST_OWNER, Facts
from knowledge.documents.types import Document
from knowledge.errors import BernardError, NotAllowed, NotFound
from knowledge.library import Details
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE, somebody

SINCE, REVIEW = date(2025, 4, 1), date(2027, 4, 1)


@pytest.fixture
def document(library: TestLibrary, model: WordVectors) -> Document:
    word = "w" + secrets.token_hex(6)
    details = Details(owner="Estates Taem", effective_from=date(2015, 4, 1), review_by=REVIEW)
    library.load(f"# {word}\n\nVisitors wear a badge.", f"{word}.md", details=details)
    return library.named(f"{word}.md")


def test_owner_and_dates_are_put_right(library: TestLibrary, document: Document) -> None:
    facts = Facts("  Estates\n Team ", SINCE, REVIEW)
    after = library.suggestions.correct(HERE, document.id, facts)
    assert after.current is not None and document.current is not None
    assert (after.owner, after.current.effective_from) == ("Estates Team", SINCE)
    assert after.current.id == document.current.id, "the version stays as it is"
    bare = library.suggestions.correct(HERE, document.id, Facts())
    assert bare.current is not None
    assert (bare.owner, bare.current.effective_from, bare.current.review_by) == ("", None, None)


def test_what_was_corrected_is_suggested_no_more(library: TestLibrary, document: Document) -> None:
    word = "w" + secrets.token_hex(6)
    library.load(f"# {word}\n\nOwner: HR Taem\n\nReview by: 1 April 2026", f"{word}.md")
    mine = library.named(f"{word}.md")
    assert [one for one in library.suggestions.listed(HERE) if one.document_id == mine.id]
    library.suggestions.correct(HERE, mine.id, Facts("HR Team"))
    left = library.suggestions.listed(HERE)
    assert [one for one in left if one.document_id == mine.id] == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(effective_from=date.today() + timedelta(days=1)), "replace the document"),
        (Facts(effective_from=REVIEW - timedelta(days=365), review_by=SINCE), "lies before"),
        (Facts("x" * (LONGEST_OWNER + 1)), "at most 120 characters"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    library: TestLibrary, document: Document, facts: Facts, sentence: str
) -> None:
    with pytest.raises(BernardError, match=sentence):
        library.suggestions.correct(HERE, document.id, facts)
    assert library.document(HERE, document.id) == document


def test_only_what_is_in_force_and_only_by_a_curator(
    library: TestLibrary, document: Document
) -> None:
    with pytest.raises(NotAllowed):
        library.suggestions.correct(
            somebody("reader", reads=(document.collection_id,)), document.id, Facts()
        )
    stranger = somebody("stranger", curates=(9_999,))
    with pytest.raises(NotFound):
        library.suggestions.correct(stranger, document.id, Facts())
    library.withdraw(HERE, document.id)
    with pytest.raises(BernardError, match="is not in force"):
        library.suggestions.correct(HERE, document.id, Facts("HR"))
