"""How a document stands and what the empty page says, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge.documents.types import Collection, Document, Standing, Version, VersionState
from ui.parts.ask.examples import covered
from ui.parts.library.states import condition


def document(standing: Standing | None, since: date | None = None) -> Document:
    latest = Version(
        1, 1, 1, VersionState.STAGED, "c", "a.md", 1, 1, since, None, datetime.now(UTC), "local"
    )
    return Document(1, 1, "HR", "Leave", "", "a.md", None, latest, standing)


@pytest.mark.parametrize(
    ("standing", "words", "good"),
    [
        (Standing.WITHDRAWN, "Withdrawn", False),
        (Standing.SUPERSEDED, "Superseded", True),
        (Standing.LOST, "Out of force", False),
        (None, "Not in force", False),
    ],
)
def test_a_document_that_is_not_in_force(standing: Standing | None, words: str, good: bool) -> None:
    shown = condition(document(standing))
    assert (shown.words, shown.good) == (words, good)
    assert "again on its page" in shown.note or standing is not Standing.LOST


def test_a_document_that_waits_for_its_day() -> None:
    later = date.today() + timedelta(days=3)
    assert condition(document(Standing.WAITING, later)).words == "Waiting"


def test_the_empty_page_counts_what_is_being_loaded() -> None:
    hr = Collection(1, "HR", "", 3)
    assert covered([], 0).startswith("The library is empty.")
    assert covered([], 27).startswith("Still loading 27 files.")
    assert covered([hr], 1).startswith("Bernard answers from 3 documents in HR")
    assert covered([hr], 1).endswith("Still loading 1 file.")
    assert "loading" not in covered([hr], 0)
