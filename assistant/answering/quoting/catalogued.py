"""Answers from the catalogue: the documents asked for, all of them, with their count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.answering.question.about_library import LibraryQuestion
from assistant.answers.parts import Paragraph, Part, Table, Words
from knowledge.access import Asker
from knowledge.documents.types import Document
from knowledge.language.wording import count, day
from knowledge.language.words import stems
from knowledge.library import Library

_HEAD = ("Document", "Owner", "In force since", "Review by")


def catalogued(
    asked: LibraryQuestion, library: Library, asker: Asker, today: date
) -> tuple[Part, ...]:
    """A sentence with the count, and a table where there is one to show."""
    every = [one for one in library.documents(asker) if one.current is not None]
    chosen, said = _chosen(asked, every, library, asker, today)
    sentence = f"{count(len(chosen), 'document')} in force{said}" + (":" if chosen else ".")
    head = Paragraph(((Words(sentence[0].upper() + sentence[1:]),),))
    if not chosen:
        return (head,)
    own = stems(asked.topic)
    chosen.sort(key=lambda one: (not own <= stems(one.title), one.title.casefold()))
    rows = [_HEAD, *map(_row, chosen)]
    return (head, Table(tuple(tuple((Words(cell),) for cell in row) for row in rows)))


def _chosen(
    asked: LibraryQuestion, every: list[Document], library: Library, asker: Asker, today: date
) -> tuple[list[Document], str]:
    if asked.review:
        due = [one for one in every if _due(one, asked.year, today)]
        return due, f" due for review in {asked.year}" if asked.year else " due for review by today"
    if asked.owner:
        own = stems(asked.owner)
        theirs = [one for one in every if own and own <= stems(one.owner)]
        return theirs, f" owned by “{asked.owner}”"
    if asked.mention:
        ids = library.mentioning(asker, asked.mention)
        return _of(every, ids), f" whose text holds “{asked.mention}”"
    if asked.topic:
        ids = library.mentioning(asker, asked.topic, named=True)
        where = f" with “{asked.topic}” in the title or a heading"
        return _of(every, ids), where
    return every, ""


def _due(document: Document, year: int | None, today: date) -> bool:
    review_by = document.current.review_by if document.current else None
    if review_by is None:
        return False
    return review_by.year == year if year else review_by <= today


def _of(every: Iterable[Document], ids: set[int]) -> list[Document]:
    return [one for one in every if one.id in ids]


def _row(document: Document) -> tuple[str, str, str, str]:
    version = document.current
    since, review = (version.effective_from, version.review_by) if version else (None, None)
    return (
        document.title,
        document.owner,
        day(since) if since else "",
        day(review) if review else "",
    )
