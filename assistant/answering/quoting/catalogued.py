"""Answers from the catalogue: the documents asked for, all of them, with their count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.question.about_library import LibraryQuestion
from assistant.answering.question.by_example import Label
from assistant.answers.parts import Paragraph, Part, Table, Words
from knowledge.access import Asker
from knowledge.documents.types import Document
from knowledge.language.dates import Days
from knowledge.language.wording import count, day, listed
from knowledge.language.words import stems
from knowledge.library import Library

_HEAD = ("Document", "Owner", "In force since", "Review by")
#: Makes no sense without a subject.
_OF_SOMETHING = (Label.MENTION, Label.WHOM)
#: Documents beside those of the table that are named; of more, the count is told.
MOST_NAMED = 20
_EITHER = re.compile(r",\s*|\s+(?:and|or)\s+")


@dataclass(frozen=True, slots=True)
class _Chosen:
    documents: tuple[Document, ...]
    said: str = ""  # which ones they are, after "3 documents in force"
    known: bool = True  # whether the library knows what was asked for

    def narrowed(self, to: Iterable[Document], said: str, *, known: bool = True) -> _Chosen:
        kept = tuple(to)
        return _Chosen(kept, f"{self.said} {said}", known and bool(kept))


def catalogued(
    asked: LibraryQuestion, library: Library, asker: Asker, today: date
) -> tuple[Part, ...] | None:
    """A sentence with the count, and a table where there is one to show; None for a question that
    may be another, where the library does not know what it is about."""
    in_force = tuple(one for one in library.documents(asker) if one.current is not None)
    chosen = _about_subjects(asked, _Chosen(in_force), library, asker)
    if chosen is None:
        return None
    chosen = _at_time(chosen, asked, today)
    sentence = f"{count(len(chosen.documents), 'document')} in force{chosen.said}"
    head = Paragraph(((Words(f"{sentence}{':' if chosen.documents else '.'}"),),))
    if not chosen.documents:
        return (head,)
    rows = [_HEAD, *map(_row, _ordered(chosen.documents, asked))]
    table = Table(tuple(tuple((Words(cell),) for cell in row) for row in rows))
    return (head, table, *_in_text(asked, chosen, in_force, library, asker))


def _in_text(
    asked: LibraryQuestion,
    chosen: _Chosen,
    in_force: tuple[Document, ...],
    library: Library,
    asker: Asker,
) -> tuple[Part, ...]:
    """Of what documents there are on one subject: those that only mention it."""
    if asked.label is not Label.HELD or len(asked.subjects) != 1 or not chosen.known:
        return ()
    (subject,) = asked.subjects
    texts = _of(in_force, library.mentioning(asker, subject))
    others = [one for one in _ordered(texts, asked) if one not in chosen.documents]
    if not others:
        return ()
    said = f"{count(len(others), 'more document')} with “{subject}” in the text alone"
    named = f": {'; '.join(one.title for one in others)}." if len(others) <= MOST_NAMED else "."
    return (Paragraph(((Words(f"{said}{named}"),),)),)


def _about_subjects(
    asked: LibraryQuestion, chosen: _Chosen, library: Library, asker: Asker
) -> _Chosen | None:
    """What holds of all subjects that the library knows; None where that is no answer."""
    if not asked.subjects:
        return chosen if asked.surely and asked.label not in _OF_SOMETHING else None
    unknown: _Chosen | None = None
    for subject in asked.subjects:
        found = _about(subject, asked, chosen, library, asker)
        chosen, unknown = (found, unknown) if found.known else (chosen, found)
    if unknown and (not asked.surely or asked.label is Label.WHOM):
        return None
    if unknown is None or chosen.said:
        return chosen
    held = asked.closing and unknown.documents
    return unknown if held or asked.label is not Label.HELD else None


def _about(
    subject: str, asked: LibraryQuestion, chosen: _Chosen, library: Library, asker: Asker
) -> _Chosen:
    """Those of `chosen` on the subject: its words in the text for a mention, its owner's documents
    where it is one, else those that are named by it."""
    own, label, documents = stems(subject), asked.label, chosen.documents
    if label is Label.MENTION:
        held = _of(documents, library.mentioning(asker, subject))
        return chosen.narrowed(held, f"whose text holds “{subject}”")
    theirs = [one for one in documents if own and own <= stems(one.owner)]
    if theirs and (label is Label.OWNED or any(own == stems(one.owner) for one in theirs)):
        owners = listed(sorted({one.owner for one in theirs}))
        return chosen.narrowed(theirs, f"owned by {owners}")
    titled = [one for one in documents if own <= stems(f"{one.title} {one.collection}")]
    if label in (Label.OWNED, Label.WHOM) or not asked.surely:
        said = f"with “{subject}” in the title or collection"
        owned = f"owned by “{subject}”"
        return chosen.narrowed(titled, owned if label is Label.OWNED and not titled else said)
    named = _named(subject, documents, library, asker)
    if named or label is not Label.HELD:
        return chosen.narrowed(named, f"with “{subject}” in the title, a heading or the collection")
    texts = _of(documents, library.mentioning(asker, subject))
    return chosen.narrowed(texts, f"with “{subject}” in the text alone", known=False)


def _named(
    subject: str, documents: Iterable[Document], library: Library, asker: Asker
) -> tuple[Document, ...]:
    """By title, heading or collection; by one part of "pay and pensions" where none has both."""
    ids = library.mentioning(asker, subject, named=True)
    own = stems(subject)
    named = tuple(one for one in documents if one.id in ids or own <= stems(one.collection))
    ones = _EITHER.split(subject)
    if named or len(ones) < 2:
        return named
    of_each = {one.id: one for each in ones for one in _named(each, documents, library, asker)}
    return tuple(of_each.values())


def _at_time(chosen: _Chosen, asked: LibraryQuestion, today: date) -> _Chosen:
    dated = [(one, _date(one, asked.label)) for one in chosen.documents]
    if asked.label is Label.OVERDUE:
        kept = tuple(one for one, when in dated if when and when < today)
        return replace(chosen, documents=kept, said=f"{chosen.said} past the review date")
    if asked.label not in (Label.DUE, Label.NEW):
        return chosen
    days = asked.days or Days(date.min, date.max)
    kept = tuple(one for one, when in dated if when and days.first <= when <= days.last)
    due = asked.label is Label.DUE
    if asked.days:
        said = f" {'due for review' if due else 'that came into force'} {_words(days)}"
    else:
        said = " with a review date, the next first" if due else ", the newest first"
    return replace(chosen, documents=kept, said=f"{chosen.said}{said}")


def _words(days: Days) -> str:
    """`in 2027`, `by 31 March 2027`, `between 1 May 2026 and 1 July 2026`."""
    first, last = days.first, days.last
    if first == date.min:
        return f"by {day(last)}"
    if last == date.max:
        return f"since {day(first)}"
    if first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
        return f"in {first.year}"
    return f"on {day(first)}" if first == last else f"between {day(first)} and {day(last)}"


def _date(document: Document, label: Label) -> date | None:
    if document.current is None:
        return None
    return document.current.effective_from if label is Label.NEW else document.current.review_by


def _ordered(documents: Iterable[Document], asked: LibraryQuestion) -> list[Document]:
    by_title = sorted(documents, key=lambda one: one.title.casefold())
    if asked.label in (Label.DUE, Label.OVERDUE):
        return sorted(by_title, key=lambda one: _date(one, asked.label) or date.max)
    if asked.label is Label.NEW:
        return sorted(by_title, key=lambda one: _date(one, asked.label) or date.min, reverse=True)
    if asked.label is Label.OWNED:
        return sorted(by_title, key=lambda one: one.owner.casefold())
    own = stems(" ".join(asked.subjects))
    return sorted(by_title, key=lambda one: not own <= stems(one.title))


def _of(every: Iterable[Document], ids: set[int]) -> tuple[Document, ...]:
    return tuple(one for one in every if one.id in ids)


def _row(document: Document) -> tuple[str, str, str, str]:
    version = document.current
    since, review = (version.effective_from, version.review_by) if version else (None, None)
    return (
        document.title,
        document.owner,
        day(since) if since else "",
        day(review) if review else "",
    )
