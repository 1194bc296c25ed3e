"""Words are cited on the page that they stand on, not on the one where their passage begins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from knowledge.documents.types import Passage
from knowledge.loading.adding import Details
from tests.knowledge.doubles import BY, TestLibrary, WordVectors
from tests.knowledge.readers.files import Words, make_pdf
from tests.people import HERE

FIRST, SECOND, THIRD = (
    "Claims for meals are sent to finance within two months.",
    "Claims for hotels are sent to the line manager at once.",
    "Claims for parking need a ticket that shows the time.",
)


def _claims(library: TestLibrary, folder: Path) -> str:
    """A section that begins on the first of three pages and goes on over the others."""
    pages: list[list[Words]] = [
        [(72, 780, 18, True, "Claims"), (72, 100, 11, False, FIRST)],
        [(72, 780, 11, False, SECOND)],
        [(72, 780, 11, False, THIRD)],
    ]
    content = make_pdf(folder / "claims.pdf", pages).read_bytes()
    job = library.add(HERE, content, "claims.pdf", "HR", Details())
    library.loader(BY).run(job.id)
    return "claims.pdf"


def _pages(library: TestLibrary, source: str) -> Iterator[tuple[str, int | None]]:
    current = library.named(source).current
    assert current is not None
    passages = library.passages(HERE, current.id)
    for words in (FIRST, SECOND, THIRD):
        (holder,) = [one for one in passages if words in one.text]
        yield words, holder.page_at(holder.start + holder.text.index(words))


def test_a_passage_over_several_pages_knows_where_each_begins(
    library: TestLibrary, model: WordVectors, tmp_path: Path
) -> None:
    assert dict(_pages(library, _claims(library, tmp_path))) == {FIRST: 1, SECOND: 2, THIRD: 3}
    (found,) = {item.passage for item in library.search("claims for hotels", HERE)}
    assert (found.page, found.page_at(found.end - 1)) == (1, 3)


def test_words_behind_a_page_break_within_a_paragraph(
    library: TestLibrary, model: WordVectors, tmp_path: Path
) -> None:
    """The paragraph is one, whole; its second sentence stands on the second page."""
    begins, ends = "The limit for taxis is £30 a journey and", "is checked by finance each month."
    pages: list[list[Words]] = [
        [(72, 780, 18, True, "Taxis"), (72, 100, 11, False, begins)],
        [(72, 780, 11, False, f"{ends} Receipts go to the payroll team.")],
    ]
    content = make_pdf(tmp_path / "taxis.pdf", pages).read_bytes()
    library.loader(BY).run(library.add(HERE, content, "taxis.pdf", "HR", Details()).id)
    current = library.named("taxis.pdf").current
    assert current is not None
    (passage,) = library.passages(HERE, current.id)
    assert f"{begins} {ends}" in passage.text
    at = [passage.start + passage.text.index(words) for words in (begins, ends, "Receipts")]
    assert [passage.page_at(place) for place in at] == [1, 2, 2]


def test_a_passage_without_pages_has_none() -> None:
    plain = Passage(1, 1, 1, 1, 1, "T", "t.md", "", (), None, 0, 5, "Words")
    assert plain.page_at(3) is None


def test_what_was_loaded_before_gets_its_pages(tmp_path: Path) -> None:
    with TestLibrary.open(tmp_path / "home") as library:
        library.double = WordVectors()
        source = _claims(library, tmp_path)
    with closing(sqlite3.connect(library.home.catalogue)) as connection:
        connection.execute("ALTER TABLE passages DROP COLUMN page_turns")
        connection.execute("ALTER TABLE statements DROP COLUMN other_id")
        connection.execute("DROP TABLE sketches")
        connection.execute("UPDATE catalogue_version SET version_num = '0007'")
        connection.commit()
    with TestLibrary.open(tmp_path / "home") as again:
        assert dict(_pages(again, source)) == {FIRST: 1, SECOND: 2, THIRD: 3}
