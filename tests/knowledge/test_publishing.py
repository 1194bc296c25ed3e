"""What is put in force is counted as written to the index, in the same transaction."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from knowledge.catalogue.tables import IndexRow
from knowledge.errors import IndexUnavailable
from knowledge.index.vectors import ChromaVectors
from tests.knowledge.doubles import TestLibrary
from tests.people import HERE


def written(library: TestLibrary) -> int:
    with library._database.read() as session:
        return session.scalars(select(IndexRow.written)).one()


def test_rows_are_counted_when_they_come_into_force(
    library: TestLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.load("# Leave\n\nTen days.\n\n## Sick leave\n\nAs long as it takes.", "leave.md")
    document = library.named("leave.md")
    assert document.current
    passages = document.current.passages
    assert written(library) == passages == 2
    library.withdraw(HERE, document.id)
    assert written(library) == passages, "dead rows stay counted"

    def away(*_: object) -> None:
        raise IndexUnavailable("The index is away.")

    with monkeypatch.context() as patch:
        patch.setattr(ChromaVectors, "upsert", away)
        with pytest.raises(IndexUnavailable):
            library.restore(HERE, document.current.id)
    assert library.named("leave.md").current is None
    assert written(library) == passages
    library.restore(HERE, document.current.id)
    assert written(library) == 2 * passages
    assert library.index_health(HERE).ok
